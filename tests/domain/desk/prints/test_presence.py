"""From scans to days, sessions and minutes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.domain.desk.prints.presence import Stay, attendance_record, list_stays
from eventapp.domain.door.projection import Scan
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.schedule.published import PublishedSession
from eventapp.models import ScanKind

ZONE = ZoneInfo("Europe/Stockholm")
NINE = datetime(2027, 6, 1, 9, tzinfo=ZONE).astimezone(UTC)
HOUR = timedelta(hours=1)


def scan(kind: ScanKind, at: datetime, **facts: Any) -> Scan:
    number = int(at.timestamp())
    values = {"device": 1, "life": "a", "seq": number, "id": str(number), "place": 1, **facts}
    return Scan(
        at=milliseconds(at),
        kind=kind,
        low=milliseconds(at),
        high=milliseconds(at),
        stretched=False,
        admits=kind is ScanKind.ENTRY,
        knew=False,
        target=facts.pop("target", None) if "target" in facts else None,
        **{key: value for key, value in values.items() if key != "target"},
    )


def session(code: str, starts: datetime, hours: float = 1, **facts: Any) -> PublishedSession:
    values: dict[str, Any] = dict.fromkeys(
        ("known", "unknown", "meaning", "learning_goals", "references", "speakers"), ()
    )
    return PublishedSession(
        **{
            **values,
            "code": code,
            "kind": "plenary",
            "form": "",
            "title": code,
            "abstract": "",
            "starts_at": starts,
            "ends_at": starts + hours * HOUR,
            "room": None,
            "track": None,
            "choice_group": "",
            "seats": None,
            "cancelled": False,
            **facts,
        }
    )


def attended(stays: list[Stay], *sessions: PublishedSession, chosen: str = "") -> list[str]:
    return [s.title for s in attendance_record(stays, sessions, {chosen}, ZONE).sessions]


def test_who_is_not_seen_leaving_stays_until_midnight_and_comes_again_the_next_day() -> None:
    stays = list_stays([scan(ScanKind.ENTRY, NINE), scan(ScanKind.ENTRY, NINE + 24 * HOUR)], ZONE)

    assert stays == [
        Stay(NINE, NINE + 15 * HOUR),
        Stay(NINE + 24 * HOUR, NINE + 39 * HOUR),
    ]


def test_an_exit_ends_the_stay_and_an_undone_entry_is_none() -> None:
    assert list_stays([scan(ScanKind.ENTRY, NINE), scan(ScanKind.EXIT, NINE + HOUR)], ZONE) == [
        Stay(NINE, NINE + HOUR)
    ]
    entry = scan(ScanKind.ENTRY, NINE)
    assert list_stays([entry, scan(ScanKind.UNDO, NINE + HOUR, target=entry.id)], ZONE) == []


def test_a_session_of_which_half_was_seen_counts() -> None:
    late = [Stay(NINE + HOUR / 2, NINE + 2 * HOUR)]
    too_late = [Stay(NINE + HOUR * 0.6, NINE + 2 * HOUR)]

    assert attended(late, session("a", NINE)) == ["a"]
    assert attended(too_late, session("a", NINE)) == []


def test_breaks_what_was_cancelled_and_others_choices_do_not_count() -> None:
    whole = [Stay(NINE, NINE + 8 * HOUR)]
    sessions = (
        session("coffee", NINE, kind="service"),
        session("off", NINE, cancelled=True),
        session("mine", NINE, kind="choice"),
        session("other", NINE, kind="choice"),
    )

    assert attended(whole, *sessions, chosen="mine") == ["mine"]


def test_what_overlaps_counts_once_and_days_are_those_of_the_place() -> None:
    late = datetime(2027, 6, 1, 23, tzinfo=UTC)  # the second of June in Stockholm
    both = attendance_record(
        [Stay(NINE, NINE + 8 * HOUR), Stay(late, late + HOUR)],
        [session("a", NINE, 2), session("b", NINE + HOUR, 2), session("c", NINE + 5 * HOUR)],
        (),
        ZONE,
    )

    assert both.minutes == 4 * 60
    assert [day.isoformat() for day in both.days] == ["2027-06-01", "2027-06-02"]
