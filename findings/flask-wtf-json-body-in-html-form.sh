#!/usr/bin/env bash
# Flask-WTF 1.3.0 (WTForms 3.3.2, Flask 3.1.3): an HTML form also reads a JSON body, and what it does
# with one depends on its shape.
#
# Expected: a FlaskForm reads form fields, and a JSON body leaves it empty.
# Seen: a JSON object fills the form as if it had been typed; a JSON list raises TypeError inside
# FlaskForm() itself, before validate(), so that the page answers 500.
# What we do: pages take forms only, and answer anything else with 415 (tests/house/test_hostile.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  flask==3.1.3 flask-wtf==1.3.0 wtforms==3.3.2 werkzeug==3.1.9
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from flask import Flask
from flask_wtf import FlaskForm
from wtforms import StringField

app = Flask("finding")
app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)


class Form(FlaskForm):
    name = StringField()


def outcome(body):
    with app.test_request_context("/", method="POST", json=body):
        try:
            form = Form()
        except Exception as error:
            return type(error).__name__
        return form.validate_on_submit(), form.name.data


print({name: version(name) for name in ("flask", "flask-wtf", "wtforms")})
filled, refused = outcome({"name": "Anna"}), outcome([1])
print('{"name": "Anna"} ->', filled)
print("[1]              ->", refused)
assert filled == (True, "Anna"), "JSON objects no longer fill the form"
assert refused not in {(True, None), (True, ""), (True, "1")}, "JSON lists are no longer an error"
assert isinstance(refused, str), "JSON lists are no longer an error"
PY
