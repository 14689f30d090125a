#!/usr/bin/env bash
# WTForms 3.3.2: a FieldList raises ValueError for a field whose row number is written with a superscript.
#
# Expected: a form that was sent a field of no row, "people-²-name", ignores it, as it does "people-x-name".
# Seen: FieldList asks str.isdigit(), which is true of "²", and then int(), which raises: the page answers 500.
# So does a row number of more than 4,300 digits.
# What we do: PersonList (eventapp/forms/registration/person_row.py) takes ASCII digits, three at most.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  wtforms==3.3.2 werkzeug==3.1.3
"$folder/venv/bin/python" - <<'PY'
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, StringField


class People(Form):
    people = FieldList(StringField())


def outcome(number):
    try:
        return People(MultiDict({f"people-{number}": "Anna"})).people.data
    except Exception as error:
        return type(error).__name__


seen = {name: outcome(number) for name, number in (("0", "0"), ("x", "x"), ("²", "²"), ("long", "9" * 5000))}
print(seen)
assert seen["0"] == ["Anna"]
assert seen["x"] == []
assert seen["²"] == seen["long"] == "ValueError", "such a row is ignored now"
PY
