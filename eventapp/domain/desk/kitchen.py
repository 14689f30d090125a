"""The kitchen list: how many people need what, without names.

Needs are sealed one by one, and to open them all takes long where they are many. So sums of some
hundred people each are stored, sealed too; a change empties the sum that it belongs to.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select

from eventapp import sealing
from eventapp.domain.people.folding import fold
from eventapp.domain.registration.care_need import open_row
from eventapp.domain.registration.registration_count import count_by_state
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import CareNeed, Event, KitchenSum, Registration, RegistrationState

# As the triggers of migration 0047 count.
PEOPLE_IN_SUM = 512
SUMS_AT_ONCE = 20

# Texts as written, in the order of their people, and how many wrote each.
Counts = dict[str, int]


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
    """Sum up the needs of the confirmed, and count those that differ in case or accents as one."""
    rows = db.session.execute(
        select(KitchenSum.block, KitchenSum.key_number, KitchenSum.sealed)
        .where(KitchenSum.event_id == event.id)
        .order_by(KitchenSum.block)
    )
    sums = [
        _open(event, row.block, row.key_number, row.sealed) or _count_block(event, row.block)
        for row in rows.all()
    ]
    return KitchenList(
        places=count_by_state(event).get(RegistrationState.CONFIRMED, 0),
        diet=_merge(diet for diet, _access in sums),
        access=_merge(access for _diet, access in sums),
    )


def is_summed(event: Event) -> bool:
    """Whether no sum waits to be counted anew."""
    return db.session.scalar(_emptied(event).limit(1)) is None


def store_sums(event: Event) -> bool:
    """Count some sums anew and store them. Whether more are waiting; the caller commits in between.

    Each is locked before its people are read: a change that commits later empties it again.
    """
    emptied = _emptied(event).order_by(KitchenSum.block).limit(SUMS_AT_ONCE)
    rows = db.session.scalars(
        emptied.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    ).all()
    for row in rows:
        ring = app_keys().care_needs
        plain = json.dumps(_count_block(event, row.block)).encode()
        row.key_number = ring.current
        row.sealed = sealing.seal(ring[ring.current], plain, _bound_to(event, row.block))
    db.session.flush()
    return len(rows) == SUMS_AT_ONCE


def _emptied(event: Event) -> Select[KitchenSum]:
    return select(KitchenSum).where(KitchenSum.event_id == event.id, KitchenSum.sealed.is_(None))


def _open(
    event: Event, block: int, key_number: int | None, sealed: bytes | None
) -> tuple[Counts, Counts] | None:
    """A stored sum; nothing when it is to be counted anew."""
    ring = app_keys().care_needs
    if sealed is None or key_number is None or key_number not in ring:
        return None
    diet, access = json.loads(sealing.unseal(ring[key_number], sealed, _bound_to(event, block)))
    return diet, access


def _bound_to(event: Event, block: int) -> bytes:
    return f"kitchen {event.public_id} {block}".encode()


def _count_block(event: Event, block: int) -> tuple[Counts, Counts]:
    """Decrypt the needs of a block's people and count them as written."""
    first = block * PEOPLE_IN_SUM
    rows = db.session.execute(
        select(Registration.secret, CareNeed.key_number, CareNeed.sealed)
        .join(CareNeed, CareNeed.registration_id == Registration.id)
        .where(
            CareNeed.registration_id.between(first, first + PEOPLE_IN_SUM - 1),
            # A sum is in no index: else SQLite goes through all people of the event each time.
            Registration.event_id + 0 == event.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Registration.id)
    )
    needs = [open_row(row, row.secret) for row in rows.all()]
    return Counter(need.diet for need in needs), Counter(need.access for need in needs)


def _merge(sums: Iterable[Counts]) -> tuple[KitchenNeed, ...]:
    folded: dict[str, str] = {}
    shown: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for texts in sums:
        for text, count in texts.items():
            if text:
                key = folded.get(text) or folded.setdefault(text, fold(text))
                shown.setdefault(key, text)
                counts[key] += count
    return tuple(KitchenNeed(shown[key], count) for key, count in counts.most_common())
