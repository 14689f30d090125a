#!/usr/bin/env bash
# ical-generator 10.2.0 and ics 3.12.0 (npm): a quote in a name is written \" within quotes.
#
# Expected: ^' (RFC 6868), or the quote left out; a quoted value cannot hold one (RFC 5545, 3.2).
# Seen: CN="Anna \"Nisse\" Berg". To ical.js 2.2.1 the value ends at the second quote: the name is
# "Anna \".
# What we do: names get typographic quotes (_party in eventapp/documents/calendar.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical-generator@10.2.0 ics@3.12.0 ical.js@2.2.1
cat > finding.mjs <<'JS'
import ICAL from "ical.js";
import { createEvent } from "ics";
import ical from "ical-generator";

const organizer = { name: 'Anna "Nisse" Berg', email: "a@example.com" };
const calendar = ical();
calendar.createEvent({ start: new Date(), summary: "x", organizer });
const written = {
  "ical-generator": calendar.toString(),
  ics: createEvent({ title: "x", start: [2026, 4, 1, 9, 0], duration: { hours: 1 }, organizer }).value,
};
for (const [name, lines] of Object.entries(written)) {
  const line = lines.split("\r\n").find((each) => each.startsWith("ORGANIZER"));
  let read;
  try {
    const event = new ICAL.Component(ICAL.parse(lines)).getFirstSubcomponent("vevent");
    read = event.getFirstProperty("organizer").getParameter("cn");
  } catch (error) {
    read = error.constructor.name;
  }
  console.log(`${name}: ${line} -> ${read}`);
  if (!line.includes('CN="Anna \\"Nisse\\" Berg"')) throw new Error(`${name} writes it otherwise now`);
  if (read === organizer.name) throw new Error("ical.js understands it now");
}
JS
TZ=Europe/Stockholm node finding.mjs
