#!/usr/bin/env bash
# icalendar 7.3.0, ics 0.7.3, ical.js 2.2.1, node-ical 0.26.1: P1D and PT24H are one and the same.
#
# Expected: days are nominal and hours exact (RFC 5545, 3.3.6). From noon on 28 March 2026, the day
# before the clocks go forward, P1D ends at noon the next day and PT24H at one o'clock.
# Seen: the first three end both at noon (10:00 UTC), node-ical ends both at one (11:00 UTC);
# icalendar also writes 24 hours as P1D.
# What we do: DTEND is written, never DURATION (_event in eventapp/documents/calendar.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1 node-ical@0.26.1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  icalendar==7.3.0 ics==0.7.3
"$folder/venv/bin/python" - <<'PY'
from datetime import UTC, timedelta

import icalendar
import ics

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
DTSTART;TZID=Europe/Stockholm:20260328T120000
DURATION:LASTS
SUMMARY:x
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def ends(lasts):
    lines = LINES.replace("LASTS", lasts)
    read = (
        icalendar.Calendar.from_ical(lines).walk("VEVENT")[0].end,
        next(iter(ics.Calendar(lines).events)).end.datetime,
    )
    return [f"{end.astimezone(UTC):%H:%M}" for end in read]


day, hours = ends("P1D"), ends("PT24H")
written = icalendar.vDuration(timedelta(hours=24)).to_ical()
print("icalendar, ics:", {"P1D": day, "PT24H": hours}, written)
assert day == ["10:00", "10:00"]
assert hours == ["10:00", "10:00"], "hours are exact now"
assert written == b"P1D"
PY
cat > finding.mjs <<'JS'
import ICAL from "ical.js";
import ical from "node-ical";

const ends = (lasts) => {
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
DTSTART;TZID=Europe/Stockholm:20260328T120000
DURATION:${lasts}
SUMMARY:x
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
  const event = new ICAL.Component(ICAL.parse(lines)).getFirstSubcomponent("vevent");
  const read = [new ICAL.Event(event).endDate.toJSDate(), ical.sync.parseICS(lines).a.end];
  return read.map((end) => end.toISOString().slice(11, 16)).join(" ");
};
const day = ends("P1D");
const hours = ends("PT24H");
console.log("ical.js, node-ical:", { P1D: day, PT24H: hours });
if (day !== "10:00 11:00" || hours !== "10:00 11:00") throw new Error("they are told apart now");
JS
TZ=Europe/Stockholm node finding.mjs
