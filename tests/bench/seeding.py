"""Events to measure: many sessions, many registrations, and one that takes newcomers."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, url_for
from sqlalchemy import insert, select

from eventapp.clock import utcnow
from eventapp.domain import outbox
from eventapp.domain.locking import lock_event_by_slug
from eventapp.domain.registration import link
from eventapp.domain.registration.registration import Affiliation, Applicant, register
from eventapp.extensions import db
from eventapp.models import (
    AttendanceMode,
    Delegation,
    Event,
    EventKind,
    EventState,
    Organisation,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Session,
    SessionKind,
)
from tests.bench.programme import add_programme
from tests.builders import let_act

OPEN, QUIET, CROWDED, SCHEDULE = "bench-open", "bench-quiet", "bench-crowded", "bench-schedule"
REGISTRATION_COUNT = 100_000
TICKETS = 300
DELEGATIONS = 20


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the rows need to know of what was seeded."""

    session: str
    tickets: tuple[str, ...]
    fields: dict[str, str]


def seed(app: Flask) -> Seeded:
    """Fill an empty, migrated database. Mail promised on the way counts as sent."""
    with app.app_context(), app.test_request_context():
        organisations = db.session.scalars(select(Organisation).order_by(Organisation.id)).all()
        opened = add_event(OPEN)
        _add_form(opened)
        _add_delegations(opened, organisations[:DELEGATIONS])
        for slug in (QUIET, CROWDED):
            add_programme(add_event(slug), sessions=12)
        session = add_programme(add_event(SCHEDULE), sessions=200)
        db.session.commit()
        tickets = _register_some(organisations)
        outbox.mark_all_done(now=utcnow())
        db.session.commit()
    return Seeded(
        session=session,
        tickets=tickets,
        fields={
            "name": "Åsa Exempelsson",
            "organisation": "kommun-0180",
            "role": "Trygghetssamordnare",
            "diet": "Glutenfritt",
            "badge": "organisation",
            "session-A": "a2",
            "q-first": "yes",
        },
    )


def add_event(slug: str) -> Event:
    """A conference that takes newcomers."""
    now = utcnow().replace(minute=0, second=0, microsecond=0)
    starts = now + timedelta(days=40)
    event = Event(
        slug=slug,
        title="Nordisk konferens om lokalt brottsförebyggande arbete",
        subtitle="Från problem till resultat",
        summary="Två dagar om vad som prövats, vad som höll och vad som inte gjorde det.",
        audience="Samordnare, poliser, rektorer och alla som arbetar med trygghet lokalt.",
        organiser="Exempelmyndigheten",
        kind=EventKind.CONFERENCE,
        form=AttendanceMode.ON_SITE,
        state=EventState.PUBLISHED,
        starts_at=starts,
        ends_at=starts + timedelta(days=1, hours=8),
        registration_opens_at=now - timedelta(days=1),
        registration_closes_at=starts - timedelta(days=7),
        cancellation_closes_at=starts - timedelta(days=2),
        venue_name="Kongresshuset",
        venue_city="Exempelstad",
        venue_address="Torget 1, Exempelstad",
        seats=1_000_000,
    )
    db.session.add(event)
    db.session.flush()
    return event


def _add_form(event: Event) -> None:
    for number in (1, 2, 3):
        session = Session(
            event_id=event.id,
            code=f"a{number}",
            kind=SessionKind.CHOICE,
            title=f"Parallellt pass {number}",
            starts_at=event.starts_at + timedelta(hours=2),
            ends_at=event.starts_at + timedelta(hours=3),
            choice_group="A",
            seats=1_000_000,
        )
        db.session.add(session)
        let_act(session)
    first = {"sv": "Är det första gången du är med?", "en": "Is this your first time?"}
    db.session.add(
        RegistrationQuestion(
            event_id=event.id, code="first", kind=QuestionKind.YES_NO, label=first, required=True
        )
    )


def _add_delegations(event: Event, organisations: Sequence[Organisation]) -> None:
    for organisation in organisations:
        db.session.add(
            Delegation(event_id=event.id, organisation_id=organisation.id, reserved_seats=5)
        )


def _register_some(organisations: Sequence[Organisation]) -> tuple[str, ...]:
    """Registrations by the domain's own verb; the addresses of their tickets."""
    home = organisations[0]
    affiliation = Affiliation(home.name, home.id, (home.id,))
    registrations = [
        register(QUIET, Applicant(f"Person {number}", f"p{number}@town.example", affiliation),
                 now=utcnow()).registration
        for number in range(TICKETS)
    ]  # fmt: skip
    return tuple(
        url_for("participant.ticket.as_pdf", token=link.personal_token(registration))
        for registration in registrations
    )


def seed_many_registrations(app: Flask) -> None:
    """Let a hundred thousand people be registered for one of the events."""
    with app.app_context():
        locked = lock_event_by_slug(CROWDED)
        assert locked is not None
        db.session.execute(insert(Registration.__table__), _crowd(locked.event.id))  # type: ignore[arg-type]
        db.session.commit()


def _crowd(event_id: int) -> list[dict[str, object]]:
    now = utcnow()
    return [
        {
            "event_id": event_id,
            "organisation_name": "Exempelstads kommun",
            "name": f"Person {number}",
            "email": f"crowd{number}@town.example",
            "sort_name": f"person {number}",
            "search_text": f"person {number} crowd{number} town example",
            "state": RegistrationState.CONFIRMED,
            "link_digest": hashlib.sha256(f"link {number}".encode()).hexdigest(),
            "agenda_digest": hashlib.sha256(f"agenda {number}".encode()).hexdigest(),
            "code": f"c{number}",
            "secret": secrets.token_hex(13),
            "desk_code": f"{number:08d}",
            "registered_at": now,
        }
        for number in range(REGISTRATION_COUNT)
    ]
