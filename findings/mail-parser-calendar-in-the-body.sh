#!/usr/bin/env bash
# mail-parser 4.8.0: the calendar of an invitation becomes words of the letter.
#
# Expected: a text/calendar part beside the text (RFC 6047) is told apart: an attachment, or at least not
# in `body`; its method (REQUEST, CANCEL) can be asked for.
# Seen: `body` is the text, a line of hyphens and then BEGIN:VCALENDAR …; the part is no attachment, only
# its text stands in text_not_managed, and the method nowhere but in the calendar itself.
# What we do: the calendar is attached as invite.ics too, which is found (_attach_calendar in
# eventapp/mail/message.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  mail-parser==4.8.0
"$folder/venv/bin/python" - <<'PY'
from email.message import EmailMessage

import mailparser

letter = EmailMessage()
letter["Subject"], letter["From"], letter["To"] = "Inbjudan", "a@example.com", "b@example.com"
letter.set_content("Välkommen!")
lines = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
letter.add_alternative(lines, subtype="calendar", params={"method": "REQUEST"})
letter.add_attachment(lines.encode(), maintype="application", subtype="ics", filename="invite.ics")
read = mailparser.parse_from_bytes(letter.as_bytes())
attached = [(each["filename"], each["mail_content_type"]) for each in read.attachments]
print(repr(read.body), attached, read.text_not_managed)
assert [text.strip() for text in read.text_plain] == ["Välkommen!"]
assert attached == [("invite.ics", "application/ics")], "the calendar is an attachment now"
assert "BEGIN:VCALENDAR" in read.body, "the body is the text alone now"
PY
