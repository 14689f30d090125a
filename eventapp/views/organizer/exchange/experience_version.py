"""Every text that an experience has had, and what differs between two of them."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.exchange.experience_version import compare_versions
from eventapp.domain.permission import Action
from eventapp.models import Account
from eventapp.views.guards import staff
from eventapp.views.organizer.exchange import load_experience

bp = Blueprint("experience_version", __name__, url_prefix="/experiences/<code>/versions")


@bp.get("")
@staff(Action.EDIT_EXPERIENCE)
def index(account: Account, code: str) -> ResponseReturnValue:
    """Two versions, the newest and the one before unless others are chosen."""
    experience = load_experience(code)
    return render_template(
        "organizer/experience_version/index.html",
        account=account,
        experience=experience,
        compared=compare_versions(
            experience,
            before=request.args.get("before", 0, int),
            after=request.args.get("after", 0, int),
        ),
    )
