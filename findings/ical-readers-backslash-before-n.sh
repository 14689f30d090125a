#!/usr/bin/env bash
# ics 0.7.3 (Python) and node-ical 0.26.1: an escaped backslash before the letter n ends the line.
#
# Expected: SUMMARY:C:\\nyheter (RFC 5545, 3.3.11) is read as C:\nyheter, as ical.js 2.2.1 does.
# Seen: both undo \n before \\, and show a backslash, the end of a line, and "yheter".
# What we do: nothing, for what we write is right; only such a path in a title is shown badly there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node-ical@0.26.1 ical.js@2.2.1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  ics==0.7.3
"$folder/venv/bin/python" - <<'PY'
from ics import Calendar

LINES = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART:20260401T090000Z
SUMMARY:C:\\nyheter
END:VEVENT
END:VCALENDAR
"""
read = next(iter(Calendar(LINES.replace("\n", "\r\n")).events)).name
print("ics      ", repr(read))
assert read == "C:\\\nyheter", "ics reads an escaped backslash before n now"
PY
cat > finding.mjs <<'JS'
import ICAL from "ical.js";
import ical from "node-ical";

const lines = String.raw`BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART:20260401T090000Z
SUMMARY:C:\\nyheter
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
const node = ical.sync.parseICS(lines).a.summary;
const event = new ICAL.Component(ICAL.parse(lines)).getFirstSubcomponent("vevent");
const mozilla = event.getFirstPropertyValue("summary");
console.log("node-ical", JSON.stringify(node));
console.log("ical.js  ", JSON.stringify(mozilla));
if (mozilla !== "C:\\nyheter") throw new Error("ical.js reads it otherwise now");
if (node !== "C:\\\nyheter") throw new Error("node-ical reads an escaped backslash before n now");
JS
TZ=Europe/Stockholm node finding.mjs
