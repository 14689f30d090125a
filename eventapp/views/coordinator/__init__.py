"""Pages for coordinators: an organisation's delegations and experiences."""

from flask import Blueprint

from eventapp.views.coordinator import (
    answer,
    delegation,
    experience,
    listing,
    menu,
    people,
    person,
    result,
    schedule,
)

bp = Blueprint("coordinator", __name__)
menu.init_app(bp)
for module in (delegation, answer, people, person, schedule, result, experience, listing):
    bp.register_blueprint(module.bp)
