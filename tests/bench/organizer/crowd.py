"""A hundred thousand people at one event, with all that hangs on them, of the usual mixture."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from eventapp.clock import utcnow
from eventapp.domain.event.release import release_schedule
from eventapp.domain.people.folding import fold
from eventapp.domain.people.name import fold_name
from eventapp.domain.people.organisation import swedish_order
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    Event,
    Organisation,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    RegistrationState,
)
from tests.bench.organizer.databases import settle
from tests.builders import a_session, an_event
from tests.builders.door import a_phone

SLUG, COUNT, BATCH = "crowded", 100_000, 2_000
SESSIONS = 6
GIVEN = "Åsa Örjan Elin Ömer Karin Göran Sara Hassan Maria Lars Anna Erik Fatima Björn Lena"
FIRST_HALVES = "Sten Berg Lind Ek Björk Sand Åker Öst Väster Norr Söder Ny Hag Kvarn Ström"
SECOND_HALVES = "ström gren qvist vall fors mark dal blad rot sson man lund vik holm strand"
# Every so many: cancelled, waiting, writing from a shared mailbox, bearing another's name.
CANCELLED, WAITING, SHARED, NAMESAKE, ENGLISH, FAILED, BOUNCED = 20, 25, 100, 50, 30, 200, 400

ATTACHED = (
    """INSERT INTO tickets (registration_id, revision, key_number, digest, issued_at)
    SELECT id, 1, 1, 't' || id, registered_at FROM registrations WHERE event_id = :event""",
    """INSERT INTO jobs (kind, payload, registration_id, dedupe_key, message_id, state, due_at,
        attempts, error, created_at, done_at)
    SELECT 'registration-mail', '{}', id, 'k' || id, 'm' || id,
        CASE WHEN id % :failed = 0 THEN 'failed' ELSE 'done' END, registered_at, 1, '',
        registered_at, registered_at
    FROM registrations WHERE event_id = :event""",
    """INSERT INTO bounces (registration_id, job_key, email, status, words, at)
    SELECT id, 'k' || id, email, '5.1.1', '', registered_at
    FROM registrations WHERE event_id = :event AND id % :bounced = 7""",
    f"""INSERT INTO session_choices (registration_id, session_id, state)
    SELECT id, :session + id % {SESSIONS}, 'confirmed'
    FROM registrations WHERE event_id = :event AND id % 10 > 0""",
    """INSERT INTO check_ins (scan_id, event_id, device_id, registration_id, standing, kind, digest,
        how, place, life, seq, body, body_digest, at, low, high, admits, answer, flags, revision,
        received_at)
    SELECT 's' || id, event_id, :device, id, 'counted', 'entry', 't' || id, 'camera', :place,
        'life', id, '{}', 'b' || id, id, id, id, true, '{}', '', id, :now
    FROM registrations WHERE event_id = :event AND id % 5 < 3""",
)


def seed_crowd(count: int = COUNT, *, slug: str = SLUG, first: int = 0) -> Event:
    """The event and its people, who are numbered from `first`; commits."""
    now = utcnow()
    event = an_event(slug=slug, seats=count * 2)
    event.starts_at, event.ends_at = now - timedelta(hours=2), now + timedelta(hours=6)
    later = event.starts_at + timedelta(hours=2)
    sessions = [
        a_session(event, seats=1_000_000, starts_at=later, code=f"a{number}", choice_group="A")
        for number in range(SESSIONS)
    ]
    options = [{"value": v, "label": {"sv": v.upper(), "en": v.upper()}} for v in ("a", "b", "c")]
    db.session.add(
        RegistrationQuestion(
            event_id=event.id,
            code="day",
            kind=QuestionKind.CHOICE,
            label={"sv": "Vilken dag?", "en": "Which day?"},
            options=options,
        )
    )
    organisations = db.session.scalars(select(Organisation).order_by(Organisation.id)).all()
    delegations = {
        organisation.id: Delegation(
            event_id=event.id, organisation_id=organisation.id, reserved_seats=count // 400
        )
        for organisation in organisations
    }
    db.session.add_all(delegations.values())
    phone, _token = a_phone(event, now=now)
    db.session.flush()
    seats = [(o.id, o.name, delegations[o.id].id) for o in organisations]
    rows = _people(event.id, seats, range(first, first + count), now)
    for start in range(0, count, BATCH):
        batch = [next(rows) for _ in range(start, min(start + BATCH, count))]
        db.session.execute(insert(Registration.__table__), batch)  # type: ignore[arg-type]
        db.session.commit()
        if start == 0:
            settle()  # else PostgreSQL's triggers go on as planned for an empty table, for minutes
    _attach(event.id, [session.id for session in sessions], phone.id, phone.place.number)
    event.last_queue_number = first + count
    release_schedule(event, actor="organizer", now=now)
    db.session.commit()
    return event


def name_of(number: int) -> str:
    """A name of its own for each, most of them with a middle name."""
    given, firsts, seconds = GIVEN.split(), FIRST_HALVES.split(), SECOND_HALVES.split()
    rest, name = divmod(number, len(given))
    rest, first = divmod(rest, len(firsts))
    rest, second = divmod(rest, len(seconds))
    middle = f"{firsts[rest % len(firsts)]}{seconds[rest // len(firsts)]} " if rest else ""
    return f"{given[name]} {middle}{firsts[first]}{seconds[second]}"


def _people(
    event_id: int, seats: list[tuple[int, str, int]], numbers: range, now: datetime
) -> Iterator[dict[str, Any]]:
    for number in numbers:
        organisation_id, organisation, delegation_id = seats[number * 7 % len(seats)]
        name = name_of(number - 1 if number % NAMESAKE == 1 else number)
        mailbox = number // SHARED // 3 if number % SHARED == 0 else None
        email = f"p{number}@town.example" if mailbox is None else f"box{mailbox}@town.example"
        state = "cancelled" if number % CANCELLED == 3 else "confirmed"
        state = "waitlisted" if number % WAITING == 7 else state
        yield {
            "event_id": event_id,
            "organisation_id": organisation_id if number % 3 else None,
            "organisation_name": organisation if number % 3 else f"Förening {number % 900}",
            "delegation_id": delegation_id if number % 3 else None,
            "name": name,
            "folded_name": fold_name(name),
            "sort_name": swedish_order(name),
            "search_text": f"{fold(name)} {fold(email)}",
            "email": email,
            "language": "en" if number % ENGLISH == 0 else "sv",
            "answers": {"day": "abc"[number % 3]},
            "state": RegistrationState(state),
            "queue_number": number if state == "waitlisted" else None,
            "link_digest": hashlib.sha256(b"l%d" % number).hexdigest(),
            "agenda_digest": hashlib.sha256(b"a%d" % number).hexdigest(),
            "code": f"c{number:09}",
            "desk_code": f"{number:08}",
            "registered_at": now - timedelta(minutes=numbers.stop - number),
        }


def _attach(event_id: int, sessions: list[int], device: int, place: int) -> None:
    """What hangs on each; a session for nine in ten, and a scan for three in five."""
    values = {"event": event_id, "device": device, "place": place, "now": utcnow()}
    values |= {"session": sessions[0], "failed": FAILED, "bounced": BOUNCED}
    for statement in ATTACHED:
        db.session.execute(db.text(statement), values)
