"""A published experience to take along: a page, a Word file for a board, text for an intranet."""

from flask import Blueprint, Response, abort, request

from eventapp.domain.exchange.finding import search
from eventapp.domain.permission import Action
from eventapp.views import cookies
from eventapp.views.guards import visitor
from eventapp.views.headers import as_attachment, hide_from_search
from eventapp.views.sheets.experience_sheet import experience_file

bp = Blueprint("experience_sheet", __name__, url_prefix="/experiences/<code>")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAME_MAX_LENGTH = 60


@bp.get("/experience.pdf")
@visitor(Action.SEE_PUBLIC)
def as_pdf(code: str) -> Response:
    """One page of A4."""
    return _file(code, "pdf", "application/pdf")


@bp.get("/experience.docx")
@visitor(Action.SEE_PUBLIC)
def as_word(code: str) -> Response:
    """For a board, to be edited on."""
    return _file(code, "docx", WORD)


@bp.get("/experience.txt")
@visitor(Action.SEE_PUBLIC)
def as_text(code: str) -> Response:
    """For an intranet."""
    return _file(code, "txt", "text/plain")


def _file(code: str, ending: str, media_type: str) -> Response:
    experience = search.find(code, inside=cookies.signed_in() is not None) or abort(404)
    response = Response(experience_file(experience, ending), mimetype=media_type)
    name = "".join(sign for sign in experience.title if sign.isalnum() or sign in " -")
    response.add_etag()
    response.make_conditional(request)
    return hide_from_search(as_attachment(response, f"{name[:NAME_MAX_LENGTH].strip()}.{ending}"))
