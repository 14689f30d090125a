"""The organizers' desk: what holds for the whole site."""
