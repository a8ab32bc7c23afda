"""What notebooks get beside tables and pictures: a browser of flows, a card for a graph, progress bars."""
