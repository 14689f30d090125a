"""Writes beside a floor: the same work written by hand, in the same minutes."""
