"""What is printed, in words: for the pages of several audiences, and for commands."""
