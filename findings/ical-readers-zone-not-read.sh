#!/usr/bin/env bash
# ical 0.8.0 and cal-parser 1.0.2: the zone of a time is not read, so a session is hours late.
#
# Expected: DTSTART;TZID=Europe/Stockholm:20260613T090000 with its VTIMEZONE is 07:00 UTC wherever it
# is read (RFC 5545, 3.3.5), as node-ical 0.26.1 and ts-ics 2.4.6 have it.
# Seen: ical takes it for 09:00 of the machine, which on a server is mostly UTC; cal-parser for 09:00
# UTC on every machine. An intranet that shows our feed through them is two hours late in summer.
# What we do: times bear the name of a public zone and its rules (eventapp/documents/time_zone.py);
# only times in UTC would help those two, and would lose the place's zone for everybody else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical@0.8.0 cal-parser@1.0.2 node-ical@0.26.1 ts-ics@2.4.6
cat > finding.mjs <<'JS'
import assert from "node:assert"
import { parseString } from "cal-parser"
import ical from "ical"
import nodeIcal from "node-ical"
import { convertIcsCalendar } from "ts-ics"

const lines = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:20221030T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20220327T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Stockholm:20260613T090000
DTEND;TZID=Europe/Stockholm:20260613T100000
SUMMARY:x
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n")
const begins = {
  "node-ical": nodeIcal.sync.parseICS(lines).a.start,
  "ts-ics": convertIcsCalendar(undefined, lines).events[0].start.date,
  ical: ical.parseICS(lines).a.start,
  "cal-parser": parseString(lines).events[0].dtstart.value,
}
const hours = Object.fromEntries(
  Object.entries(begins).map(([name, at]) => [name, new Date(at).getUTCHours()]),
)
console.log(process.env.TZ, hours)
const machine = { UTC: 9, "America/New_York": 13 }[process.env.TZ]
assert.deepEqual(hours, { "node-ical": 7, "ts-ics": 7, ical: machine, "cal-parser": 9 })
JS
TZ=UTC node finding.mjs
TZ=America/New_York node finding.mjs
