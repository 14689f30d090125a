#!/usr/bin/env bash
# Babel 2.18.0: a Swedish date with its month in words makes parse_date raise IndexError.
#
# Expected: what format_date(…, "long", locale="sv") writes is read, or refused with ParseError, which the
# function raises for a text without figures and a form would catch.
# Seen: "9 april 2026" raises IndexError, and so does "9/4"; "2026-04-09" and "9/4 2026" are read.
# What we do: nothing is read with it; moments are typed into datetime-local fields
# (eventapp/forms/event/fields.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  babel==2.18.0
"$folder/venv/bin/python" - <<'PY'
from datetime import date

from babel.dates import format_date, parse_date


def outcome(text):
    try:
        return parse_date(text, locale="sv")
    except Exception as error:
        return type(error).__name__


words = format_date(date(2026, 4, 9), "long", locale="sv")
seen = {text: str(outcome(text)) for text in ("2026-04-09", "9/4 2026", words, "9/4")}
print(seen)
assert words == "9 april 2026"
assert seen["2026-04-09"] == seen["9/4 2026"] == "2026-04-09"
assert seen[words] == seen["9/4"] == "IndexError", "it is read, or refused properly, now"
PY
