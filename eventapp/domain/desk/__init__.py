"""What the organizer's desk looks at: lists and counts of those who registered."""
