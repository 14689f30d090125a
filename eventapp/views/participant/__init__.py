"""Pages for the holder of a personal link."""

from flask import Blueprint

from eventapp.views.participant import (
    agenda,
    certificate,
    erasure,
    now,
    own_phone,
    registration,
    registration_copy,
    result,
    schedule,
    session_feedback,
    session_question,
    stored_day,
    ticket,
    venue_picture,
)

bp = Blueprint("participant", __name__, url_prefix="/registrations")
for module in (
    registration,
    registration_copy,
    ticket,
    agenda,
    session_question,
    session_feedback,
    certificate,
    erasure,
    result,
    now,
    schedule,
    own_phone,
    stored_day,
    venue_picture,
):
    bp.register_blueprint(module.bp)
