#!/usr/bin/env bash
# icalendar 7.3.0: the zone that add_missing_timezones() writes makes other readers miss summer time.
#
# Expected: yearly rules (RRULE), or at least an hour that ical.js and vobject read back.
# Seen: a list of single turns (RDATE) from 1980 to 2037. ical.js 2.2.1 and vobject 0.9.9 read 9:00 in
# July 2026 as winter time, 08:00 UTC instead of 07:00; under a name of their own the reader has only
# the list to go by. icalendar itself errs so from 2038 on, after the end of its list.
# What we do: eventapp/documents/time_zone.py writes rules of its own.
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
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import vobject
from icalendar import Calendar, Event


def written(year):
    calendar, event = Calendar(), Event()
    calendar.add("version", "2.0")
    calendar.add("prodid", "x")
    event.add("uid", "a")
    event.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
    event.add("dtstart", datetime(year, 7, 1, 9, tzinfo=ZoneInfo("Europe/Stockholm")))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode().replace("Europe/Stockholm", "Custom")


lines = written(2026)
open("zone.ics", "w", newline="").write(lines)
other = vobject.readOne(lines).vevent.dtstart.value.astimezone(UTC).hour
own, late = (Calendar.from_ical(written(year)).walk("VEVENT")[0].start.astimezone(UTC).hour
             for year in (2026, 2040))
print({"RRULE": "RRULE" in lines, "RDATE": "RDATE" in lines, "vobject": other, "icalendar": own,
       "icalendar in 2040": late})
assert "RDATE" in lines and "RRULE" not in lines, "it writes rules now"
assert (other, own, late) == (8, 7, 8)
PY
cat > finding.mjs <<'JS'
import ICAL from "ical.js";
import fs from "fs";

const lines = fs.readFileSync("zone.ics", "utf8");
const event = new ICAL.Component(ICAL.parse(lines)).getFirstSubcomponent("vevent");
const start = new ICAL.Event(event).startDate.toJSDate().toISOString();
console.log("ical.js:", start);
if (!start.includes("T08:00")) throw new Error("ical.js reads lists of turns now");
JS
TZ=Europe/Stockholm node finding.mjs
