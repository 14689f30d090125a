"""Accounts at the desk: who signs in, who is invited, and what each may do."""
