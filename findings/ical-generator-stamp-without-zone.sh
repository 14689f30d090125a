#!/usr/bin/env bash
# ical-generator 10.2.0: in a calendar with a time zone the stamps lose theirs.
#
# Expected: with { timezone: "Europe/Stockholm" } times carry TZID, and DTSTAMP stays in UTC as it must
# (RFC 5545, 3.8.7.2: "MUST be specified in the UTC time format").
# Seen: DTSTART and DTSTAMP are both local times without a zone (DTSTAMP:20260101T010000); an entry with
# a `timezone` of its own has TZID in DTSTART, and its DTSTAMP is local all the same.
# What we do: _event in eventapp/documents/calendar.py writes stamps in UTC.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical-generator@10.2.0
cat > finding.mjs <<'JS'
import ical from "ical-generator";

const stamp = new Date("2026-01-01T00:00:00Z");
const start = new Date("2026-07-01T07:00:00Z");
const written = (whole, own) => {
  const calendar = ical(whole);
  calendar.createEvent({ id: "a", stamp, start, summary: "x", ...own });
  const lines = calendar.toString().split("\r\n");
  return lines.filter((line) => /^DT(START|STAMP)/.test(line)).join(" ");
};
const timezone = "Europe/Stockholm";
const seen = [written({}, {}), written({ timezone }, {}), written({ timezone }, { timezone })];
console.log(seen.join("\n"));
if (seen[0] !== "DTSTAMP:20260101T000000Z DTSTART:20260701T070000Z") throw new Error("without a zone");
if (!seen[1].includes("DTSTAMP:20260101T010000 ")) throw new Error("stamps are in UTC now");
if (!seen[1].endsWith("DTSTART:20260701T090000")) throw new Error("the zone is written now");
if (!seen[2].includes("DTSTAMP:20260101T010000 ")) throw new Error("stamps are in UTC now");
JS
TZ=Europe/Stockholm node finding.mjs
