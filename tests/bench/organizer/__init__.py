"""What organizers wait for: lists of 100,000, taking in, letters, files and paper."""
