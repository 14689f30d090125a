#!/usr/bin/env bash
# vobject 0.9.9 (python-dateutil 4.0.0) and ical.js 2.2.1: an hour that the clocks jump over is read
# an hour early.
#
# Expected: 02:30 on 29 March 2026 in Stockholm "is interpreted using the UTC offset before the gap"
# (RFC 5545, 3.3.5): 01:30 UTC, half past three on the wall. icalendar 7.3.0 and node-ical do so.
# Seen: the two give 00:30 UTC, half past one on the wall.
# What we do: nobody can type such a time (NoSuchTime in eventapp/domain/event/local_time.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1 node-ical@0.26.1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  icalendar==7.3.0 vobject==0.9.9 python-dateutil==4.0.0
"$folder/venv/bin/python" - <<'PY'
from datetime import UTC

import icalendar
import vobject

LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20250330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Stockholm:20260329T023000
SUMMARY:x
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
starts = {
    "icalendar": icalendar.Calendar.from_ical(LINES).walk("VEVENT")[0].start,
    "vobject": vobject.readOne(LINES).vevent.dtstart.value,
}
read = {name: f"{start.astimezone(UTC):%H:%M}" for name, start in starts.items()}
print(read)
assert read["icalendar"] == "01:30"
assert read["vobject"] == "00:30", "vobject reads it right now"
PY
cat > finding.mjs <<'JS'
import ICAL from "ical.js";
import ical from "node-ical";

const lines = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20250330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Stockholm:20260329T023000
SUMMARY:x
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
const event = new ICAL.Component(ICAL.parse(lines)).getFirstSubcomponent("vevent");
const mozilla = new ICAL.Event(event).startDate.toJSDate().toISOString().slice(11, 16);
const node = ical.sync.parseICS(lines).a.start.toISOString().slice(11, 16);
console.log({ "ical.js": mozilla, "node-ical": node });
if (node !== "01:30") throw new Error("node-ical reads it otherwise now");
if (mozilla !== "00:30") throw new Error("ical.js reads it right now");
JS
TZ=Europe/Stockholm node finding.mjs
