"""Registrations. Whoever imports any of it has them searched and sorted by what is written."""

from eventapp.domain.people import search_text as search_text
