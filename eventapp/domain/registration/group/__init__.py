"""Registering several in one transaction: a list, or a party that comes together."""
