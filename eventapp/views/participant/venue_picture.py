"""The picture of the venue, for whoever has a personal link and may know the way."""

from flask import Blueprint, Response

from eventapp.domain.permission import Action
from eventapp.domain.schedule.venue_picture import find_shown_picture
from eventapp.models import Registration, RegistrationState
from eventapp.views.guards import participant
from eventapp.views.sheets.picture import venue_picture_response

bp = Blueprint("venue_picture", __name__)


@bp.get("/<token>/picture")
@participant(Action.SEE_OWN_REGISTRATION)
def show(registration: Registration, token: str) -> Response:  # noqa: ARG001
    """The picture; 404 where there is none, or the way is not for this person."""
    confirmed = registration.state is RegistrationState.CONFIRMED
    return venue_picture_response(find_shown_picture(registration.event, confirmed=confirmed))
