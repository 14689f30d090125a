"""The personal page: state, choices, change and cancel."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.calendar_link import calendar_links, webcal
from eventapp.domain.desk.cancellation import list_unsettled
from eventapp.domain.desk.prints.certificate import (
    certificate_token,
    has_own_certificate,
    is_issued,
)
from eventapp.domain.door.material_reader import list_own_materials
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event import attendance
from eventapp.domain.permission import Action
from eventapp.domain.place import place_lines
from eventapp.domain.publication import Output
from eventapp.domain.registration import care_need, link, offer, queue, ticket
from eventapp.domain.registration.answer import count_unanswered
from eventapp.domain.registration.cancellation import cancel, closes_cancellation
from eventapp.domain.registration.change import change, may_change
from eventapp.domain.registration.own_schedule.own_day import own_day
from eventapp.domain.registration.session_choice import shown_choices
from eventapp.domain.schedule.day.folding import is_running
from eventapp.domain.schedule.opening import latest_opening_line
from eventapp.domain.schedule.session_question.ask import has_asked, list_askable
from eventapp.domain.schedule.venue_picture import find_shown_picture
from eventapp.domain.survey.results.sharing import has_results_for
from eventapp.forms.registration.change import ChangeForm, as_it_is, change_form
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import current_language
from eventapp.models import Registration, RegistrationState
from eventapp.views import phone_cookie
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import open_plan
from eventapp.views.feeds import event_entries
from eventapp.views.guards import participant, require_confirmation
from eventapp.views.participant.now import own_ways
from eventapp.views.participant.ticket import ticket_picture

bp = Blueprint("registration", __name__)


@bp.get("/<token>")
@participant(Action.SEE_OWN_REGISTRATION)
def show(registration: Registration, token: str) -> ResponseReturnValue:
    """Show the registration's state, ticket and sessions, and what can be done."""
    return own_page(registration, token)


@bp.get("/<token>/edit")
@participant(Action.SEE_OWN_REGISTRATION)
def edit(registration: Registration, token: str) -> ResponseReturnValue:
    """Show the registration as a form, or redirect if it can no longer be changed."""
    if not may_change(registration, now=utcnow()):
        return redirect(url_for(".show", token=token))
    plan = open_plan(registration.event.slug)
    current = as_it_is(registration, care_need.decrypt_needs(registration), plan)
    form = change_form(plan, current_language())(data=current)
    return _form(registration, token, form)


@bp.post("/<token>")
@participant(Action.CHANGE_OWN_REGISTRATION)
def update(registration: Registration, token: str) -> ResponseReturnValue:
    """Save the change; freed session seats go to those who wait."""
    plan = open_plan(registration.event.slug)
    form = change_form(plan, current_language())()
    if not form.validate_on_submit():
        return _form(registration, token, form), 422

    with attempt() as tried:
        change(registration, form.wishes(), version=form.version.data, now=utcnow())
    if tried.refusal:
        return _form(registration, token, form, tried.refusal), 409
    return redirect(url_for(".show", token=token, done="changed"), 303)


@bp.get("/<token>/cancellation/new")
@participant(Action.SEE_OWN_REGISTRATION)
def new_cancellation(registration: Registration, token: str) -> ResponseReturnValue:
    """Ask for confirmation before cancelling."""
    return _cancellation(registration, token)


@bp.post("/<token>/cancellation")
@participant(Action.CHANGE_OWN_REGISTRATION)
def cancel_registration(registration: Registration, token: str) -> ResponseReturnValue:
    """Cancel the registration; the place goes to those who wait."""
    form = ConfirmationForm()
    if not form.validate_on_submit():
        return _cancellation(registration, token), 422

    with attempt() as tried:
        cancel(registration, now=utcnow())
    if tried.refusal:
        return _cancellation(registration, token, tried.refusal), 409
    return redirect(url_for(".show", token=token), 303)


@bp.post("/<token>/acceptance")
@participant(Action.CHANGE_OWN_REGISTRATION)
def accept_offer(registration: Registration, token: str) -> ResponseReturnValue:
    """Accept the offered place."""
    form = ConfirmationForm()
    if not form.validate_on_submit():
        return own_page(registration, token), 422

    with attempt() as tried:
        offer.accept(registration, now=utcnow())
    if tried.refusal:
        return own_page(registration, token, tried.refusal), 409
    return redirect(url_for(".show", token=token, done="accepted"), 303)


@bp.post("/<token>/attendance")
@participant(Action.CHANGE_OWN_REGISTRATION)
def take_part(registration: Registration, token: str) -> ResponseReturnValue:
    """Mark the participant as taking part in the current online meeting."""
    require_confirmation()

    with attempt() as tried:
        attendance.mark_own_attendance(registration, now=utcnow())
    if tried.refusal:
        return own_page(registration, token, tried.refusal), 409
    return redirect(url_for(".show", token=token, done="present"), 303)


