"""Whom the desk may check in together: found by name or organisation, with who has come today."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from eventapp.domain.desk.registration_filter import RegistrationFilter, select_ids
from eventapp.domain.door.attendance import has_attended_on
from eventapp.domain.people.folding import fold
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationCount, RegistrationState

ARRIVALS_MAX = 60
WORDS_MIN_LENGTH = 2
ORGANISATIONS_MAX = 20


@dataclass(frozen=True, slots=True)
class Arriving:
    """Somebody with a place, and whether they have come on the day."""

    code: str
    name: str
    organisation: str
    came: bool


@dataclass(frozen=True, slots=True)
class ArrivalList:
    """Those who fit the words, by organisation and name; `more`: there are others."""

    people: Sequence[Arriving]
    more: bool


def find_arriving(event: Event, words: str, day: date) -> ArrivalList:
    """Those with a place whose name, or whose organisation's, has these words in it.

    Nobody for less than two letters.
    """
    sought = fold(words)
    if len(sought) < WORDS_MIN_LENGTH:
        return ArrivalList((), more=False)
    placed = RegistrationFilter(words=words, states=(RegistrationState.CONFIRMED,))
    chosen = select_ids(event, placed).limit(ARRIVALS_MAX + 1)
    ids = list(db.session.scalars(chosen))
    ids += _of_organisations(event, _organisations(event, sought))
    came = has_attended_on(day, event).label("came")
    rows = db.session.execute(
        select(Registration.code, Registration.name, Registration.organisation_name, came)
        .where(Registration.id.in_(ids))
        .order_by(Registration.organisation_name, Registration.sort_name, Registration.id)
        .limit(ARRIVALS_MAX + 1)
    ).all()
    people = [Arriving(*row) for row in rows[:ARRIVALS_MAX]]
    return ArrivalList(people, more=len(rows) > ARRIVALS_MAX)


def _organisations(event: Event, sought: str) -> list[str]:
    """The names of the event's organisations that the words are in."""
    names = select(RegistrationCount.organisation_name).where(
        RegistrationCount.event_id == event.id,
        RegistrationCount.state == RegistrationState.CONFIRMED,
        RegistrationCount.people > 0,
    )
    matching = [name for name in db.session.scalars(names.distinct()) if sought in fold(name)]
    return sorted(matching)[:ORGANISATIONS_MAX]


def _of_organisations(event: Event, names: Collection[str]) -> Sequence[int]:
    if not names:
        return ()
    theirs = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.organisation_name.in_(names),
        Registration.state == RegistrationState.CONFIRMED,
    )
    return db.session.scalars(theirs.order_by(Registration.sort_name).limit(ARRIVALS_MAX + 1)).all()
