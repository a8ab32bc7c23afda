"""What a practice is for: which infinitives and phrases are purposes, whose they are, where they come apart, what follows on them."""
