"""What is done by hand at the door: putting attendance right, the list on paper, and practice."""
