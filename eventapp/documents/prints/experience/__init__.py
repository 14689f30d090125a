"""One experience for others to take along: a page on paper, a Word file, plain text."""
