#!/usr/bin/env bash
# humanize 4.17.0: Swedish is in the words only; figures and months stay English.
#
# Expected: after activate("sv_SE"), "12 345,6", "9 april 2026" or "9 apr." and "1,2 miljoner", as the
# German of the same package writes its figures ("12.345,6").
# Seen: "12,345.6", which a Swede reads as twelve and some; "Apr 09 2026"; "1.2 miljoner".
# What we do: figures and dates are written with Babel (eventapp/i18n.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  humanize==4.17.0
"$folder/venv/bin/python" - <<'PY'
from datetime import date

import humanize

humanize.i18n.activate("de_DE")
german = humanize.intcomma(12345.6)
humanize.i18n.activate("sv_SE")
seen = (humanize.intcomma(12345.6), humanize.naturaldate(date(2020, 4, 9)), humanize.intword(1_200_000))
print(german, seen)
assert german == "12.345,6"
assert seen == ("12,345.6", "Apr 09 2020", "1.2 miljoner"), "more of it is Swedish now"
PY
