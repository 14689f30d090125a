"""A participant's own sessions as a calendar feed."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.personal_calendar import personal_entry
from eventapp.domain.permission import Action
from eventapp.domain.publication import Output, Showing, showing
from eventapp.domain.registration import link
from eventapp.domain.registration.change import change_session_entries
from eventapp.domain.registration.own_schedule import agenda
from eventapp.extensions import db
from eventapp.forms.registration.session_entries import SessionEntriesForm
from eventapp.i18n import speaking
from eventapp.models import Registration
from eventapp.views.attempt import attempt
from eventapp.views.feeds import as_feed, calendar_response
from eventapp.views.guards import participant, require_confirmation, visitor
from eventapp.views.participant.registration import own_page

bp = Blueprint("agenda", __name__)


@bp.get("/<token>/agenda.ics")
@visitor(Action.SEE_PUBLIC)
def show(token: str) -> ResponseReturnValue:
    """Serve the feed. Its secret address gives access to nothing else."""
    registration = link.find_by_agenda_token(token) or abort(404)
    if showing(registration.event, Output.PARTICIPANT_FEED) is Showing.ABSENT:
        abort(404)
    with speaking(registration.language):  # a calendar that asks has no language of its own
        items = agenda.agenda_items(registration)
        entries = [personal_entry(registration, item) for item in items if not item.hidden]
    response = calendar_response(
        entries,
        name=registration.event.title,
        filename="agenda.ics",
        url=absolute("participant.agenda.show", token=token),
    )
    return as_feed(response)


@bp.post("/<token>/agenda/sessions")
@participant(Action.CHANGE_OWN_REGISTRATION)
def update(registration: Registration, token: str) -> ResponseReturnValue:
    """Show the chosen sessions as entries of their own, or not any more."""
    form = SessionEntriesForm()
    if not form.validate_on_submit():
        abort(400)
    with attempt() as tried:
        change_session_entries(registration, wanted=form.wanted, now=utcnow())
    if tried.refusal:
        return own_page(registration, token, tried.refusal), 409
    return redirect(url_for("participant.registration.show", token=token, done="calendar"), 303)


@bp.post("/<token>/agenda")
@participant(Action.CHANGE_OWN_REGISTRATION)
def renew(registration: Registration, token: str) -> ResponseReturnValue:
    """Give the feed a new address; the old one stops working."""
    require_confirmation()
    link.renew_agenda(registration)
    db.session.commit()
    return redirect(url_for("participant.registration.show", token=token, done="renewed"), 303)