def own_page(registration: Registration, token: str, refusal: Refusal | None = None) -> str:
    """The personal page, with why something could not be done."""
    plan, needs = open_plan(registration.event.slug), care_need.decrypt_needs(registration)
    certificate = has_own_certificate(registration, now=utcnow())
    return render_template(
        "participant/registration/show.html",
        registration=registration,
        event=registration.event,
        token=token,
        now=utcnow(),
        may_take_part=attendance.may_mark(registration, now=utcnow()),
        takes_part=registration.event.online and attendance.find_attendance(registration),
        materials=list_own_materials(registration, now=utcnow()),
        certificate=certificate,
        certificate_url=absolute("public.certificate.show", token=certificate_token(registration))
        if certificate and is_issued(registration)
        else "",
        refusal=refusal,
        unsettled=bool(list_unsettled([registration.id])),
        lapsed=offer.has_lapsed(registration, now=utcnow()),
        cancellation_closes_at=closes_cancellation(registration.event),
        unanswered=count_unanswered(plan.questions, registration.answers),
        needs=needs,
        needs_kept_until=care_need.deletion_date(registration.event),
        # Not rendered as a form: it gives the answers their labels.
        form=change_form(plan, current_language())(
            formdata=None, data=as_it_is(registration, needs, plan)
        ),
        choices=shown_choices(registration, current_language()),
        # An online meeting has no door to show a ticket at.
        ticket=ticket_picture(registration) if ticket.has_ticket(registration) else None,
        **_venue(registration),
        **_waiting(registration),
        **_own_day(registration, token),
        phone_remembers=_is_remembered(registration),
        **_questions(registration),
        **_links(registration),
    )


def _venue(registration: Registration) -> dict[str, object]:
    """The place, its picture and when one may come in, as far as this person may know them."""
    event, confirmed = registration.event, registration.state is RegistrationState.CONFIRMED
    return {
        "place": place_lines(event, confirmed=confirmed),
        "venue_picture": find_shown_picture(event, confirmed=confirmed),
        "opening": latest_opening_line(event) if confirmed else "",
    }


def _own_day(registration: Registration, token: str) -> dict[str, object]:
    """While the event runs, the day stands first on the page of whoever has a place."""
    now = utcnow()
    if registration.state is not RegistrationState.CONFIRMED:
        return {"day": None}
    if not is_running(registration.event, now):
        return {"day": None}
    day = own_day(registration, current_language(), now=now)
    return {"day": day, "ways": own_ways(registration, token, day)}


def _is_remembered(registration: Registration) -> bool:
    """Whether "My registration" on this phone leads to this one."""
    return phone_cookie.remembered_registration(now=utcnow()) is registration


def _waiting(registration: Registration) -> dict[str, object]:
    """The place in the queue, and with whom."""
    waits = registration.state is RegistrationState.WAITLISTED
    return {
        "line": queue.queue_position(registration) if waits else None,
        "party": queue.waiting_party(registration),
    }


def _questions(registration: Registration) -> dict[str, bool]:
    """Whether they may ask a lecturer, or have asked one before they no longer could."""
    may_ask = bool(list_askable(registration))
    return {"may_ask": may_ask, "has_asked": may_ask or has_asked(registration)}


def _links(registration: Registration) -> dict[str, object]:
    """The feed's address, to fetch and to subscribe to, calendars on the web, results to read."""
    agenda_url = absolute("participant.agenda.show", token=link.agenda_token(registration))
    return {
        "has_results": has_results_for(registration),
        "agenda_url": agenda_url,
        "feed": webcal(agenda_url),
        # What strangers may know: whoever follows a link hands it to a company.
        "calendars": calendar_links(event_entries(registration.event, Output.PAGE, opening="")),
    }


def _form(
    registration: Registration, token: str, form: ChangeForm, refusal: Refusal | None = None
) -> str:
    """Render the form; after a stale save with the differences between saved and typed values."""
    needs, differences = care_need.decrypt_needs(registration), []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(as_it_is(registration, needs, form.plan))
    return render_template(
        "participant/registration/edit.html",
        registration=registration,
        event=registration.event,
        token=token,
        form=form,
        refusal=refusal,
        differences=differences,
        standings={choice.session.code: choice.state.value for choice in registration.choices},
        needs_kept_until=care_need.deletion_date(registration.event),
    )


def _cancellation(registration: Registration, token: str, refusal: Refusal | None = None) -> str:
    return render_template(
        "participant/registration/cancel.html",
        registration=registration,
        event=registration.event,
        token=token,
        form=ConfirmationForm(),
        refusal=refusal,
        now=utcnow(),
        others_wait=queue.has_queue(registration.event),
        cancellation_closes_at=closes_cancellation(registration.event),
    )
