#!/usr/bin/env bash
# Babel 2.18.0: in Swedish the month of an interval is abbreviated where the whole name was asked for.
#
# Expected: the skeleton yMMMMd gives "9–10 april 2026", and yMMMMEEEEd "torsdag 9 april–fredag 10 …":
# MMMM and EEEE are whole names.
# Seen: "9–10 apr. 2026"; and with the weekday, yMMMMEEEEd, "tors 09 apr.–fre 10 apr. 2026". The best
# match in CLDR's list is taken, and its fields are not adjusted to what was asked for (UTS 35 does).
# What we do: days() in eventapp/i18n.py puts the two dates together itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  babel==2.18.0
"$folder/venv/bin/python" - <<'PY'
from datetime import date

from babel.dates import format_interval

days = date(2026, 4, 9), date(2026, 4, 10)
names = ("yMMMMd", "yMMMMEEEEd")
seen = {name: format_interval(*days, name, locale="sv") for name in names}
print(seen)
assert seen["yMMMMd"] == "9–10 apr. 2026", "the month is whole now"
assert seen["yMMMMEEEEd"] == "tors 09 apr.–fre 10 apr. 2026", "weekday and month are whole now"
PY
