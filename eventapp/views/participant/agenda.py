"""A participant's own sessions as a calendar feed."""

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.calendar import CalendarEntry
from eventapp.domain.permission import Action
from eventapp.domain.place import place
from eventapp.domain.publication import Output, Showing, showing
from eventapp.domain.registration import agenda, link
from eventapp.domain.registration.agenda import AgendaItem
from eventapp.extensions import db
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.models import Registration
from eventapp.views.feeds import calendar_response
from eventapp.views.guards import participant, visitor

bp = Blueprint("agenda", __name__)


@bp.get("/<token>/agenda.ics")
@visitor(Action.SEE_PUBLIC)
def show(token: str) -> ResponseReturnValue:
    """Serve the feed. Its secret address gives access to nothing else."""
    registration = link.find_by_agenda_token(token) or abort(404)
    if showing(registration.event, Output.PARTICIPANT_FEED) is Showing.ABSENT:
        abort(404)
    entries = [_entry(registration, item) for item in agenda.agenda_items(registration)]
    response = calendar_response(
        entries,
        name=registration.event.title,
        filename="agenda.ics",
        url=absolute("participant.agenda.show", token=token),
    )
    response.add_etag()
    return response


@bp.post("/<token>/agenda")
@participant(Action.CHANGE_OWN_REGISTRATION)
def renew(registration: Registration, token: str) -> ResponseReturnValue:
    """Give the feed a new address; the old one stops working."""
    if ConfirmationForm().validate_on_submit():
        link.renew_agenda(registration)
        db.session.commit()
    return redirect(url_for("participant.registration.show", token=token, done="renewed"), 303)


def _entry(registration: Registration, item: AgendaItem) -> CalendarEntry:
    event = registration.event
    where = place(event, confirmed=not item.cancelled)
    return CalendarEntry(
        uid=item.uid,
        summary=item.title,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=item.sequence,
        stamp=utcnow().replace(microsecond=0),
        location=", ".join(filter(None, (item.room, where))),
        description=item.description,
        url=absolute("public.event.show", slug=event.slug),
        cancelled=item.cancelled,
    )
