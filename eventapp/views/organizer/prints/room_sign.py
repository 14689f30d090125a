"""Room signs as a file, from the schedule that visitors see."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from eventapp.documents.prints.room_sign import RoomSign, SignLine, room_signs_pdf
from eventapp.domain.desk.prints.person import NothingToPrint
from eventapp.domain.desk.prints.room_sign import RoomSchedule, list_room_schedules
from eventapp.domain.permission import Action
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.release import latest_schedule
from eventapp.i18n import _, capital, day_year, span
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.organizer.prints.file import pdf_file, sheet_heading
from eventapp.views.organizer.prints.overview import page
from eventapp.views.reading import record_reading

bp = Blueprint("room_sign", __name__, url_prefix="/events/<slug>/prints")


@bp.get("/rooms.pdf")
@staff(Action.SEE_REGISTRATIONS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """Serve a sign for each room and day."""
    try:
        schedules = list_room_schedules(latest_schedule(event))
    except NothingToPrint as refusal:
        return page(account, event, refusal=refusal), 409
    record_reading(AuditAction.PRINTED, event, account, list="rooms")
    title = _("Room signs")
    content = room_signs_pdf(
        [_sign(event, sign) for sign in schedules],
        heading=sheet_heading(title, event),
        columns=(_("When"), _("Session")),
    )
    return pdf_file(content, title, event)


def _sign(event: Event, sign: RoomSchedule) -> RoomSign:
    return RoomSign(
        room=sign.room.name,
        day=capital(day_year(sign.day)),
        sessions=[
            SignLine(
                span(session.starts_at, session.ends_at, event.time_zone),
                session.title,
                _note(session),
            )
            for session in sign.sessions
        ],
    )


def _note(session: PublishedSession) -> str:
    if session.cancelled:
        return _("Cancelled")
    return ", ".join(speaker.name for speaker in session.speakers)
