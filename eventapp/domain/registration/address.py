"""How a mail address is used: the persons who share it, and when letters were sent there.

Offices share mailboxes, so a place belongs to an address and a name together. What strangers can
cause at an address is limited: the places given without an organizer, and the letters an hour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from typing import cast as cast_type

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    String,
    bindparam,
    cast,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.expression import null
from sqlalchemy.types import NullType

from eventapp.domain import outbox
from eventapp.domain.people.name import fold_name
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.ids import new_code
from eventapp.models import Event, Job, JobKind, Registration, RegistrationState

PLACES_PER_ADDRESS = 5
LETTERS_PER_HOUR = 5
HOUR = timedelta(hours=1)
NOBODY = 0  # no registration has this id
# Of who has no address that anybody knows: each has one of their own, which no host answers for
# (RFC 2606, 2), so that people without are still told apart. Nothing is sent there.
NO_ADDRESS_HOST = "no-address.invalid"

Union = CompoundSelect[Any]
Person = tuple[str, str]
"""Address and name."""

LETTER_KEYS = 2 * LETTERS_PER_HOUR  # of the present hour of the clock, and of the one before


def _use(has_address: ColumnElement[bool], has_key: ColumnElement[bool]) -> Union:
    """One statement for registrations and letters: while one registers, others wait."""
    registrations = select(
        Registration.id,
        Registration.event_id,
        Registration.folded_name,
        Registration.state,
        Registration.first_letter_at,
        Registration.decide_by,
        Registration.email,
        null().label("key"),
    ).where(
        has_address,
        or_(
            Registration.event_id == bindparam("event_id"),
            Registration.first_letter_at > bindparam("since"),
        ),
    )
    letters = select(
        null(), null(), null(), null(), Job.created_at, null(), null(), Job.dedupe_key
    ).where(has_key, Job.created_at > bindparam("since"))
    return union_all(registrations, letters)


# Of one address the statement is always as long: it is not filled in anew for each who registers.
USE_OF_ONE = _use(
    Registration.email == bindparam("email"),
    Job.dedupe_key.in_([bindparam(f"key_{number}") for number in range(LETTER_KEYS)]),
)
USE_COLUMNS = len(USE_OF_ONE.selected_columns)
USE_OF_SEVERAL = _use(
    Registration.email.in_(bindparam("emails", expanding=True)),
    Job.dedupe_key.in_(bindparam("keys", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class AddressUse:
    """How an address is used when one of its persons asks for a place at an event.

    `registration_id` is the living registration of that person; `places` counts the address's
    living registrations at the event but for those that are set aside for an organizer; `letters`
    are the times of letters within the last hour and to come, in order; `keys` are free
    deduplication keys for more letters.
    """

    registration_id: int | None
    places: int
    letters: Sequence[datetime]
    keys: Sequence[str]

    @property
    def full(self) -> bool:
        """Whether an organizer decides about one more place."""
        return self.places >= PLACES_PER_ADDRESS

    def next_letter_at(self, now: datetime) -> datetime:
        """Return when one more letter may be sent: at most LETTERS_PER_HOUR in any hour."""
        if len(self.letters) < LETTERS_PER_HOUR:
            return now
        return max(now, self.letters[-LETTERS_PER_HOUR] + HOUR)

    def may_write(self, now: datetime) -> bool:
        """Whether a letter may be sent at once."""
        return self.next_letter_at(now) <= now

    def letters_left(self, now: datetime) -> int:
        """Return how many letters may be sent at once."""
        return LETTERS_PER_HOUR - len(self.letters) if self.may_write(now) else 0


def stand_in_address() -> str:
    """An address for somebody who has none; nobody else has it."""
    return f"{new_code()}@{NO_ADDRESS_HOST}"


def is_stand_in(email: str) -> bool:
    """Whether the address stands for none."""
    return email.endswith(f"@{NO_ADDRESS_HOST}")


def look_up_address(event: Event | None, email: str, name: str, *, now: datetime) -> AddressUse:
    """Read, in one statement, how this folded address is used, by this name and by others."""
    return look_up_addresses(event, [(email, name)], now=now)[0]


def look_up_addresses(
    event: Event | None, people: Sequence[Person], *, now: datetime
) -> list[AddressUse]:
    """The same for several people, each as if the others did not ask."""
    keys = _keys_of(people, now)
    emails = list({email for email, _name in people})
    parameters = {"emails": emails, "keys": list(keys), **_parameters(event, now)}
    rows = db.session.execute(USE_OF_SEVERAL, parameters).all()
    return _uses_of(rows, event, people, keys, now)


def look_up_beside(
    query: Union, event: Event, email: str, name: str, *, now: datetime
) -> tuple[AddressUse, list[Sequence[Any]]]:
    """As look_up_address, in one statement with a query by `event_id`, whose rows come too."""
    own: list[Row[Any]] = []
    others: list[Sequence[Any]] = []
    people = [(email, name)]
    keys = _keys_of(people, now)
    numbered = {f"key_{number}": key for number, key in enumerate(keys)}
    parameters = {"email": email, **numbered, **_parameters(event, now)}
    db.session.flush()
    for row in db.session.connection().execute(_beside(query), parameters).all():
        if row.id or row.key:
            own.append(row)
        else:
            others.append(row[USE_COLUMNS:])
    return _uses_of(own, event, people, keys, now)[0], others


@lru_cache(maxsize=8)  # without limited options it is always the same
def _beside(query: Union) -> Union:
    """Both queries in one: where one says something, the other says nothing."""
    nothing = [
        cast(null(), String if isinstance(column.type, NullType) else column.type)
        for column in query.selects[0].selected_columns
    ]
    empty = [null()] * USE_COLUMNS
    return union_all(
        *(own.with_only_columns(*own.selected_columns, *nothing) for own in _selects(USE_OF_ONE)),
        *(part.with_only_columns(*empty, *part.selected_columns) for part in _selects(query)),
    )


def _selects(query: Union) -> Sequence[Select[Any]]:
    return cast_type("Sequence[Select[Any]]", query.selects)


def _parameters(event: Event | None, now: datetime) -> dict[str, Any]:
    return {"event_id": event.id if event else None, "since": now - HOUR}


def _keys_of(people: Sequence[Person], now: datetime) -> dict[str, str]:
    """The address of each key that a letter of the last hour may have."""
    return {
        key: email
        for email in {email for email, _name in people}
        for moment in (now, now - HOUR)
        for key in _letter_keys(email, moment)
    }


def _uses_of(
    rows: Sequence[Row[Any]],
    event: Event | None,
    people: Sequence[Person],
    keys: Mapping[str, str],
    now: datetime,
) -> list[AddressUse]:
    by_email: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_email.setdefault(row.email or keys[row.key], []).append(row)
    return [_use_of(by_email.get(person[0], []), event, *person, now) for person in people]


def _use_of(
    rows: Sequence[Row[Any]], event: Event | None, email: str, name: str, now: datetime
) -> AddressUse:
    event_id = event.id if event else None
    living = [
        row
        for row in rows
        if row.id and row.event_id == event_id and row.state is not RegistrationState.CANCELLED
    ]
    folded, used = fold_name(name), {row.key for row in rows}
    return AddressUse(
        registration_id=next((row.id for row in living if row.folded_name == folded), None),
        places=sum(
            row.state is not RegistrationState.PENDING or row.decide_by is not None
            for row in living
        ),
        letters=sorted(
            row.first_letter_at
            for row in rows
            if row.first_letter_at and row.first_letter_at > now - HOUR
        ),
        keys=[key for key in _letter_keys(email, now) if key not in used],
    )


def promise_letter(
    kind: JobKind, registration: Registration, use: AddressUse, *, now: datetime
) -> None:
    """Enqueue a letter that somebody asked for, unless LETTERS_PER_HOUR have been sent."""
    if use.may_write(now) and use.keys:
        outbox.enqueue_once(kind, key=use.keys[0], now=now, registration_id=registration.id)


def send_links(email: str, name: str, *, now: datetime) -> None:
    """Enqueue a letter for each living registration of this person to an event not yet over.

    A person is an address and a name. The name may be left out where only one person uses the
    address; other persons of a mailbox get no letter. At most LETTERS_PER_HOUR letters are sent
    to an address. For an unknown person a letter about NOBODY is enqueued, so that the answer and
    its timing do not reveal who is registered.
    """
    use = look_up_address(None, email, name, now=now)
    free = use.keys[: use.letters_left(now)]
    registrations = _list_own(email, name, now=now)
    ids = [registration.id for registration in registrations] or [NOBODY]
    for id_, key in zip(ids, free, strict=False):
        outbox.enqueue_once(JobKind.LOST_LINK_MAIL, key=key, now=now, registration_id=id_)


def _list_own(email: str, name: str, *, now: datetime) -> Sequence[Registration]:
    registrations = db.session.scalars(
        select(Registration)
        .join(Registration.event)
        .where(
            Registration.email == email,
            Registration.state != RegistrationState.CANCELLED,
            Event.ends_at > now,
        )
        .order_by(Event.starts_at, Registration.id)
    ).all()
    persons = {registration.folded_name for registration in registrations}
    if not name and len(persons) == 1:
        return registrations
    return [
        registration
        for registration in registrations
        if registration.folded_name == fold_name(name)
    ]


def _letter_keys(email: str, now: datetime) -> list[str]:
    """List the deduplication keys of an address's letters within one clock hour.

    There are LETTERS_PER_HOUR, so that simultaneous requests cannot send more.
    """
    hour = int(now.timestamp() // HOUR.total_seconds())
    digest = token_digest(email)[:32]
    return [f"letter:{digest}:{hour}:{number}" for number in range(LETTERS_PER_HOUR)]
