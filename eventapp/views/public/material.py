"""Materials for everybody, and for those who have a place."""

from flask import Blueprint, Response, abort, request

from eventapp.domain.permission import Action
from eventapp.domain.registration.link import find_by_personal_token
from eventapp.domain.schedule import material as materials
from eventapp.models import Audience, Event, RegistrationState
from eventapp.views.files import download_response, zip_response
from eventapp.views.guards import visitor
from eventapp.views.loaders import load_event

bp = Blueprint("material", __name__, url_prefix="/events/<slug>")


@bp.get("/materials/<code>")
@visitor(Action.SEE_PUBLIC)
def show(slug: str, code: str) -> Response:
    """A file to download; those for the confirmed need the token of a personal link."""
    event = load_event(slug)
    material = materials.find_released_material(event, code)
    if material is None or material.audience not in _audiences(event):
        abort(404)
    return download_response(material)


@bp.get("/materials.zip")
@visitor(Action.SEE_PUBLIC)
def index(slug: str) -> Response:
    """Every material that the reader may download, as one zip."""
    event = load_event(slug)
    listed = materials.list_materials(event, _audiences(event))
    if not listed:
        abort(404)
    return zip_response(event, listed)


def _audiences(event: Event) -> tuple[Audience, ...]:
    """Those for everybody; for a confirmed registration's link (`?key=`) also its own."""
    key = request.args.get("key", "")
    registration = find_by_personal_token(key) if key else None
    if (
        registration is not None
        and registration.event_id == event.id
        and registration.state is RegistrationState.CONFIRMED
    ):
        return (Audience.PUBLIC, Audience.CONFIRMED)
    return (Audience.PUBLIC,)
