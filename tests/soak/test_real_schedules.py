"""Schedules that others have made: taken in, given back and found again, every session of them.

`REAL_SCHEDULES` names a folder of such files; the texts of talks belong to their authors,
so none is here. Without it a conference of a thousand sessions is made up.
"""

import os
import time
from pathlib import Path

import pytest

from eventapp.documents.schedule_file.raw import UnreadableSchedule
from eventapp.documents.schedule_file.reading import read_schedule
from eventapp.documents.schedule_json import schedule_json
from eventapp.documents.schedule_xml import schedule_xml
from eventapp.domain.schedule.schedule_import import schedule_import as imports
from eventapp.domain.schedule.schedule_import.comparison import compare, load_names
from eventapp.extensions import db
from eventapp.models import EventState
from tests.builders import NOON, an_event
from tests.builders.schedule_file import GUID, a_talk, as_json
from tests.documents.schedule_file.test_round_trip import as_calendar, exported, plain

pytestmark = pytest.mark.usefixtures("app")
FOLDER = os.environ.get("REAL_SCHEDULES", "")
MADE_UP = as_json(
    *(
        a_talk(
            number,
            guid=GUID.format(number),
            date=f"2026-12-15T{8 + number % 10:02}:00:00+01:00",
            start=f"{8 + number % 10:02}:00",
            room=f"Sal {number // 10}",
            abstract="Vad vi vet om unga. " * 40,
        )
        for number in range(1, 1001)
    )
)
FILES = {path.name: path for path in sorted(Path(FOLDER).iterdir())} if FOLDER else {}


@pytest.mark.parametrize("name", [*FILES, "made up"])
def test_a_schedule_goes_in_out_and_in_again_unchanged(name: str) -> None:
    written = FILES[name].read_bytes() if name in FILES else MADE_UP
    begun = time.perf_counter()
    try:
        content = read_schedule(written)
    except UnreadableSchedule as unreadable:
        print(f"{name}: refused, {unreadable.reason}")
        return
    event = an_event(state=EventState.DRAFT, time_zone=content.zone)
    plan = imports.create_import(event, content, name, actor="organizer", now=NOON)
    imports.start_import(plan, compare(event, content), version=1, actor="organizer", now=NOON)
    names, longest, more = load_names(event, content.speakers), 0.0, True
    db.session.commit()
    while more:
        at = time.perf_counter()
        more = imports.continue_import(plan, content, names, now=NOON)
        db.session.commit()
        longest = max(longest, time.perf_counter() - at)
    taken = time.perf_counter() - begun
    sessions = len(content.sessions)
    print(f"{name}: {sessions} sessions in {taken:.1f} s, longest lock {longest * 1000:.0f} ms")

    for write in (schedule_json, schedule_xml, as_calendar):
        back = read_schedule(exported(event, write))
        again = compare(event, back)
        assert not (again.new)
        assert not (again.moved)
        assert not (again.changed)
        assert not (again.gone)
        # A UID is no guid: it stays in the calendar's world.
        if write is not as_calendar and not name.endswith(".ics"):
            with_guids = any(session.guid for session in content.sessions)
            assert plain(back, with_guids=with_guids) == plain(content, with_guids=with_guids)
