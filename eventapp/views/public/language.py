"""Choosing the language of the pages."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.domain.permission import Action
from eventapp.extensions import csrf
from eventapp.i18n import LANGUAGES
from eventapp.views.guards import visitor
from eventapp.views.headers import remember_language
from eventapp.views.local_address import is_local

bp = Blueprint("language", __name__, url_prefix="/language")


@bp.post("")
@csrf.exempt  # type: ignore[untyped-decorator]  # the button is on cached pages, which contain no token
@visitor(Action.SEE_PUBLIC)
def update() -> ResponseReturnValue:
    """Store the choice in a cookie and redirect to the page it was made on."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES or request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(400)
    return remember_language(redirect(local_address(request.form.get("next", "")), 303), chosen)


def local_address(address: str) -> str:
    """Return the address if it is a path of this site, else the start page."""
    return address if is_local(address) else url_for("public.event.index")
