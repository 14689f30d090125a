#!/usr/bin/env bash
# ics 3.12.0 (npm) and node-ical 0.26.1: one category with a comma becomes two.
#
# Expected: "Barn, unga" is written Barn\, unga and read as one (RFC 5545, 3.8.1.2 and 3.3.11).
# Seen: ics writes the bare comma, so that ical.js 2.2.1 reads two; node-ical splits the escaped comma
# too and leaves the backslash: "Barn\" and "unga".
# What we do: calendars carry no CATEGORIES.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ics@3.12.0 node-ical@0.26.1 ical.js@2.2.1
cat > finding.mjs <<'JS'
import ICAL from "ical.js";
import { createEvent } from "ics";
import ical from "node-ical";

const start = [2026, 4, 1, 9, 0];
const categories = ["Barn, unga"];
const lines = createEvent({ uid: "a", title: "x", start, duration: { hours: 1 }, categories }).value;
const escaped = lines.replace("CATEGORIES:Barn, unga", "CATEGORIES:Barn\\, unga");
const mozilla = (text) =>
  new ICAL.Component(ICAL.parse(text))
    .getFirstSubcomponent("vevent")
    .getFirstProperty("categories")
    .getValues()
    .map((each) => each.trim());
const seen = {
  "written by ics": mozilla(lines),
  "escaped, ical.js": mozilla(escaped),
  "escaped, node-ical": ical.sync.parseICS(escaped).a.categories,
};
console.log(seen);
if (seen["written by ics"].length !== 2) throw new Error("ics escapes commas now");
if (seen["escaped, ical.js"].join() !== "Barn, unga") throw new Error("ical.js reads it otherwise");
if (seen["escaped, node-ical"].join() !== "Barn\\,unga") throw new Error("node-ical reads it now");
JS
TZ=Europe/Stockholm node finding.mjs
