"""One session: abstract, evidence, what it means for a municipality, speakers, references."""

from flask import Blueprint, Response, render_template

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.calendar_link import calendar_links, webcal
from eventapp.domain.event.event import event_revision
from eventapp.domain.exchange.lecture import linked_experiences_revision, list_experiences
from eventapp.domain.permission import Action
from eventapp.domain.place import place
from eventapp.domain.publication import Output
from eventapp.domain.schedule import availability
from eventapp.domain.schedule.materials.access import VISITOR, list_shown
from eventapp.domain.schedule.session_question.answer import (
    list_published,
    named_askers_revision,
)
from eventapp.domain.schedule.speaker.shown_speaker import list_shown_speakers
from eventapp.views.cache.page_cache import cached
from eventapp.views.feeds import SessionCalendar, calendar_response
from eventapp.views.guards import visitor
from eventapp.views.headers import hide_from_search
from eventapp.views.loaders import load_event, load_schedule, load_session

bp = Blueprint("session", __name__, url_prefix="/events/<slug>/sessions")
shelved = cached(lambda slug, code: f"sessions {slug}", lambda slug, code: _revision(slug))  # noqa: ARG005


@bp.get("/<code>")
@visitor(Action.SEE_PUBLIC)
@shelved
def show(slug: str, code: str) -> str:
    """The session's page."""
    event = load_event(slug)
    schedule = load_schedule(event)
    session = load_session(schedule, code)
    materials = list_shown(event, VISITOR, now=utcnow())
    entry = SessionCalendar(event, schedule, Output.PAGE).entry(session)
    return render_template(
        "public/session/show.html",
        event=event,
        session=session,
        calendars=calendar_links([entry]),
        feed=webcal(absolute("public.session.calendar", slug=slug, code=code)),
        parallel=schedule.parallel_to(session),
        place=place(event),
        shown_speakers=list_shown_speakers(event),
        materials=[m for m in materials if m.material.session and m.material.session.code == code],
        seats=availability.availability_by_session(event.id, now=utcnow()).get(code),
        questions=list_published(event, code),
        experiences=list_experiences(event, code),
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
    entry = SessionCalendar(event, schedule, Output.SESSION_CALENDAR).entry(session)
    response = calendar_response(
        [entry],
        name=session.title,
        filename=f"{slug}-{code}.ics",
        url=absolute("public.session.calendar", slug=slug, code=code),
    )
    return hide_from_search(response) if event.closed else response


def _revision(slug: str) -> tuple[int, int, int] | None:
    """What a session's page is cached under; None when there is no public event."""
    revision = event_revision(slug)
    if revision is None:
        return None
    return (revision, named_askers_revision(slug), linked_experiences_revision(slug))
