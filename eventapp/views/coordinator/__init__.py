"""Pages for coordinators: an organisation's delegations and experiences."""

from flask import Blueprint

from eventapp.views.coordinator import (
    answer,
    declaration,
    delegation,
    experience,
    experience_version,
    listing,
    menu,
    organisation,
    people,
    person,
    plan,
    result,
    schedule,
)

bp = Blueprint("coordinator", __name__)
menu.init_app(bp)
for module in (
    delegation,
    answer,
    people,
    person,
    schedule,
    result,
    experience,
    experience_version,
    declaration,
    listing,
    organisation,
    plan,
):
    bp.register_blueprint(module.bp)
