"""Files of published experiences, as downloads."""

from flask import Blueprint, Response, abort

from eventapp.domain.exchange.experience_file import find_file
from eventapp.domain.exchange.finding import search
from eventapp.domain.permission import Action
from eventapp.views import cookies
from eventapp.views.files import download_response
from eventapp.views.guards import visitor

bp = Blueprint("experience_file", __name__, url_prefix="/experiences/<code>/files")


@bp.get("/<file_code>")
@visitor(Action.SEE_PUBLIC)
def show(code: str, file_code: str) -> Response:
    """One file, to whoever may read the experience."""
    experience = search.find(code, inside=cookies.signed_in() is not None) or abort(404)
    file = find_file(experience, file_code)
    if file is None or file.withdrawn_at is not None:
        abort(404)
    return download_response(file)
