#!/usr/bin/env bash
# ics 0.7.3: a time in a zone that the file itself describes is read as UTC.
#
# Expected: a VTIMEZONE called Stockholm with yearly rules holds for TZID=Stockholm: 9:00 in July is
# 07:00 UTC. The library has code for it.
# Seen: 09:00 UTC, for its entries are read before its zones; only names of the tz database are right.
# What we do: TZID is the name in the tz database (eventapp/documents/time_zone.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  ics==0.7.3 python-dateutil==4.0.0
"$folder/venv/bin/python" - <<'PY'
from datetime import UTC

from ics import Calendar

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
DTSTART;TZID=Europe/Stockholm:20260701T090000
SUMMARY:x
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def start(lines):
    return f"{next(iter(Calendar(lines).events)).begin.datetime.astimezone(UTC):%H:%M}"


known, described = start(LINES), start(LINES.replace("Europe/Stockholm", "Stockholm"))
print({"Europe/Stockholm": known, "Stockholm": described})
assert known == "07:00"
assert described == "09:00", "zones of the file are known now"
PY
