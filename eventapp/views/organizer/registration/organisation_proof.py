"""Confirming that somebody comes from the organisation that they named when they registered."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.door.organisation_proof import vouch_for
from eventapp.domain.permission import Action
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.registration.person_page import load_person

bp = Blueprint("organisation_proof", __name__, url_prefix="/events/<slug>/registrations/<code>")


@bp.post("/organisation-proof")
@staff(Action.FORCE_PLACE)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Vouch for the person; what is for that organisation alone opens from now on."""
    registration = load_person(event, code)
    require_confirmation()
    with attempt():
        vouch_for(registration, actor=account.code, now=utcnow())
    flash(_("Confirmed. What is for the organisation alone is open to the person."), "good")
    return redirect(url_for("organizer.registration.show", slug=event.slug, code=code), 303)
