"""One session: abstract, evidence, what it means for a municipality, speakers, references."""

from flask import Blueprint, Response, render_template

from eventapp.clock import utcnow
from eventapp.domain.event.event import event_revision
from eventapp.domain.permission import Action
from eventapp.domain.place import place
from eventapp.domain.publication import Output
from eventapp.domain.schedule import availability, material
from eventapp.views.feeds import calendar_response, session_entry
from eventapp.views.guards import visitor
from eventapp.views.headers import hide_from_search
from eventapp.views.loaders import load_event, load_schedule, load_session
from eventapp.views.page_cache import cached

bp = Blueprint("session", __name__, url_prefix="/events/<slug>/sessions")
shelved = cached(lambda slug, code: f"event {slug}", lambda slug, code: event_revision(slug))  # noqa: ARG005


@bp.get("/<code>")
@visitor(Action.SEE_PUBLIC)
@shelved
def show(slug: str, code: str) -> str:
    """The session's page."""
    event = load_event(slug)
    schedule = load_schedule(event)
    session = load_session(schedule, code)
    return render_template(
        "public/session/show.html",
        event=event,
        session=session,
        parallel=schedule.parallel_to(session),
        place=place(event),
        materials=[
            m for m in material.list_materials(event) if m.session and m.session.code == code
        ],
        seats=availability.availability_by_session(event.id).get(code),
        now=utcnow(),
    )


@bp.get("/<code>.ics")
@visitor(Action.SEE_PUBLIC)
@shelved
def calendar(slug: str, code: str) -> Response:
    """The session as one calendar entry."""
    event = load_event(slug)
    schedule = load_schedule(event)
    session = load_session(schedule, code)
    entry = session_entry(event, session, schedule, Output.SESSION_CALENDAR)
    response = calendar_response([entry], name=session.title, filename=f"{slug}-{code}.ics")
    return hide_from_search(response) if event.closed else response
