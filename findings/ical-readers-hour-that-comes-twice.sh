#!/usr/bin/env bash
# ical.js 2.2.1 and node-ical 0.26.1: of the hour that comes twice in autumn they take the second.
#
# Expected: 02:30 on 25 October 2026 in Stockholm is the first one, 00:30 UTC: "the DATE-TIME value
# refers to the first occurrence" (RFC 5545, 3.3.5), as icalendar 7.3.0 reads it.
# Seen: both give 01:30 UTC, an hour late.
# What we do: nobody can type such an hour (TimeComesTwice in eventapp/domain/event/local_time.py), and
# an entry that has one all the same is written in UTC (_in_utc in eventapp/documents/calendar.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1 node-ical@0.26.1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  icalendar==7.3.0
"$folder/venv/bin/python" - <<'PY'
from datetime import UTC

from icalendar import Calendar

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
DTSTART;TZID=Europe/Stockholm:20261025T023000
SUMMARY:x
END:VEVENT
END:VCALENDAR
"""
start = Calendar.from_ical(LINES.replace("\n", "\r\n")).walk("VEVENT")[0].start.astimezone(UTC)
print("icalendar", start.isoformat())
assert (start.hour, start.minute) == (0, 30)
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
DTSTART;TZID=Europe/Stockholm:20261025T023000
SUMMARY:x
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
const event = new ICAL.Component(ICAL.parse(lines)).getFirstSubcomponent("vevent");
const mozilla = new ICAL.Event(event).startDate.toJSDate().toISOString();
const node = ical.sync.parseICS(lines).a.start.toISOString();
console.log("ical.js  ", mozilla);
console.log("node-ical", node);
if (mozilla !== "2026-10-25T01:30:00.000Z") throw new Error("ical.js reads it otherwise now");
if (node !== "2026-10-25T01:30:00.000Z") throw new Error("node-ical reads it otherwise now");
JS
TZ=Europe/Stockholm node finding.mjs
