#!/usr/bin/env bash
# phonenumbers 9.0.43: the numbers that Swedish authorities print are torn apart or called invalid.
#
# Expected: 0771-11 22 33 (0771 is the area code that agencies and helplines share) is written back as
# it came, and the number of the police, 114 14, counts as a number in Sweden.
# Seen: "077-111 22 33", which nobody recognizes; 114 14 is not valid, and is written internationally as
# "+46 11414" and tel:+46-11414.
# What we do: numbers are shown as they were typed, and dialled by their digits (dialled() in
# eventapp/i18n.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  phonenumbers==9.0.43
"$folder/venv/bin/python" - <<'PY'
import phonenumbers
from phonenumbers import PhoneNumberFormat as Form

helpline, police = (phonenumbers.parse(text, "SE") for text in ("0771-11 22 33", "114 14"))
national = phonenumbers.format_number(helpline, Form.NATIONAL)
valid = [phonenumbers.is_valid_number(number) for number in (helpline, police)]
link = phonenumbers.format_number(police, Form.RFC3966)
print(national, valid, link)
assert national == "077-111 22 33", "0771 stays together now"
assert valid == [True, False], "114 14 is valid now"
assert link == "tel:+46-11414"
PY
