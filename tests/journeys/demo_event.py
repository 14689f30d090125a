"""Events of one's own in the running demo, so that no journey crosses another's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from flask import Flask

from eventapp.app import create_app
from eventapp.cli.command_settings import data_folder_keys
from eventapp.clock import utcnow
from eventapp.config import Settings
from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import Event, EventState, Session
from tests.builders import DAY, HOUR, a_session, an_event
from tests.server import LiveServer


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """What a browser user needs: the address, and the words to look for."""

    slug: str
    title: str
    sessions: tuple[str, str]


@contextmanager
def app_on_demo_database(live: LiveServer) -> Iterator[Flask]:
    """An app on the running demo's database, its context entered."""
    settings = Settings(
        mode="demo",
        data=str(live.data),
        base_url=live.base,
        mail_from="Exempelkonferensen <konferens@bra.example>",
        **data_folder_keys(live.data),
    )
    app = _app_of(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


_app_of = cache(create_app)  # a journey looks into its demo again and again


def an_event_soon(*, seats: int, title: str = "", **facts: object) -> Event:
    """A workshop in a month of the real clock, open for registration; flushed."""
    morning = utcnow().replace(hour=8, minute=0, second=0, microsecond=0)
    facts = {
        "starts_at": morning + 30 * DAY,
        "ends_at": morning + 30 * DAY + 8 * HOUR,
        "registration_opens_at": morning - DAY,
        "registration_closes_at": morning + 20 * DAY,
        "cancellation_closes_at": morning + 25 * DAY,
        **facts,
    }
    event = an_event(seats=seats, state=EventState.PUBLISHED, **facts)
    event.title = title or f"Verkstad om trygga torg {event.id}"
    return event


def with_two_sessions_at_once(event: Event) -> tuple[Session, Session]:
    """Let participants choose between two sessions, and release the schedule."""
    lights, walk = (
        a_session(event, title=title, choice_group="A", starts_at=event.starts_at + HOUR)
        for title in ("Belysning och siktlinjer", "Trygghetsvandringen steg för steg")
    )
    store_release(event, actor="organizer", note="", now=utcnow() - timedelta(minutes=1))
    return lights, walk


def a_small_event(live: LiveServer, *, seats: int = 1) -> DemoEvent:
    """An event with few seats and two sessions at once, committed into the running demo."""
    with app_on_demo_database(live):
        event = an_event_soon(seats=seats)
        lights, walk = with_two_sessions_at_once(event)
        db.session.commit()
        return DemoEvent(event.slug, event.title, (lights.title, walk.title))
