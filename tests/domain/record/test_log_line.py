"""Like acts of the log gathered."""

from datetime import timedelta

from eventapp.domain.record.log_line import GATHERING_DURATION, gather
from eventapp.models import AuditEntry
from tests.builders import NOON

MINUTE = timedelta(minutes=1)


def an_entry(minutes: float, actor: str = "device:x", **details: str | int) -> AuditEntry:
    return AuditEntry(
        at=NOON - minutes * MINUTE,
        actor=actor,
        action="door search",
        subject_kind="event",
        subject_code="e1",
        details=details,
    )


def counts(*entries: AuditEntry) -> list[int]:
    return [line.count for line in gather(entries)]


def test_the_same_act_by_one_actor_within_an_hour_is_one_line() -> None:
    entries = [an_entry(minutes, results=minutes) for minutes in range(43)]
    (line,) = gather(entries)
    assert (line.count, line.entry, line.since) == (43, entries[0], entries[-1].at)


def test_others_acts_in_between_do_not_part_them() -> None:
    assert counts(an_entry(0), an_entry(1, "device:y"), an_entry(2)) == [2, 1]


def test_another_part_of_the_event_is_another_line() -> None:
    assert counts(an_entry(0, session="p1"), an_entry(1, session="p2")) == [1, 1]


def test_after_an_hour_a_new_line_begins() -> None:
    limit = GATHERING_DURATION / MINUTE
    assert counts(an_entry(0), an_entry(limit)) == [2]
    assert counts(an_entry(0), an_entry(limit + 1), an_entry(limit + 2)) == [1, 2]
