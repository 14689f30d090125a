#!/usr/bin/env bash
# Babel 2.18.0: the minus of Swedish (U+2212) is neither written nor read.
#
# Expected: format_decimal(-5, locale="sv") writes the locale's own sign, which Babel knows
# (get_minus_sign_symbol), and parse_decimal reads it back.
# Seen: a hyphen is written, and "−5" copied from a report raises NumberFormatError.
# What we do: nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  babel==2.18.0
"$folder/venv/bin/python" - <<'PY'
from babel.numbers import (
    NumberFormatError,
    format_decimal,
    get_minus_sign_symbol,
    parse_decimal,
)

sign, written = get_minus_sign_symbol(locale="sv"), format_decimal(-5, locale="sv")
try:
    read = parse_decimal("\u22125", locale="sv")
except NumberFormatError as error:
    read = error
print({"sign": ascii(sign), "written": ascii(written), "read": repr(read)})
assert sign == "\u2212"
assert written == "-5", "the locale's sign is written now"
assert isinstance(read, NumberFormatError), "the locale's sign is read now"
PY
