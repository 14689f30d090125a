"""The kitchen list: how many people need what, without names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from eventapp.domain.people.folding import fold
from eventapp.domain.registration.care_need import open_row
from eventapp.extensions import db
from eventapp.models import CareNeed, Event, Registration, RegistrationState


@dataclass(frozen=True, slots=True)
class KitchenNeed:
    """One need as written, and how many wrote it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class KitchenList:
    """Needs of those who have a place, the most common first; `places` counts those people."""

    places: int
    diet: tuple[KitchenNeed, ...]
    access: tuple[KitchenNeed, ...]


def count_needs(event: Event) -> KitchenList:
    """Decrypt the needs of the confirmed, and count those that differ in case or accents as one."""
    rows = db.session.execute(
        select(Registration.secret, CareNeed)
        .outerjoin(CareNeed, CareNeed.registration_id == Registration.id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Registration.id)
    ).all()
    opened = [open_row(row, secret) for secret, row in rows if row]
    return KitchenList(
        places=len(rows),
        diet=_count(row.diet for row in opened),
        access=_count(row.access for row in opened),
    )


def _count(texts: Iterable[str]) -> tuple[KitchenNeed, ...]:
    shown: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        if text:
            shown.setdefault(fold(text), text)
            counts[fold(text)] += 1
    return tuple(KitchenNeed(shown[key], count) for key, count in counts.most_common())
