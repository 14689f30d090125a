"""What has been shown of an event's people, so that two prints together tell no more than one.

Who waits, reads again and subtracts would learn of the one who was added meanwhile whether they
came. So figures follow what has changed in steps of so many people as a group must have: a group
that is shown follows once that many of it have changed, and all that is hidden together likewise.
A group that was hidden stays so, for beside what is shown now an earlier print may tell its size;
and one that was shown does not become too small to be.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import msgspec
from msgspec import structs
from sqlalchemy import Connection, insert, select, update

from eventapp import transactions
from eventapp.domain.survey.analysis.disclosure import (
    MIN_GROUP,
    AnswerGroup,
    is_hidden_alone,
    size_of_group,
)
from eventapp.domain.survey.analysis.tally import Tally
from eventapp.extensions import db
from eventapp.models import Event
from eventapp.models.report.report import ShownAttendance

NO_GROUP = ""  # the code of those who belong to no group of the results


class GroupCount(msgspec.Struct, frozen=True):
    """How many of a group had a place, and how many of them came."""

    label: str = ""
    placed: int = 0
    came: int = 0


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """An event's people before hiding: by code of their group, and who waited and cancelled.

    `others` are None where nobody knows any more; `hidden` are groups that have been hidden.
    """

    groups: Mapping[str, GroupCount]
    others: Mapping[str, int | None]
    hidden: frozenset[str] = frozenset()

    @property
    def placed(self) -> int:
        """How many had a place."""
        return sum(group.placed for group in self.groups.values())

    @property
    def came(self) -> int:
        """How many of them came."""
        return sum(group.came for group in self.groups.values())


# The groups to hide in what is to be shown; those that have been hidden are among its `hidden`.
Hide = Callable[[PeopleCounts], frozenset[str]]


def tally_of(placed: int, came: int, *, recorded: bool = True) -> Tally:
    """Who came, as if it were an answer; where nobody noted it there are sizes alone."""
    if not recorded:
        return Tally(base=placed)
    absent = placed - came
    return Tally(("came", "absent"), (came, absent), placed, 0, came, absent)


def follow(shown: PeopleCounts | None, live: PeopleCounts) -> PeopleCounts:
    """What to show of the people as they are now, after what has been shown."""
    if shown is None:
        return live
    if size_of_group(shown.placed) and (shown.came or not live.came):
        groups = _follow_groups(shown, live)
    else:  # nothing has been shown that could be subtracted
        groups = live.groups
    others = {name: _follow_count(shown.others.get(name), n) for name, n in live.others.items()}
    return PeopleCounts(groups, others, shown.hidden)


def find_shown(event: Event) -> PeopleCounts | None:
    """What has been shown of the event's people; None where nothing has."""
    return _find(db.session.connection(), event.id)


def settle(event: Event, live: PeopleCounts, hide: Hide) -> PeopleCounts:
    """What to show of the people as they are now; it is stored where it differs from before.

    In the transaction of whoever writes; who reads goes on reading, and when this returns it is
    committed in another. Whatever the database raises passes through.
    """
    shown = find_shown(event)
    settled = _settled(shown, live, hide)
    if settled == shown:
        return settled
    with _writing() as connection:
        which = select(Event.id).where(Event.id == event.id)
        connection.execute(which.with_for_update(key_share=True))
        shown = _find(connection, event.id)
        settled = _settled(shown, live, hide)
        _store(connection, event.id, settled, is_new=shown is None)
    return settled


def _settled(shown: PeopleCounts | None, live: PeopleCounts, hide: Hide) -> PeopleCounts:
    followed = follow(shown, live)
    return replace(followed, hidden=followed.hidden | hide(followed))


def _store(connection: Connection, event_id: int, counts: PeopleCounts, *, is_new: bool) -> None:
    values = {
        "counts": msgspec.to_builtins(counts.groups),
        "others": dict(counts.others),
        "hidden": sorted(counts.hidden),
    }
    if is_new:
        connection.execute(insert(ShownAttendance).values(event_id=event_id, **values))
    else:
        which = ShownAttendance.event_id == event_id
        connection.execute(update(ShownAttendance).where(which).values(**values))


def _follow_groups(shown: PeopleCounts, live: PeopleCounts) -> Mapping[str, GroupCount]:
    none = GroupCount()
    pairs = {
        code: (shown.groups.get(code, none), live.groups.get(code, none))
        for code in {**shown.groups, **live.groups}
    }
    silent = {
        code
        for code, (old, new) in pairs.items()
        if code in {NO_GROUP, *shown.hidden} or (not old.placed and _is_small(new))
    }
    moved = sum(_distance(*pairs[code]) for code in silent) >= MIN_GROUP
    followed = {}
    for code, (old, new) in pairs.items():
        moves = moved if code in silent else _may_follow(old, new)
        followed[code] = structs.replace(new if moves else old, label=new.label or old.label)
    return {code: count for code, count in followed.items() if count.placed}


def _may_follow(old: GroupCount, new: GroupCount) -> bool:
    return _distance(old, new) >= MIN_GROUP and not _is_small(new)


def _distance(old: GroupCount, new: GroupCount) -> int:
    return max(abs(new.placed - old.placed), abs(new.came - old.came))


def _is_small(count: GroupCount) -> bool:
    return is_hidden_alone(AnswerGroup("", Tally(base=count.placed)))


def _follow_count(shown: int | None, live: int | None) -> int | None:
    if shown is None or live is None or abs(live - shown) >= MIN_GROUP:
        return live
    return shown


def _find(connection: Connection, event_id: int) -> PeopleCounts | None:
    columns = ShownAttendance.counts, ShownAttendance.others, ShownAttendance.hidden
    which = ShownAttendance.event_id == event_id
    row = connection.execute(select(*columns).where(which)).one_or_none()
    if row is None:
        return None
    groups = msgspec.convert(row.counts, dict[str, GroupCount])
    return PeopleCounts(groups, row.others, frozenset(row.hidden))


@contextmanager
def _writing() -> Iterator[Connection]:
    """The connection of whoever writes already, or one of its own beside that of who reads."""
    if transactions.is_reading():
        with transactions.writing(), db.engine.begin() as connection:
            yield connection
    else:
        yield db.session.connection()
