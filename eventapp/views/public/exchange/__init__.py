"""What a published experience leads to: its files, itself on paper, and who builds on it."""
