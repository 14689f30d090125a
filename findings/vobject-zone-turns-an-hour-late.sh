#!/usr/bin/env bash
# vobject 0.9.9: the zone it writes for Stockholm is called CET, and its clocks turn an hour late.
#
# Expected: DTSTART;TZID=Europe/Stockholm for a datetime with ZoneInfo("Europe/Stockholm"), and a zone
# whose summer time begins at 02:00 and ends at 03:00 by the old offset.
# Seen: TZID=CET, DAYLIGHT from 03:00 and STANDARD from 04:00. By the file the clocks turn at 02:00 UTC.
# What we do: vobject reads in tests only; eventapp/documents/time_zone.py writes the zones.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  vobject==0.9.9 python-dateutil==4.0.0
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime
from zoneinfo import ZoneInfo

import vobject

calendar = vobject.iCalendar()
event = calendar.add("vevent")
event.add("summary").value = "x"
event.add("dtstart").value = datetime(2026, 7, 1, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
lines = calendar.serialize().splitlines()
seen = [line for line in lines if line.startswith(("TZID", "DTSTART", "BEGIN:D", "BEGIN:S"))]
print(*seen, sep="\n")
turns = {kind: seen[seen.index(f"BEGIN:{kind}") + 1][-6:] for kind in ("DAYLIGHT", "STANDARD")}
assert "TZID:CET" in seen and "DTSTART;TZID=CET:20260701T090000" in seen, "it names the zone now"
assert turns == {"DAYLIGHT": "030000", "STANDARD": "040000"}, "its clocks turn in time now"
PY
