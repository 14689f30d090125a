#!/usr/bin/env bash
# icalendar 7.3.0 and vobject 0.9.9: a rule of a zone loses its last turn of the clocks.
#
# Expected: UNTIL is in UTC and counts itself in (RFC 5545, 3.3.10 and 3.6.5): a summer time with
# UNTIL=20270328T010000Z still turns the clocks at that moment. ical.js 2.2.1 reads it so.
# Seen: both leave that turn out, and 9:00 in July 2027 is 08:00 UTC.
# What we do: rules that end have COUNT (eventapp/documents/time_zone.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1
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
TZID:Custom
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20271031T010000Z
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20250330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20270328T010000Z
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART;TZID=Custom:20270701T090000
SUMMARY:x
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def starts(lines):
    read = (
        icalendar.Calendar.from_ical(lines).walk("VEVENT")[0].start,
        vobject.readOne(lines).vevent.dtstart.value,
    )
    return [f"{start.astimezone(UTC):%H:%M}" for start in read]


last, before = starts(LINES), starts(LINES.replace("DTSTART;TZID=Custom:2027", "DTSTART;TZID=Custom:2026"))
print("icalendar, vobject:", {"2026": before, "2027": last})
assert before == ["07:00", "07:00"]
assert last == ["08:00", "08:00"], "the last turn counts now"
PY
cat > finding.mjs <<'JS'
import ICAL from "ical.js";

const lines = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VTIMEZONE
TZID:Custom
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20271031T010000Z
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20250330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20270328T010000Z
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART;TZID=Custom:20270701T090000
SUMMARY:x
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
const event = new ICAL.Component(ICAL.parse(lines)).getFirstSubcomponent("vevent");
const start = new ICAL.Event(event).startDate.toJSDate().toISOString();
console.log("ical.js:", start);
if (!start.includes("T07:00")) throw new Error("ical.js leaves the last turn out now");
JS
TZ=Europe/Stockholm node finding.mjs
