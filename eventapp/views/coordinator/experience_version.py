"""Every text that a card of the own organisation has had, and its files, for who approves it."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.exchange import experience_list
from eventapp.domain.exchange.experience_file import find_file
from eventapp.domain.exchange.experience_version import compare_versions
from eventapp.domain.permission import Action
from eventapp.models import Account, Experience
from eventapp.views.files import download_response
from eventapp.views.guards import for_organisations

bp = Blueprint("experience_version", __name__, url_prefix="/own-experiences/<code>")


@bp.get("/versions")
@for_organisations(Action.APPROVE_OWN_EXPERIENCE)
def index(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Two versions, the newest and the one before unless others are chosen."""
    experience = load_own_experience(code, organisations)
    return render_template(
        "coordinator/experience_version/index.html",
        account=account,
        experience=experience,
        compared=compare_versions(
            experience,
            before=request.args.get("before", 0, int),
            after=request.args.get("after", 0, int),
        ),
    )


@bp.get("/files/<file_code>")
@for_organisations(Action.APPROVE_OWN_EXPERIENCE)
def show_file(
    account: Account, organisations: set[int], code: str, file_code: str
) -> ResponseReturnValue | Response:
    """One file, as others would have it."""
    del account
    file = find_file(load_own_experience(code, organisations), file_code)
    if file is None or file.withdrawn_at is not None:
        abort(404)
    return download_response(file)


def load_own_experience(code: str, organisations: set[int]) -> Experience:
    """The card of this code, if it is one of the organisations'; else no such page."""
    experience = experience_list.find(code)
    if experience is None or experience.organisation_id not in organisations:
        abort(404)
    return experience
