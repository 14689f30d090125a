"""For whoever stands at the door: one page in pictures, and practice with made-up people."""

import base64
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from eventapp.documents import qr
from eventapp.domain.door.by_hand.rehearsal import TICKETS, sample_roster
from eventapp.domain.permission import Action
from eventapp.domain.registration.ticket_code import format_code
from eventapp.i18n import _
from eventapp.views.door import REHEARSAL, camera_page
from eventapp.views.guards import visitor

bp = Blueprint("training", __name__, url_prefix="/door")


@bp.get("/help")
@visitor(Action.PAIR_PHONE)
def help_page() -> ResponseReturnValue:
    """How the door works, in pictures; to be read on a phone or printed."""
    return render_template("door/training/help.html")


@bp.get("/rehearsal")
@visitor(Action.PAIR_PHONE)
def rehearsal() -> ResponseReturnValue:
    """The door's page with the sample roster; it asks the server for nothing else."""
    return camera_page(REHEARSAL)


@bp.get("/rehearsal/roster.json")
@visitor(Action.PAIR_PHONE)
def roster() -> ResponseReturnValue:
    """The sample roster, in the words of a real one."""
    sample = sample_roster()
    return current_app.json.response(
        event=sample.event,
        records=base64.b64encode(sample.records).decode(),
        check=sample.check,
        count=sample.count,
        elsewhere=base64.b64encode(sample.elsewhere).decode(),
    )


@bp.get("/rehearsal/tickets")
@visitor(Action.PAIR_PHONE)
def tickets() -> ResponseReturnValue:
    """The sample tickets, to be printed and cut apart."""
    shown: list[dict[str, Any]] = [
        {
            "name": ticket.name,
            "organisation": ticket.organisation,
            "says": ticket.says,
            "path": qr.svg_path(ticket.code),
            "written": format_code(ticket.code),
        }
        for ticket in TICKETS
    ]
    return render_template("door/training/tickets.html", tickets=shown, says=_words())


def _words() -> dict[str, str]:
    """What the phone's big words are."""
    return {
        "welcome": _("Welcome"),
        "waitlisted": _("Waiting for a place"),
        "wrong-day": _("Not today"),
        "replaced": _("There is a newer ticket"),
        "cancelled": _("Cancelled"),
        "other-event": _("Another event"),
        "unlisted": _("Not on the list"),
    }
