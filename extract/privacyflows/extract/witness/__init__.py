"""The second witness: a small tagger reads the same sentences, and the statements are weighed and completed with what it saw."""
