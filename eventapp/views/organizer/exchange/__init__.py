"""Experiences for editors: leads taken up, cards written, read and published."""

from flask import abort

from eventapp.domain.exchange import experience_list
from eventapp.models import Experience


def load_experience(code: str) -> Experience:
    """The card of this code, or no such page."""
    return experience_list.find(code) or abort(404)
