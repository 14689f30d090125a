"""Pages for those who look after an organisation's people and experiences."""

from flask import Blueprint

from eventapp.views.coordinator import delegation, experience, listing, menu, person, schedule

bp = Blueprint("coordinator", __name__)
menu.init_app(bp)
for room in (delegation, person, schedule, experience, listing):
    bp.register_blueprint(room.bp)
