#!/usr/bin/env bash
# vdirsyncer 0.21.0: an entry of a feed loses its UID, and gets another with each change.
#
# Expected: an entry of a subscribed calendar (storage `http`) comes to the calendar folder with the
# UID that the feed gives it; when it moves, the same file is written again.
# Seen: the UID is a hash of the content. A session that moves is taken away and comes as another,
# without the reminder that was put on it, and the invitation of the same UID stands beside it.
# What we do: nothing in a feed helps; whoever reads feeds so has our entries right but not as one.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vdirsyncer==0.21.0
mkdir "$folder/feed" "$folder/calendar" "$folder/status"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$folder/config" <<CONFIG
[general]
status_path = "$folder/status"
[pair feed]
a = "agency"
b = "own"
collections = null
[storage agency]
type = "http"
url = "http://127.0.0.1:$port/feed.ics"
[storage own]
type = "filesystem"
path = "$folder/calendar"
fileext = ".ics"
CONFIG

publish() { # hour, sequence
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:x BEGIN:VEVENT UID:session-1@example \
    DTSTAMP:20260101T000000Z "DTSTART:20260701T$1" "SEQUENCE:$2" SUMMARY:Lecture \
    END:VEVENT END:VCALENDAR >"$folder/feed/feed.ics"
}
fetch() { "$folder/venv/bin/vdirsyncer" -v ERROR -c "$folder/config" "$@"; }
uids() { cat "$folder"/calendar/*.ics | tr -d '\r' | sed -n 's/^UID://p'; }

python3 -m http.server --directory "$folder/feed" --bind 127.0.0.1 "$port" >/dev/null 2>&1 &
server=$!
publish 090000Z 0
sleep 1
fetch discover >/dev/null
fetch sync
before=$(uids)
publish 100000Z 1
fetch sync
after=$(uids)
printf 'in the feed: session-1@example\nat first:    %s\nmoved:       %s\n' "$before" "$after"
[[ $(wc -l <<<"$after") == 1 ]]
[[ $before != session-1@example && $after != session-1@example && $before != "$after" ]] || {
  echo "UIDs of the feed stay now"
  exit 1
}
