"""Calendars through an event's life, read by programs that we do not ship.

ics, khal and node-ical are fetched when asked for, into a folder of the test: `pip` and `npm` have
to reach theirs. sabre/vobject takes part where PHP finds it (Debian: `php-sabre-vobject`).
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eventapp.domain.event.lifecycle import cancel_event, postpone_event, resume_event
from tests.builders import DAY
from tests.documents.test_personal_calendar import Entry, Life, read_with_icalendar
from tests.visitor import Visitor

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.on_sqlite_alone]

WITH_ICS = """
import json, sys, ics
calendar = ics.Calendar(open(sys.argv[1], newline="").read())
print(json.dumps({e.uid: [e.begin.timestamp(), e.end.timestamp(), e.status == "CANCELLED"]
                  for e in calendar.events}))
"""
WITH_KHAL = """
import json, sys, datetime as dt
from khal.icalendar import new_vevent, split_ics
from khal.khalendar.event import Event
import icalendar
locale = {"default_timezone": dt.timezone.utc, "local_timezone": dt.timezone.utc}
read = {}
for uid, text in [(i, t) for i, t in enumerate(split_ics(open(sys.argv[1]).read()))]:
    for item in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        event = Event.fromVEvents([item], calendar="x", locale=locale)
        status = str(item.get("STATUS"))
        read[str(item["UID"])] = [event.start.timestamp(), event.end.timestamp(),
                                  status == "CANCELLED"]
print(json.dumps(read))
"""
WITH_NODE_ICAL = """
const read = Object.values(require("node-ical").sync.parseFile(process.argv[2]))
  .filter(item => item.type === "VEVENT")
  .map(e => [e.uid, [e.start.getTime() / 1000, e.end.getTime() / 1000, e.status === "CANCELLED"]])
console.log(JSON.stringify(Object.fromEntries(read)))
"""
WITH_SABRE = """<?php
require "Sabre/VObject/includes.php";
foreach (Sabre\\VObject\\Reader::read(file_get_contents($argv[1]))->VEVENT as $e) {
  [$from, $to] = [$e->DTSTART->getDateTime(), $e->DTEND->getDateTime()];
  $read[(string) $e->UID] =
    [$from->getTimestamp(), $to->getTimestamp(), (string) $e->STATUS === "CANCELLED"];
}
echo json_encode($read);
"""
SABRE_IS_THERE = 'exit((int) !@include "Sabre/VObject/includes.php");'
OLD_LIBRARY = "error_reporting=E_ERROR"


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The command of each reader, to which a file is added."""
    folder = tmp_path_factory.mktemp("readers")
    subprocess.run([sys.executable, "-m", "venv", folder / "v"], check=True)
    python = folder / "v" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "ics==0.7.2", "khal==0.14.1"], check=True)
    commands = {}
    for name, script in (("ics", WITH_ICS), ("khal", WITH_KHAL)):
        (folder / f"with_{name}.py").write_text(script)
        commands[name] = [str(python), str(folder / f"with_{name}.py")]
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        subprocess.run([npm, "i", "--silent", "node-ical@0.26.1"], cwd=folder, check=True)
        (folder / "read.cjs").write_text(WITH_NODE_ICAL)
        commands["node-ical"] = [node, str(folder / "read.cjs")]
    php = shutil.which("php")
    tried = [php, "-d", OLD_LIBRARY, "-r", SABRE_IS_THERE]
    if php and not subprocess.run(tried, check=False).returncode:
        (folder / "read.php").write_text(WITH_SABRE)
        commands["sabre"] = [php, "-d", OLD_LIBRARY, str(folder / "read.php")]
    print(*commands)
    return commands


def read_by(command: list[str], path: Path) -> dict[str, Entry]:
    written = subprocess.run([*command, path], check=True, capture_output=True, text=True).stdout
    return {uid: tuple(entry) for uid, entry in json.loads(written).items()}


@pytest.mark.parametrize("days", [1, 2])
def test_every_reader_finds_each_day_once_and_right(
    client: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    readers: dict[str, list[str]],
    tmp_path: Path,
    days: int,
) -> None:
    life = Life(client, monkeypatch, days)
    acts: list[Callable[[], object]] = [
        lambda: None,
        lambda: life.move(7 * DAY),
        lambda: postpone_event(life.event, actor="o", reason="Snö", now=life.now),
        lambda: resume_event(life.event, actor="o", now=life.now),
        lambda: cancel_event(life.event, actor="o", reason="Snö", now=life.now),
    ]
    for act in acts:
        act()
        life.work()
        life.feed()
        life.published()
        life.series()
        life.organisation()

    differing = []
    for number, document in enumerate(life.documents):
        path = tmp_path / f"{number}.ics"
        path.write_bytes(document)
        expected = read_with_icalendar(document)
        assert len(expected) in {1, days, days + 1, days + 2}
        for name, command in readers.items():
            if read_by(command, path) != expected:
                differing.append((name, document.decode()))
    assert differing == []
