"""Declining letters that are not about one's own place: GET shows, one POST acts (RFC 8058).

Mail programs send the POST by themselves, without having seen the page: the signed token in the
address takes the place of the form's own.
"""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.people import unsubscription
from eventapp.domain.permission import Action
from eventapp.extensions import csrf, db
from eventapp.views.guards import visitor

bp = Blueprint("unsubscription", __name__, url_prefix="/unsubscribe")


@bp.get("/<token>")
@visitor(Action.UNSUBSCRIBE)
def show(token: str) -> ResponseReturnValue:
    """Say what is declined, with the button that does; following a link changes nothing."""
    email = unsubscription.find_address(token) or abort(404)
    return render_template(
        "public/unsubscription/show.html",
        token=token,
        declined=unsubscription.is_unsubscribed(email),
    )


@bp.post("/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
@visitor(Action.UNSUBSCRIBE)
def create(token: str) -> ResponseReturnValue:
    """Decline. Doing it twice is fine."""
    email = unsubscription.find_address(token) or abort(404)
    unsubscription.unsubscribe(email, now=utcnow())
    db.session.commit()
    return render_template("public/unsubscription/show.html", token=token, declined=True)
