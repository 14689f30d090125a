"""Pages for everybody."""

from flask import Blueprint

from eventapp.views.public import (
    adaptation,
    certificate,
    contact,
    event,
    experience,
    invitee,
    language,
    lead,
    listing,
    look,
    lost_link,
    material,
    party,
    registration,
    response,
    schedule,
    series,
    session,
    speaker,
    speaker_answer,
    speaker_slides,
    statement,
    styleguide,
    unsubscription,
)
from eventapp.views.public.exchange import experience_file, experience_sheet, spread

bp = Blueprint("public", __name__)
for room in (
    event,
    schedule,
    session,
    registration,
    party,
    statement,
    language,
    styleguide,
    lost_link,
    response,
    listing,
    contact,
    lead,
    adaptation,
    spread,
    experience,
    experience_file,
    experience_sheet,
    material,
    series,
    look,
    certificate,
    unsubscription,
    invitee,
    speaker,
    speaker_answer,
    speaker_slides,
):
    bp.register_blueprint(room.bp)
