#!/usr/bin/env bash
# python-stdnum 2.2: a Swedish coordination number is no personal identity number.
#
# Expected: 701063-2391, whose day is 3 + 60 (SFS 2022:1697; a test number of the tax agency), is
# valid wherever a personal number is, as personnummer 3.2.1 has it.
# Seen: stdnum.se.personnummer raises InvalidComponent. Whoever looks for personal numbers in texts
# with it overlooks everybody who has come to Sweden a short while ago.
# What we do: masking of answers takes the day with and without 60 (PERSONAL_NUMBER in
# eventapp/domain/survey/masking.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  python-stdnum==2.2 personnummer==3.2.1
"$folder/venv/bin/python" - <<'PY'
from personnummer import personnummer
from stdnum.se import personnummer as stdnum

BORN_HERE, CAME_LATER = "811228-9874", "701063-2391"
for name, valid in (("personnummer", personnummer.valid), ("stdnum", stdnum.is_valid)):
    print(name, {number: valid(number) for number in (BORN_HERE, CAME_LATER)})
assert personnummer.valid(BORN_HERE)
assert personnummer.valid(CAME_LATER)
assert stdnum.is_valid(BORN_HERE)
assert not stdnum.is_valid(CAME_LATER), "stdnum knows coordination numbers now"
PY
