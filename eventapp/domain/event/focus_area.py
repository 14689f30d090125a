"""Focus areas: which are in use on a day, and which continue others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from eventapp.extensions import db
from eventapp.models import FocusArea, FocusAreaSuccession


def list_valid_areas(*, on: date) -> Sequence[FocusArea]:
    """The areas in use that day, in their order."""
    return db.session.scalars(
        select(FocusArea)
        .where(
            FocusArea.valid_from <= on,
            or_(FocusArea.valid_until.is_(None), FocusArea.valid_until >= on),
        )
        .order_by(FocusArea.position)
    ).all()


def list_areas(codes: Sequence[str]) -> Sequence[FocusArea]:
    """The areas of these codes, in their order, whether still in use or not."""
    return db.session.scalars(
        select(FocusArea).where(FocusArea.code.in_(codes)).order_by(FocusArea.position)
    ).all()


def with_chosen(areas: Sequence[FocusArea], chosen: Sequence[FocusArea]) -> list[FocusArea]:
    """The areas to choose among: those offered, and those that were chosen before they ended."""
    return [*areas, *(area for area in chosen if area not in areas)]


def list_successors(*, on: date) -> dict[str, frozenset[str]]:
    """By code of an area, the codes of all areas that continue it that day, however far on."""
    older, newer = aliased(FocusArea), aliased(FocusArea)
    pairs = db.session.execute(
        select(older.code, newer.code)
        .select_from(FocusAreaSuccession)
        .join(older, older.id == FocusAreaSuccession.predecessor_id)
        .join(newer, newer.id == FocusAreaSuccession.successor_id)
        .where(FocusAreaSuccession.since <= on)
    )
    direct: dict[str, set[str]] = {}
    for predecessor, successor in pairs:
        direct.setdefault(predecessor, set()).add(successor)
    return {code: frozenset(reached_from(code, direct)) for code in direct}


def with_predecessors(codes: Iterable[str], *, on: date) -> set[str]:
    """These codes, and those of the areas that they continue: what is found by the new name."""
    wanted = set(codes)
    successors = list_successors(on=on) if wanted else {}
    return wanted | {old for old, new in successors.items() if new & wanted}


def reached_from(start: str, direct: Mapping[str, Iterable[str]]) -> set[str]:
    """Whatever is reached from `start` in one step or more; circles end."""
    reached: set[str] = set()
    waiting = list(direct.get(start, ()))
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting.extend(direct.get(code, ()))
    return reached
