"""While people arrive: what is said to the doors, what phones report, and what a screen shows."""
