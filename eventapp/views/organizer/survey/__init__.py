"""Surveys at the desk: drafted and opened, their results, and the reading of free texts."""

from flask import abort

from eventapp.domain.survey import survey as surveys
from eventapp.models import Event, Survey


def load_survey(event: Event, code: str) -> Survey:
    """The event's survey of this code, or no such page."""
    return surveys.find(event.id, code) or abort(404)
