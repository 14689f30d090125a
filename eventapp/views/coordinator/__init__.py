"""Pages for those who look after an organisation's people and experiences."""

from flask import Blueprint

from eventapp.views.coordinator import (
    delegation,
    experience,
    menu,
    person,
    programme,
    wish,
)

bp = Blueprint("coordinator", __name__)
menu.init_app(bp)
for room in (delegation, person, programme, experience, wish):
    bp.register_blueprint(room.bp)
