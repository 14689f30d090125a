#!/usr/bin/env bash
# icalendar 7.3.0: vText takes a backslash and a large N that somebody typed for the end of a line.
#
# Expected: a typed "C:\Nyheter" is written C:\\Nyheter, as "C:\nyheter" is written C:\\nyheter.
# Seen: \N becomes \n, so every reader shows "C:" and "yheter" on two lines; before a small n the
# backslash is doubled.
# What we do: _Text in eventapp/documents/calendar.py escapes by itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  icalendar==7.3.0
"$folder/venv/bin/python" - <<'PY'
from icalendar import Calendar, Event, vText

large, small = vText("C:\\Nyheter").to_ical(), vText("C:\\nyheter").to_ical()
event = Event()
event.add("summary", "C:\\Nyheter")
read = str(Event.from_ical(event.to_ical())["summary"])
print("C:\\Nyheter ->", large.decode(), "-> read back", repr(read))
print("C:\\nyheter ->", small.decode())
assert small == b"C:\\\\nyheter"
assert (large, read) == (b"C:\\nyheter", "C:\nyheter"), "the backslash before N is escaped now"
PY
