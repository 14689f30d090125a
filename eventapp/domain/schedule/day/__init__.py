"""A day of the schedule: drawn to scale, in brief, what is on, and what changed lately."""
