"""Delegations at the desk: their seats, what they are invited to, and who is reminded."""
