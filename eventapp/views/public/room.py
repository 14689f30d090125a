"""Screens in the foyer and at the doors of rooms: what is on now, and what comes. No person's name.

Where that is asked for (`?screen=on`) they ask for themselves again each minute, without script.
"""

from datetime import datetime

from flask import Blueprint, abort, render_template, request

from eventapp.clock import utcnow
from eventapp.domain.event.event import event_revision
from eventapp.domain.permission import Action
from eventapp.domain.schedule.day.day_moment import RoomMoment, rooms_at
from eventapp.models import Event, EventState
from eventapp.views.cache.page_cache import cached
from eventapp.views.guards import visitor
from eventapp.views.loaders import load_event, load_schedule

bp = Blueprint("room", __name__, url_prefix="/events/<slug>/rooms")


def _scope(slug: str, code: str = "") -> str:  # noqa: ARG001 - all screens of an event change together
    return f"event {slug}"


def _revision(slug: str, code: str = "") -> int | None:  # noqa: ARG001
    return event_revision(slug)


shelved = cached(_scope, _revision)


@bp.get("")
@visitor(Action.SEE_PUBLIC)
@shelved
def index(slug: str) -> str:
    """What is on in each room."""
    event, now = load_event(slug), utcnow()
    rooms = _rooms(event, now)
    return render_template(
        "public/room/index.html", event=event, rooms=rooms, now=now, on_screen=_on_screen()
    )


@bp.get("/<code>")
@visitor(Action.SEE_PUBLIC)
@shelved
def show(slug: str, code: str) -> str:
    """What is on in one room, for the screen beside its door."""
    event, now = load_event(slug), utcnow()
    rooms = _rooms(event, now)
    here = next((room for room in rooms if room.room.code == code), None) or abort(404)
    return render_template(
        "public/room/show.html", event=event, here=here, now=now, on_screen=_on_screen()
    )


def _rooms(event: Event, now: datetime) -> list[RoomMoment]:
    """Each room now; nothing is on anywhere while the event is called off or put off."""
    schedule = load_schedule(event)
    held = event.state is EventState.PUBLISHED
    return rooms_at(schedule if held else schedule.without_sessions(), now, event.time_zone)


def _on_screen() -> bool:
    return request.args.get("screen") == "on"
