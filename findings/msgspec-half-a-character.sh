#!/usr/bin/env bash
# msgspec 0.23.0: half a character in parsed JSON makes convert() raise UnicodeEncodeError.
#
# Expected: what does not fit the type is refused with ValidationError, as everything else is. JSON may spell
# a lone surrogate ("\ud800"), and json.loads hands it over as a str.
# Seen: where a word, a number or an object is wanted, and as the key of an object, it raises UnicodeEncodeError,
# which no caller that catches ValidationError expects. A field of type str takes it.
# What we do: the door's API catches both (eventapp/api/scan_item.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  msgspec==0.23.0
"$folder/venv/bin/python" - <<'PY'
import json
from typing import Literal

import msgspec


class Word(msgspec.Struct):
    value: Literal["entry", "exit"]


class Number(msgspec.Struct):
    value: int


class Text(msgspec.Struct):
    value: str


def outcome(shape, text):
    try:
        return repr(msgspec.convert(json.loads(text), shape))
    except Exception as error:
        return type(error).__name__


half, other = '{"value": "\\ud800"}', '{"value": "dance"}'
seen = {
    "word": outcome(Word, half),
    "number": outcome(Number, half),
    "key": outcome(Number, '{"\\ud800": 1, "value": 1}'),
    "text": outcome(Text, half),
    "another word": outcome(Word, other),
}
print(seen)
assert seen["another word"] == "ValidationError"
assert seen["text"] == "Text(value='\\ud800')"
for wanted in ("word", "number", "key"):
    assert seen[wanted] == "UnicodeEncodeError", "it is refused properly now"
PY
