"""Copying an event to another time: what is taken along, and how far it moves."""
