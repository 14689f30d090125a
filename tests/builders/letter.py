"""Letters to people of an event, and a worker that lets them go."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.config import Settings
from eventapp.domain.letter.audience import LetterAudience
from eventapp.domain.letter.letter import (
    LetterText,
    create_draft,
    send_letter,
)
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.models import Event, EventLetter
from eventapp.worker import letter as worker
from tests.builders.moments import NOON


def a_text(**facts: Any) -> LetterText:
    """A short letter to everybody who is registered; `facts` are its fields."""
    words = {
        "audience": LetterAudience(),
        "subject": "Ny sal",
        "body": "Hej {fornamn}!\n\nVälkommen.",
    }
    return LetterText(**words | facts)


def a_draft(event: Event, *, now: datetime = NOON, **facts: Any) -> EventLetter:
    """A letter that is being written."""
    letter = create_draft(event, a_text(**facts), actor="organizer", now=now)
    letter.event = event
    return letter


def a_scheduled_letter(
    event: Event, *, now: datetime = NOON, sends_at: datetime | None = None, **facts: Any
) -> EventLetter:
    """A letter that leaves ten minutes from now, or later."""
    letter = a_draft(event, now=now, **facts)
    send_letter(letter, a_text(**facts), version=1, sends_at=sends_at, actor="organizer", now=now)
    db.session.commit()
    return letter


def let_go(letter: EventLetter, *, after: timedelta = UNDO_PERIOD) -> None:
    """Let the clock reach the letter's time: everybody is promised theirs."""
    db.session.commit()
    assert letter.sends_at is not None
    now = NOON + after
    with standing_at(now):
        worker.run_due(now=now)


def with_bounces(app: Flask, monkeypatch: pytest.MonkeyPatch, mailbox: str = "") -> Settings:
    """Let letters of this app come back to a mailbox."""
    settings: Settings = replace(
        app.extensions["settings"],
        bounce_address="studs@bra.example",
        bounce_mailbox=mailbox,
    )
    monkeypatch.setitem(app.extensions, "settings", settings)
    return settings


def a_notice(to: str, *, status: str, action: str = "failed") -> bytes:
    """A notice as mail servers send it (RFC 3464), which names where the mail was forwarded."""
    return f"""\
From: MAILER-DAEMON@mx.town.example
To: <{to}>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.town.example

Final-Recipient: rfc822; privat@home.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <privat@home.example> User unknown

--b--
""".replace("\n", "\r\n").encode()
