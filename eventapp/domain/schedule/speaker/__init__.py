"""Speakers: who they are, what they answer by their own link, and what of it is shown."""
