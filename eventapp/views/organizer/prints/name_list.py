"""Sign-in sheets as files. Each is logged before it is sent."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from eventapp.documents.prints.name_list import (
    ListedPerson,
    ListWords,
    NameList,
    sign_in_pdf,
)
from eventapp.domain.desk.prints.person import PrintedPerson
from eventapp.domain.desk.prints.sign_in import (
    SignInSheet,
    day_sheet,
    delegation_sheets,
    list_event_days,
    session_sheets,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.i18n import _, capital, day, day_year, span
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.organizer.prints.file import pdf_file, sheet_heading
from eventapp.views.organizer.prints.overview import page
from eventapp.views.reading import record_reading

bp = Blueprint("name_list", __name__, url_prefix="/events/<slug>/prints")


@bp.get("/sign-in.pdf")
@staff(Action.SEE_REGISTRATIONS)
def sign_in(account: Account, event: Event) -> ResponseReturnValue:
    """Serve the sheets of a day, of all sessions or of all delegations."""
    try:
        sheets = _sheets(event, request.args.get("list", ""))
    except Refusal as refusal:
        return page(account, event, refusal=refusal), 409
    record_reading(AuditAction.PRINTED, event, account, list="sign-in")
    words = ListWords(
        columns=(_("No."), _("Code"), _("Name on the badge"), _("Signature")), footer=footer()
    )
    title = _("Sign-in sheets")
    lists = [_sign_in_list(event, sheet) for sheet in sheets]
    return pdf_file(
        sign_in_pdf(lists, heading=sheet_heading(title, event), words=words), title, event
    )


def _sheets(event: Event, which: str) -> Sequence[SignInSheet]:
    if which == "sessions":
        return session_sheets(event)
    if which == "delegations":
        return delegation_sheets(event)
    return day_sheet(event, _day(event, which.removeprefix("day-")))


def _day(event: Event, written: str) -> date:
    days = {date.isoformat(): date for date in list_event_days(event)}
    return days.get(written) or abort(404)


def _sign_in_list(event: Event, sheet: SignInSheet) -> NameList:
    return NameList(_title(event, sheet), code_hint(), rows_of(sheet.people))


def _title(event: Event, sheet: SignInSheet) -> str:
    if sheet.day:
        return capital(day_year(sheet.day))
    if sheet.session:
        zone = event.time_zone
        time = span(sheet.session.starts_at, sheet.session.ends_at, zone)
        return f"{sheet.session.title}, {day(sheet.session.starts_at, zone)} {time}"
    return sheet.organisation or ""


def rows_of(people: Sequence[PrintedPerson]) -> list[ListedPerson]:
    """What of each may stand on a list."""
    return [
        ListedPerson(person.desk_code, person.shown_name, person.shown_organisation)
        for person in people
    ]


def code_hint() -> str:
    """Where the code is that people say."""
    return _("The code stands on each person’s ticket.")


def footer() -> str:
    """What becomes of the paper."""
    return _("Dispose of this sheet as confidential waste.")
