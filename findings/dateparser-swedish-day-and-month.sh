#!/usr/bin/env bash
# dateparser 1.5.0: in Swedish the month comes first, and "kl" is no word.
#
# Expected: "9/4 2026" and "9.4.2026" are 9 April, as in German, Danish, Norwegian and Finnish; and
# "9 april 2026 kl. 13.00", as invitations have it, is understood.
# Seen: both are 4 September when languages=["sv"]; with "kl." or "kl" the answer is None.
# What we do: nothing is read with it; moments are typed into datetime-local fields
# (eventapp/forms/event/fields.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  dateparser==1.5.0
"$folder/venv/bin/python" - <<'PY'
from dateparser import parse

numbers = {text: {language: f"{parse(text, languages=[language]):%Y-%m-%d}"
                  for language in ("sv", "de", "da", "nb", "fi")}
           for text in ("9/4/2026", "9.4.2026")}
words = {text: parse(text, languages=["sv"]) for text in ("9 april 2026 13.00", "9 april 2026 kl. 13.00",
                                                         "9 april 2026 kl 13:00")}
print(numbers, f"{parse('9/4 2026', languages=['sv']):%Y-%m-%d}")
print(words)
for read in numbers.values():
    assert read.pop("sv") == "2026-09-04", "the day comes first in Swedish now"
    assert set(read.values()) == {"2026-04-09"}
assert f"{parse('9/4 2026', languages=['sv']):%Y-%m-%d}" == "2026-09-04"
with_clock, *with_kl = words.values()
assert with_clock is not None
assert with_kl == [None, None], "kl is understood now"
PY
