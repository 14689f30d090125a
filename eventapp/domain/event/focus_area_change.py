"""Changing the list of focus areas: added, renamed, moved, ended, continued by others, deleted.

Each verb locks the site first, so that two people's changes come one after the other.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.event.focus_area import reached_from
from eventapp.domain.event.focus_area_list import count_uses, list_in_order
from eventapp.domain.locking import lock_row
from eventapp.domain.people.folding import fold
from eventapp.domain.record import audit
from eventapp.domain.site.revision import lock_site
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, FocusArea, FocusAreaSuccession

CODE_MAX_LENGTH = 40
NO_CODES = frozenset({"new", "start"})  # words that stand in addresses where a code would


class AreaNameTaken(Refusal):
    """Another area that has not ended bears the name."""

    code = "focus-area-name-taken"
    sentence = _l("Another focus area in use has this name. Choose a name that tells them apart.")


class AreaEndsBeforeStart(Refusal):
    """The last day would be before the first."""

    code = "focus-area-ends-before-start"
    sentence = _l("The last day cannot be before the first. Choose a later day.")


class AreaContinuesItself(Refusal):
    """An area would continue itself, in one step or in a circle."""

    code = "focus-area-continues-itself"
    sentence = _l("The area you chose already leads back to this one. Choose another.")


class AreaInUse(Refusal):
    """Something bears the area."""

    code = "focus-area-in-use"
    sentence = _l("The focus area is used, so it cannot be deleted. You can end it instead.")


class AreaGone(Refusal):
    """Somebody deleted the area a moment ago."""

    code = "focus-area-gone"
    sentence = _l("Someone has just deleted the focus area.")


class AreasExist(Refusal):
    """The start is only for an empty list."""

    code = "focus-areas-exist"
    sentence = _l("There are focus areas already. Add the ones you need one by one.")


@dataclass(frozen=True, slots=True)
class FocusAreaText:
    """What is written of an area; `colour` is the cloth, 0–6."""

    name: str
    name_en: str
    short_name: str
    short_name_en: str
    figure: int
    colour: int
    valid_from: date


def add_area(text: FocusAreaText, *, actor: str, now: datetime, code: str = "") -> FocusArea:
    """Add an area at the end of the list. Raises AreaNameTaken. Flushes."""
    lock_site()
    _check_name(text.name, None, now)
    last = db.session.scalar(select(func.max(FocusArea.position))) or 0
    area = FocusArea(code=code or _free_code(text.short_name), position=last + 1)
    _write(area, text)
    db.session.add(area)
    db.session.flush()
    audit.record_change(
        AuditAction.FOCUS_AREA_ADDED, area, before={}, after=_state(area), actor=actor, now=now
    )
    return area


def add_usual_areas(*, actor: str, now: datetime) -> None:
    """Add the five areas of the government's commission to an empty list. Raises AreasExist."""
    lock_site()
    if list_in_order():
        raise AreasExist
    for area in _usual_areas():
        words = {name: area[name] for name in ("name", "name_en", "short_name", "short_name_en")}
        figure, day = area["figure"], date.fromisoformat(area["valid_from"])
        text = FocusAreaText(**words, figure=figure, colour=figure, valid_from=day)
        add_area(text, actor=actor, now=now, code=area["code"])


def change_area(
    area: FocusArea, text: FocusAreaText, *, version: int, actor: str, now: datetime
) -> None:
    """Rename an area, or give it another band or first day.

    Raises StaleVersion, AreaNameTaken, AreaEndsBeforeStart. Flushes.
    """
    _lock(area)
    check_version(area, version)
    _check_name(text.name, area, now)
    _check_days(text.valid_from, area.valid_until)
    before = _state(area)
    _write(area, text)
    _record(area, before, AuditAction.FOCUS_AREA_CHANGED, actor, now)


def move_area(area: FocusArea, *, by: int, actor: str, now: datetime) -> None:
    """Move an area so many places down the list, or up where `by` is negative; to its end at most.

    Flushes.
    """
    _lock(area)
    order = [other for other in list_in_order() if other is not area]
    place = list_in_order().index(area)
    order.insert(max(0, place + by), area)
    for position, listed in enumerate(order, 1):
        listed.position = position
    db.session.flush()
    audit.record_change(
        AuditAction.FOCUS_AREA_CHANGED,
        area,
        before={"place": place + 1},
        after={"place": area.position},
        actor=actor,
        now=now,
    )


def end_area(
    area: FocusArea,
    *,
    last_day: date,
    successors: Sequence[FocusArea] = (),
    actor: str,
    now: datetime,
) -> None:
    """End an area after its last day, and let others continue it from the day after.

    Raises AreaEndsBeforeStart, AreaContinuesItself. Flushes.
    """
    _lock(area, *successors)
    _check_days(area.valid_from, last_day)
    before = _state(area)
    area.valid_until = last_day
    for successor in successors:
        _connect(area, successor, last_day + timedelta(days=1))
    details = (
        {"successors": ",".join(successor.code for successor in successors)} if successors else {}
    )
    _record(area, before, AuditAction.FOCUS_AREA_ENDED, actor, now, **details)


