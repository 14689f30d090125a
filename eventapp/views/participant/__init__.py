"""Pages for the holder of a personal link."""

from flask import Blueprint

from eventapp.views.participant import agenda, registration, ticket

bp = Blueprint("participant", __name__, url_prefix="/registrations")
for room in (registration, ticket, agenda):
    bp.register_blueprint(room.bp)
