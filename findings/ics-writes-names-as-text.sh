#!/usr/bin/env bash
# ics 0.7.3 (Python): what it writes lacks DTSTAMP, and breaks a name with a comma or semicolon.
#
# Expected: DTSTAMP, which every VEVENT must have (RFC 5545, 3.6.1), and CN="Berg, Anna; Hr" in quotes.
# Seen: no DTSTAMP, and CN=Berg\, Anna\; Hr, escaped as texts are and not quoted: the semicolon
# begins another parameter, and vobject 0.9.9 refuses the line. Long lines are not folded either.
# What we do: calendars are written with icalendar, which quotes names (eventapp/documents/calendar.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  ics==0.7.3 vobject==0.9.9 python-dateutil==4.0.0
"$folder/venv/bin/python" - <<'PY'
import vobject
from ics import Attendee, Calendar, Event

name = "Berg, Anna; Hr"
event = Event(name="x", begin="2026-07-01 09:00:00", description="rad " * 60)
event.add_attendee(Attendee(email="a@example.com", common_name=name))
lines = Calendar(events=[event]).serialize()
line = next(each for each in lines.splitlines() if each.startswith("ATTENDEE"))
try:
    read = vobject.readOne(lines).vevent.attendee.params["CN"][0]
except vobject.base.ParseError as error:
    read = error
longest = max(len(each.encode()) for each in lines.splitlines())
print({"DTSTAMP": "DTSTAMP" in lines, "line": line, "read": read, "longest": longest})
assert "DTSTAMP" not in lines, "it writes DTSTAMP now"
assert r"CN=Berg\, Anna\; Hr:" in line, "it quotes names now"
assert isinstance(read, vobject.base.ParseError), "the line is read now"
assert longest > 75, "it folds lines now"
PY
