"""Materials for everybody, and for those who have a place: to download, and to search."""

from collections.abc import Collection, Sequence

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.door.material_reader import reader_of
from eventapp.domain.permission import Action
from eventapp.domain.registration.link import find_by_personal_token
from eventapp.domain.schedule.materials import search as searching
from eventapp.domain.schedule.materials.access import (
    VISITOR,
    MaterialReader,
    find_open,
    find_shown,
    list_open,
)
from eventapp.domain.schedule.materials.format_request import ask_for_format
from eventapp.domain.schedule.release import latest_schedule
from eventapp.forms.schedule.format_request import FormatRequestForm
from eventapp.models import Event, Material
from eventapp.views.attempt import attempt
from eventapp.views.files import download_response
from eventapp.views.guards import limit_floods, visitor
from eventapp.views.headers import hide_from_search
from eventapp.views.loaders import load_event, load_schedule
from eventapp.views.sheets.material_package import package_response

bp = Blueprint("material", __name__, url_prefix="/events/<slug>")


@bp.get("/materials/<code>")
@visitor(Action.SEE_PUBLIC)
def show(slug: str, code: str) -> ResponseReturnValue:
    """A file to download, or where a link leads; some need the token of a personal link."""
    event = load_event(slug)
    material = find_open(event, code, reader_of_request(event), now=utcnow()) or abort(404)
    return redirect(material.url, 302) if material.is_link else download_response(material)


@bp.get("/materials.zip")
@visitor(Action.SEE_PUBLIC)
@limit_floods()
def index(slug: str) -> Response:
    """Every material that the reader may have, as one zip."""
    event = load_event(slug)
    return _package(event, list_open(event, reader_of_request(event), now=utcnow()), event.slug)


@bp.get("/days/<int:number>/materials.zip")
@visitor(Action.SEE_PUBLIC)
@limit_floods()
def index_of_day(slug: str, number: int) -> Response:
    """As `index`, of the sessions of one day; the first is day 1."""
    event = load_event(slug)
    days = load_schedule(event).days
    codes = {s.code for day in days if day.index == number - 1 for s in day.sessions}
    return _package(event, _of_sessions(event, codes), f"{slug}-{number}")


@bp.get("/sessions/<code>/materials.zip")
@visitor(Action.SEE_PUBLIC)
@limit_floods()
def index_of_session(slug: str, code: str) -> Response:
    """As `index`, of one session."""
    event = load_event(slug)
    return _package(event, _of_sessions(event, {code}), f"{slug}-{code}")


@bp.get("/search")
@visitor(Action.SEE_PUBLIC)
def search(slug: str) -> Response:
    """Sessions, and materials that the reader may have now, by their words."""
    event = load_event(slug)
    words = request.args.get("q", "").strip()[: searching.QUERY_MAX_LENGTH]
    schedule = latest_schedule(event)
    reader = reader_of_request(event)
    page = render_template(
        "public/material/search.html",
        event=event,
        words=words,
        key=None if reader == VISITOR else request.args["key"],
        sessions=searching.search_sessions(words, event, schedule) if schedule else [],
        materials=searching.search_materials(words, list_open(event, reader, now=utcnow()))
        if words
        else [],
    )
    return hide_from_search(Response(page, mimetype="text/html"))


def _of_sessions(event: Event, codes: Collection[str]) -> list[Material]:
    every = list_open(event, reader_of_request(event), now=utcnow())
    return [m for m in every if m.session is not None and m.session.code in codes]


def _package(event: Event, materials: Sequence[Material], name: str) -> Response:
    if not materials:
        abort(404)
    return package_response(event, materials, f"{name}.zip")


@bp.get("/materials/<code>/requests/new")
@visitor(Action.SEE_PUBLIC)
def new_request(slug: str, code: str) -> ResponseReturnValue:
    """A form to ask for a material in another format."""
    event = load_event(slug)
    return _request_page(event, _load_shown(event, code), FormatRequestForm(formdata=None))


@bp.post("/materials/<code>/requests")
@visitor(Action.SEE_PUBLIC)
@limit_floods()
def create_request(slug: str, code: str) -> ResponseReturnValue:
    """Pass the request on to the organizer."""
    event, form = load_event(slug), FormatRequestForm()
    material = _load_shown(event, code)
    if not form.validate_on_submit():
        return _request_page(event, material, form), 422
    with attempt():
        ask_for_format(event, material, form.wanted(), now=utcnow())
    return redirect(url_for(".request_received", slug=slug), 303)


@bp.get("/materials/requests/received")
@visitor(Action.SEE_PUBLIC)
def request_received(slug: str) -> str:
    """What happens next."""
    return render_template("public/material/request_received.html", event=load_event(slug))


def _load_shown(event: Event, code: str) -> Material:
    shown = find_shown(event, code, reader_of_request(event), now=utcnow()) or abort(404)
    return shown.material


def _request_page(event: Event, material: Material, form: FormatRequestForm) -> str:
    return render_template(
        "public/material/new_request.html",
        event=event,
        material=material,
        form=form,
        key=request.args.get("key"),
    )


def reader_of_request(event: Event) -> MaterialReader:
    """Anybody; or whose personal link of this event `?key=` is."""
    key = request.args.get("key", "")
    registration = find_by_personal_token(key) if key else None
    if registration is None or registration.event_id != event.id:
        return VISITOR
    return reader_of(registration)
