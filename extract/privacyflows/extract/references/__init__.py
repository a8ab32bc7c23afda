"""What "this information", "it", "they" stand for, and sentences that say a practice of the sentence before once more."""
