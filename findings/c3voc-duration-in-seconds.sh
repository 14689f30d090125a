#!/usr/bin/env bash
# c3voc-schedule-tools 1.1.0 (Python): a session of 45 minutes ends after 45 seconds.
#
# Expected: "duration": "00:45" of a schedule.json is 45 minutes, as its schema (HH:MM) and the
# library's own writer have it, so that a talk at 9.00 ends at 9.45.
# Seen: Event.end is 9.00.45. What the library itself writes for 90 minutes, "1:30", it reads back as
# a minute and a half.
# What we do: schedule.json and .xml keep to the schema (eventapp/documents/schedule_json.py), and
# the calendar beside them has each end as a moment (eventapp/documents/calendar.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  c3voc-schedule-tools==1.1.0
"$folder/venv/bin/python" - <<'PY'
from datetime import timedelta

from voc.event import Event
from voc.tools import format_duration, str2timedelta

talk = {
    "guid": "5c5a4f3e-6f0e-5d4e-9f0f-0d6a7c1f2b3a", "id": 1, "title": "Ljus på torget",
    "date": "2027-01-20T09:00:00+01:00", "start": "09:00", "duration": "00:45", "room": "Eken",
    "language": "sv", "persons": [],
}
end = Event(talk).end.isoformat()
written = format_duration(timedelta(minutes=90))
print({"end": end, "90 minutes are written": written, "and read": str2timedelta(written)})
assert end == "2027-01-20T09:00:45+01:00", "a duration is hours and minutes now"
assert written == "1:30"
assert str2timedelta(written) == timedelta(seconds=90), "what is written is read back now"
PY
