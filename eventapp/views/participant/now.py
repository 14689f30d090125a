"""The day itself: where to be now, what comes next, and taking a free seat in a session."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.place import map_address, place_lines
from eventapp.domain.registration.change import take_session
from eventapp.domain.registration.own_schedule.own_day import OwnDay, own_day
from eventapp.domain.registration.session_choice import UnknownSession
from eventapp.domain.registration.ticket import has_ticket
from eventapp.domain.schedule.venue_picture import find_shown_picture
from eventapp.i18n import _, current_language
from eventapp.models import EventState, Registration, RegistrationState
from eventapp.views.attempt import attempt
from eventapp.views.context import address_by_code
from eventapp.views.guards import participant, require_confirmation

bp = Blueprint("now", __name__)


@bp.get("/<token>/now")
@participant(Action.SEE_OWN_REGISTRATION)
def show(registration: Registration, token: str) -> ResponseReturnValue:
    """What is on and what comes; the personal page says why there is no such day."""
    if not has_day(registration):
        return redirect(url_for("participant.registration.show", token=token), 303)
    return _page(registration, token)


@bp.post("/<token>/sessions/<code>")
@participant(Action.CHANGE_OWN_REGISTRATION)
def update(registration: Registration, token: str, code: str) -> ResponseReturnValue:
    """Take a free seat in a session; what is at the same time is left with the same step."""
    require_confirmation()
    with attempt() as tried:
        take_session(registration, code, now=utcnow())
    if tried.refusal and has_day(registration):
        status = 404 if isinstance(tried.refusal, UnknownSession) else 409
        return _page(registration, token, tried.refusal), status
    if not tried.refusal:
        flash(_("Done. You have a place in the session."), "good")
    return redirect(url_for(".show", token=token), 303)


def has_day(registration: Registration) -> bool:
    """Whether this person has a place, at an event that is held when its schedule says."""
    published = registration.event.state is EventState.PUBLISHED
    return published and registration.state is RegistrationState.CONFIRMED


def _page(registration: Registration, token: str, refusal: Refusal | None = None) -> str:
    event, now = registration.event, utcnow()
    day = own_day(registration, current_language(), now=now)
    return render_template(
        "participant/now/show.html",
        registration=registration,
        event=event,
        token=token,
        refusal=refusal,
        day=day,
        ways=own_ways(registration, token, day),
        now=now,
        place=place_lines(event, confirmed=True),
        map_url=map_address(event, confirmed=True),
        venue_picture=find_shown_picture(event, confirmed=True),
    )


def own_ways(registration: Registration, token: str, day: OwnDay) -> dict[str, object]:
    """The addresses that the page of the day leads to; see components/now.html."""
    event, has_schedule = registration.event, day.schedule is not None
    meets_online = event.online and event.online_url and day.moment.head is not None
    return {
        "session": address_by_code("public.session.show", slug=event.slug),
        "take": address_by_code("participant.now.update", token=token),
        "meeting": meets_online and event.online_url,
        "ticket": has_ticket(registration) and url_for("participant.ticket.show", token=token),
        "schedule": has_schedule and url_for("participant.schedule.show", token=token),
    }
