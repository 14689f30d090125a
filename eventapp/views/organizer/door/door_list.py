"""The door's list, for the day when all phones die: on paper, and kept on one device after a tick.

It says of people what badges do, and of most no name at all: it is to be read by others.
"""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.prints.name_list import ListWords, NameList, door_list_pdf
from eventapp.domain import permission
from eventapp.domain.desk.prints.person import PrintedPerson
from eventapp.domain.desk.prints.sign_in import list_event_days, list_for_door
from eventapp.domain.door.closing import door_closes_at, is_closed
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.i18n import _, _n
from eventapp.models import Account, AuditAction, Event
from eventapp.views.assets import asset
from eventapp.views.guards import staff
from eventapp.views.organizer.prints.file import pdf_file, sheet_heading
from eventapp.views.organizer.prints.name_list import code_hint, footer, rows_of
from eventapp.views.reading import record_reading

# Of more days the boxes would leave no room for names.
DAY_BOXES_MAX = 5
LIST = "door-list"

bp = Blueprint("door_list", __name__, url_prefix="/events/<slug>")


@bp.get("/door/list")
@staff(Action.MANAGE_DOOR)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Where the list is got, how it is kept, and how it is entered afterwards. It names nobody."""
    return _page(account, event)


@bp.get("/prints/door.pdf")
@staff(Action.MANAGE_DOOR)
def file(account: Account, event: Event) -> ResponseReturnValue:
    """Serve the list to tick people off by, should the net be gone."""
    try:
        people = list_for_door(event)
    except Refusal as refusal:
        return _page(account, event, refusal=refusal), 409
    record_reading(AuditAction.PRINTED, event, account, list=LIST)
    title = _("The door’s list")
    words = ListWords((*_boxes(event), _("Code"), _("Name on the badge")), footer())
    listed = NameList(title, f"{_count(people)} {_note()}", rows_of(people))
    content = door_list_pdf(listed, heading=sheet_heading(title, event), words=words)
    return pdf_file(content, title, event)


@bp.get("/door/list/kept")
@staff(Action.MANAGE_DOOR)
def stored(account: Account, event: Event) -> ResponseReturnValue:
    """The list as a page by itself, for a device that keeps it; gone when the door has closed."""
    if is_closed(event, now=utcnow()):
        return _page(account, event), 410
    try:
        people = list_for_door(event)
    except Refusal as refusal:
        return _page(account, event, refusal=refusal), 409
    record_reading(AuditAction.PRINTED, event, account, list=LIST)
    return render_template(
        "organizer/door/list/kept.html",
        event=event,
        boxes=_boxes(event),
        count=_count(people),
        rows=rows_of(people),
        now=utcnow(),
        **_keeping(event),
    )


@bp.get("/door/list/service-worker.js")
@staff(Action.MANAGE_DOOR)
def service_worker(account: Account, event: Event) -> ResponseReturnValue:
    """The script that shows the kept list without network, and forgets it in time."""
    del account
    script = render_template("organizer/door/list/service-worker.js", **_keeping(event))
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _keeping(event: Event) -> dict[str, object]:
    """What page and worker must know of the copy: its name, its files, and when it ends."""
    ends_at = door_closes_at(event)
    return {
        "ends_at": ends_at,
        "store": f"kept-list {event.slug} {milliseconds(ends_at)}",
        "kept_url": url_for(".stored", slug=event.slug),
        "files": [
            asset("site.css"),
            asset("fonts/next.woff2"),
            url_for("static", filename="js/kept-list.js"),
            url_for("static", filename="js/components/kept-list.js"),
        ],
    }


def _boxes(event: Event) -> Sequence[str]:
    """A box for each day; one alone where there are too many."""
    days = list_event_days(event)
    if len(days) > DAY_BOXES_MAX:
        return [_("Here")]
    return [f"{on.day}/{on.month}" for on in days]


def _count(people: Sequence[PrintedPerson]) -> str:
    return _n("%(num)d person has a place.", "%(num)d people have a place.", len(people))


def _note() -> str:
    """What is done with the list at the door, and afterwards."""
    return " ".join(
        (
            code_hint(),
            _("Ask for the code, find it here and tick the box of the day."),
            _(
                "Afterwards the organiser enters the codes that are ticked: the event, Check-in, "
                "The list on paper."
            ),
        )
    )


def _page(account: Account, event: Event, *, refusal: Refusal | None = None) -> str:
    now, actor = utcnow(), actor_for(account, event.id)
    return render_template(
        "organizer/door/list/show.html",
        account=account,
        event=event,
        refusal=refusal,
        closed=is_closed(event, now=now),
        may_enter=permission.may(actor, Action.FORCE_PLACE),
        **_keeping(event),
    )
