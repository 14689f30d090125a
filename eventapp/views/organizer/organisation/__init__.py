"""Organisations for organizers: looked up, looked after, merged."""

from flask import abort

from eventapp.domain.organisation.organisation_list import find_organisation
from eventapp.models import Organisation


def load_organisation(code: str) -> Organisation:
    """The organisation of this code, or no such page."""
    return find_organisation(code) or abort(404)
