#!/usr/bin/env bash
# flufl.bounce 6.0.0: a bounce for an international address names nobody.
#
# Expected: "Final-Recipient: utf-8; åsa@example.se" (RFC 6533, in message/global-delivery-status or, in
# ASCII, in message/delivery-status) is found as a rfc822 one is.
# Seen: nothing is found with the address type utf-8, even for an address in plain ASCII.
# What we do: no bounces are read, and addresses with such a local part are refused (allow_smtputf8=False
# in eventapp/forms/fields.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  flufl.bounce==6.0.0
"$folder/venv/bin/python" - <<'PY'
from email import message_from_bytes

from flufl.bounce import all_failures

BOUNCE = """From: MAILER-DAEMON@example.com
To: b@example.com
Subject: Returned
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Your message came back.
--b
Content-Type: message/KIND
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; mail.example.com

Final-Recipient: WHO
Action: failed
Status: 5.1.1

--b--
"""


def found(kind, who):
    lines = BOUNCE.replace("KIND", kind).replace("WHO", who).encode()
    return sorted(set().union(*all_failures(message_from_bytes(lines))))


seen = {who: found(kind, who) for kind, who in (
    ("delivery-status", "rfc822; asa@example.se"),
    ("delivery-status", "utf-8; asa@example.se"),
    ("delivery-status", r"utf-8; \x{E5}sa@example.se"),
    ("global-delivery-status", "utf-8; åsa@example.se"),
)}
print(seen)
plain, *international = seen.values()
assert plain == [b"asa@example.se"]
assert international == [[], [], []], "addresses of type utf-8 are found now"
PY
