"""One module for each foreign form that a dataset is exported to."""
