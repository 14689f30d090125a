"""Registrations of one event that may be one person’s: found, told apart, and merged."""
