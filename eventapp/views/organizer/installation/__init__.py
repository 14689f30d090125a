"""The installation itself: how it is, and letters that a restore holds."""
