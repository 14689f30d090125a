#!/usr/bin/env bash
# ics 0.7.3, vobject 0.9.9, node-ical 0.26.1: a quote in a participant's name is shown as ^'.
#
# Expected: CN="Anna ^'Nisse^' Berg" is read as Anna "Nisse" Berg (RFC 6868, of 2013), as
# icalendar 7.3.0 and ical.js 2.2.1 do.
# Seen: the three leave ^' in the name.
# What we do: names get typographic quotes, which need no escape (_party in
# eventapp/documents/calendar.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1 node-ical@0.26.1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  icalendar==7.3.0 ics==0.7.3 vobject==0.9.9 python-dateutil==4.0.0
"$folder/venv/bin/python" - <<'PY'
import icalendar
import ics
import vobject

LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART:20260401T090000Z
ATTENDEE;CN="Anna ^'Nisse^' Berg":mailto:a@example.com
SUMMARY:x
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
read = {
    "icalendar": icalendar.Calendar.from_ical(LINES).walk("VEVENT")[0]["attendee"].params["CN"],
    "ics": next(iter(next(iter(ics.Calendar(LINES).events)).attendees)).common_name,
    "vobject": vobject.readOne(LINES).vevent.attendee.params["CN"][0],
}
print(read)
assert read["icalendar"] == 'Anna "Nisse" Berg'
assert read["ics"] == read["vobject"] == "Anna ^'Nisse^' Berg", "one of them decodes RFC 6868 now"
PY
cat > finding.mjs <<'JS'
import ICAL from "ical.js";
import ical from "node-ical";

const lines = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
DTSTART:20260401T090000Z
ATTENDEE;CN="Anna ^'Nisse^' Berg":mailto:a@example.com
SUMMARY:x
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
const event = new ICAL.Component(ICAL.parse(lines)).getFirstSubcomponent("vevent");
const mozilla = event.getFirstProperty("attendee").getParameter("cn");
const node = ical.sync.parseICS(lines).a.attendee.params.CN;
console.log({ "ical.js": mozilla, "node-ical": node });
if (mozilla !== 'Anna "Nisse" Berg') throw new Error("ical.js reads it otherwise now");
if (node !== "Anna ^'Nisse^' Berg") throw new Error("node-ical decodes RFC 6868 now");
JS
TZ=Europe/Stockholm node finding.mjs
