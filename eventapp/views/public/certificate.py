"""Confirming a certificate of attendance to whoever has it in hand."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from eventapp.domain.desk.prints.certificate import find_certificate
from eventapp.domain.permission import Action
from eventapp.views.guards import visitor

bp = Blueprint("certificate", __name__, url_prefix="/certificates")


@bp.get("/<token>")
@visitor(Action.SEE_PUBLIC)
def show(token: str) -> ResponseReturnValue:
    """Confirm what the paper says, without the name: only its initials are shown."""
    certificate = find_certificate(token) or abort(404)
    return render_template(
        "public/certificate/show.html", certificate=certificate, event=certificate.event
    )
