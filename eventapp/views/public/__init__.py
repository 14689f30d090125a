"""Pages for everybody."""

from flask import Blueprint

from eventapp.views.public import (
    event,
    language,
    lost_link,
    registration,
    schedule,
    session,
    statement,
    styleguide,
)

bp = Blueprint("public", __name__)
for room in (event, schedule, session, registration, statement, language, styleguide, lost_link):
    bp.register_blueprint(room.bp)
