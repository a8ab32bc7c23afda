"""What the commands share: their arguments, how the terminal speaks, tables, the catalogue of questions, the demonstration."""
