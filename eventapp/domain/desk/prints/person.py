"""The people of prints: those who have a place, and what of them may stand on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, TextClause, func, select

from eventapp.domain.errors import Refusal
from eventapp.domain.people.organisation import swedish_order
from eventapp.domain.registration.registration_count import count_by_state, select_counts
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Badge,
    Event,
    Registration,
    RegistrationCount,
    RegistrationState,
    Visibility,
)
from eventapp.models.registration.registration import WHERE_BEYOND_LATIN, WHERE_NAMED

# Of these any more would make a file that no printer takes.
ROWS_PER_FILE_MAX = 5_000
# In the order of a PrintedPerson's fields.
_COLUMNS = (
    Registration.id,
    Registration.code,
    Registration.secret,
    Registration.name,
    Registration.organisation_name,
    Registration.badge,
    Registration.visibility,
    Registration.desk_code,
    Registration.delegation_id,
)


class NothingToPrint(Refusal):
    """Nobody is to stand on this print."""

    code = "nothing-to-print"
    sentence = _l("There is nobody to print here yet.")


class TooManyRows(Refusal):
    """The print would have more rows than one file may have."""

    code = "too-many-rows"
    sentence = _l("That would be more than 5,000 rows in one file. Choose a smaller list.")


@dataclass(frozen=True, slots=True)
class PrintedPerson:
    """Somebody with a place. Only `shown_name` and `shown_organisation` may stand on paper.

    What others can read names a person as the person chose for the badge, and bears no name of
    somebody with limited visibility.
    """

    id: int
    code: str
    secret: str
    name: str
    organisation: str
    badge: Badge
    visibility: Visibility
    desk_code: str
    delegation_id: int | None

    @property
    def shown_name(self) -> str:
        """The first name of those who chose it; empty for all others."""
        chosen = self.badge is Badge.FIRST_NAME and self.visibility is Visibility.NORMAL
        return (self.name.split() or [""])[0] if chosen else ""

    @property
    def shown_organisation(self) -> str:
        """The organisation, unless nothing at all was chosen."""
        return "" if self.badge is Badge.NONE else self.organisation


def by_name(person: PrintedPerson) -> tuple[str, int]:
    """The order of names, as Swedish has it."""
    return swedish_order(person.name), person.id


def by_organisation(person: PrintedPerson) -> tuple[str, str, int]:
    """The order of organisations, and of names within each."""
    return (swedish_order(person.organisation), *by_name(person))


def load_people(
    event: Event,
    *which: ColumnElement[bool] | TextClause,
    order: Callable[[PrintedPerson], Any] = by_name,
) -> list[PrintedPerson]:
    """Those of the event who have a confirmed place, in one query."""
    rows = db.session.execute(select(*_COLUMNS).where(*_have_place(event), *which))
    return sorted((PrintedPerson(*row) for row in rows), key=order)


def list_first_people(event: Event, count: int) -> list[PrintedPerson]:
    """The first so many by organisation, as load_people has them; nobody else is read."""
    counted = select_counts([event.id], RegistrationCount.organisation_name).where(
        RegistrationCount.state == RegistrationState.CONFIRMED
    )
    names = sorted((row[0] for row in db.session.execute(counted)), key=swedish_order)
    people: list[PrintedPerson] = []
    for _order, alike in groupby(names, key=swedish_order):
        if len(people) >= count:
            break
        rows = db.session.execute(
            select(*_COLUMNS)
            .where(*_have_place(event), Registration.organisation_name.in_(list(alike)))
            .order_by(Registration.sort_name, Registration.id)
            .limit(count)
        )
        people += [PrintedPerson(*row) for row in rows]
    return people[:count]


def list_beyond_latin(event: Event) -> list[PrintedPerson]:
    """Those in whose names are others than the letters of Western Europe, by organisation."""
    beyond_latin = WHERE_BEYOND_LATIN[db.engine.dialect.name]
    return load_people(event, beyond_latin, order=by_organisation)


def count_people(event: Event) -> int:
    """How many have a confirmed place."""
    return count_by_state(event).get(RegistrationState.CONFIRMED, 0)


def count_nameless(event: Event) -> int:
    """How many of them have no `shown_name`."""
    named = select(func.count()).select_from(Registration)
    which = Registration.event_id == event.id, WHERE_NAMED
    return count_people(event) - (db.session.scalar(named.where(*which)) or 0)


def by_what_is_shown(person: PrintedPerson) -> tuple[bool, str, bool, str, str]:
    """The order of a list that others read: it must not tell what the row itself does not say."""
    organisation, name = person.shown_organisation, person.shown_name
    return (
        not organisation,
        swedish_order(organisation),
        not name,
        swedish_order(name),
        person.desk_code,
    )


def _have_place(event: Event) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.event_id == event.id,
        Registration.state == RegistrationState.CONFIRMED,
    )


def check_rows(count: int) -> None:
    """Raise NothingToPrint or TooManyRows."""
    if not count:
        raise NothingToPrint
    if count > ROWS_PER_FILE_MAX:
        raise TooManyRows
