"""Check-in lists besides the event's own: what they are, who belongs to them, who is there."""
