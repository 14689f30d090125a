"""What the door's pages and phones read, they read from an index, however much there is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from eventapp.domain.door import roster, roster_entry, scan_tally
from eventapp.domain.door.arriving import dashboard
from eventapp.domain.door.search import search_people
from eventapp.extensions import db
from eventapp.models import Event, RosterName
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.desk.test_registration_list import executed, plan_of
from tests.domain.door.sending import send

NAMES = 500
READINGS: dict[str, tuple[Callable[[Event], object], str, list[str]]] = {
    "latest scans": (
        lambda event: dashboard.list_scans(event, page=1),
        "FROM check_ins",
        ["check_ins_by_"],  # PostgreSQL takes any where there is next to nothing
    ),
    "scans to look at": (
        lambda event: dashboard.list_scans(event, page=1, odd=True),
        "FROM check_ins",
        ["check_ins_to_look_at"],
    ),
    "scans to count": (
        lambda event: scan_tally.load_day(event, NOON.date()),
        "revision <=",
        ["check_ins_by_"],
    ),
    "a page of the roster": (
        lambda event: roster.whole_roster(event, "8" * 32),
        "ORDER BY roster_entries",
        ["pk_roster_entries", "autoindex_roster_entries", "roster_entries_listed"],
    ),
    "its arrivals": (
        lambda event: roster.whole_roster(event, "8" * 32),
        "FROM roster_arrivals",
        ["pk_roster_arrivals", "autoindex_roster_arrivals"],
    ),
    "what has changed of it": (
        lambda event: roster.roster_changes(event, 1),
        "FROM roster_entries",
        ["roster_entries_by_revision"],
    ),
    "names": (
        lambda event: search_people(event, "li va"),
        "FROM roster_names",
        ["pk_roster_names", "autoindex_roster_names"],
    ),
    "marks": (roster_entry.is_recorded, "FROM roster_marks", ["ix_roster_marks_event_id"]),
}


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


@pytest.mark.parametrize("name", READINGS)
def test_it_is_read_from_an_index(event: Event, name: str) -> None:
    read, part, indexes = READINGS[name]
    phone, _token = a_phone(event)
    send(phone, a_scan(a_digest(a_registration(event))))
    roster_entry.record_changes(event)
    _give_many_names(event)

    with executed() as statements:
        read(event)

    plan = plan_of(*next(sent for sent in statements if part in " ".join(sent[0].split())))
    assert re.search("|".join(indexes), plan), plan
    assert not re.search(r"SCAN (?!\w+ USING)|Seq Scan", plan), plan


def _give_many_names(event: Event) -> None:
    """Somebody's, so many that the database sees which index says more of a word."""
    (owner,) = db.session.scalars(select(RosterName.registration_id).distinct())
    names = [
        {"event_id": event.id, "word": f"{n}", "sort_name": f"{n}", "registration_id": owner}
        for n in range(NAMES)
    ]
    db.session.execute(insert(RosterName), names)
    db.session.execute(text(f"ANALYZE {RosterName.__tablename__}"))