def reopen_area(area: FocusArea, *, actor: str, now: datetime) -> None:
    """Let an ended area go on; what continues it stays. Raises AreaNameTaken. Flushes."""
    _lock(area)
    _check_name(area.name, area, now)
    before = _state(area)
    area.valid_until = None
    _record(area, before, AuditAction.FOCUS_AREA_REOPENED, actor, now)


def add_successor(
    area: FocusArea, successor: FocusArea, *, since: date, actor: str, now: datetime
) -> None:
    """Let another area continue this one from a day on. Raises AreaContinuesItself. Flushes.

    Whoever looks for the successor then finds what bears this one as well.
    """
    _lock(area, successor)
    _connect(area, successor, since)
    before = _state(area)
    _record(area, before, AuditAction.FOCUS_AREA_CHANGED, actor, now, successor=successor.code)


def remove_successor(area: FocusArea, successor: FocusArea, *, actor: str, now: datetime) -> None:
    """Let the other area no longer continue this one. Flushes."""
    _lock(area, successor)
    db.session.execute(delete(FocusAreaSuccession).where(*_between(area, successor)))
    before = _state(area)
    _record(area, before, AuditAction.FOCUS_AREA_CHANGED, actor, now, released=successor.code)


def delete_area(area: FocusArea, *, actor: str, now: datetime) -> None:
    """Delete an area that nothing bears. Raises AreaInUse. Flushes."""
    _lock(area)
    lock_row(area)  # whoever gives it to a track or a card waits, and then finds it gone
    if not count_uses([area])[area.id].is_none:
        raise AreaInUse
    db.session.execute(
        delete(FocusAreaSuccession).where(
            or_(
                FocusAreaSuccession.predecessor_id == area.id,
                FocusAreaSuccession.successor_id == area.id,
            )
        )
    )
    audit.record_change(
        AuditAction.FOCUS_AREA_DELETED, area, before=_state(area), after={}, actor=actor, now=now
    )
    db.session.delete(area)
    db.session.flush()


def _lock(*areas: FocusArea) -> None:
    """Lock the site; the areas are read again. Raises AreaGone for one deleted meanwhile."""
    ids = {area.id for area in areas}
    lock_site()
    if len(db.session.scalars(select(FocusArea).where(FocusArea.id.in_(ids))).all()) < len(ids):
        raise AreaGone


def _connect(area: FocusArea, successor: FocusArea, since: date) -> None:
    if area is successor or area.code in reached_from(successor.code, _direct_successors()):
        raise AreaContinuesItself
    known = db.session.scalar(select(FocusAreaSuccession).where(*_between(area, successor)))
    if known is None:
        known = FocusAreaSuccession(predecessor_id=area.id, successor_id=successor.id)
        db.session.add(known)
    known.since = since
    db.session.flush()


def _direct_successors() -> dict[str, list[str]]:
    direct: dict[str, list[str]] = {}
    for succession in db.session.scalars(
        select(FocusAreaSuccession).options(
            joinedload(FocusAreaSuccession.predecessor), joinedload(FocusAreaSuccession.successor)
        )
    ):
        direct.setdefault(succession.predecessor.code, []).append(succession.successor.code)
    return direct


def _between(area: FocusArea, successor: FocusArea) -> tuple[Any, ...]:
    return (
        FocusAreaSuccession.predecessor_id == area.id,
        FocusAreaSuccession.successor_id == successor.id,
    )


def _check_days(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise AreaEndsBeforeStart


def _check_name(name: str, area: FocusArea | None, now: datetime) -> None:
    others = db.session.execute(
        select(FocusArea.id, FocusArea.name).where(
            or_(FocusArea.valid_until.is_(None), FocusArea.valid_until >= now.date())
        )
    )
    own = area.id if area else None
    if any(other != own and fold(taken) == fold(name) for other, taken in others):
        raise AreaNameTaken


def _free_code(short_name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", fold(short_name)).strip("-")[:CODE_MAX_LENGTH].strip("-")
    taken = NO_CODES | {area.code for area in list_in_order()}
    numbered = (f"{stem or 'area'}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem and stem not in taken else next(c for c in numbered if c not in taken)


def _write(area: FocusArea, text: FocusAreaText) -> None:
    area.name, area.name_en = text.name, text.name_en
    area.short_name, area.short_name_en = text.short_name, text.short_name_en
    area.figure, area.valid_from = text.figure, text.valid_from
    area.colour = None if text.colour == text.figure else text.colour


def _record(
    area: FocusArea,
    before: dict[str, str | int],
    action: AuditAction,
    actor: str,
    now: datetime,
    **details: str,
) -> None:
    area.version += 1
    db.session.flush()
    after = _state(area)
    audit.record_change(action, area, before=before, after=after, actor=actor, now=now, **details)


def _state(area: FocusArea) -> dict[str, str | int]:
    """What an entry of the log says the area was."""
    return {
        "name": area.name,
        "name_en": area.name_en,
        "short_name": area.short_name,
        "short_name_en": area.short_name_en,
        "figure": area.figure,
        "colour": area.cloth,
        "valid_from": area.valid_from.isoformat(),
        "valid_until": area.valid_until.isoformat() if area.valid_until else "",
    }


@cache
def _usual_areas() -> list[dict[str, Any]]:
    text = files("eventapp.facts").joinpath("focus_areas.json").read_text(encoding="utf-8")
    areas: list[dict[str, Any]] = json.loads(text)
    return areas
