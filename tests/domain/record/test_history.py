"""Reading the audit log of one thing."""

from datetime import timedelta

from flask import Flask

from eventapp.domain.permission import Role
from eventapp.domain.record import audit
from eventapp.domain.record.history import ENTRIES_MAX, list_history
from eventapp.extensions import db
from eventapp.models import AuditAction
from tests.builders import NOON, an_event
from tests.builders.account import an_account

SECOND = timedelta(seconds=1)


def test_the_latest_is_first_and_accounts_have_their_names(app: Flask) -> None:
    event, account = an_event(), an_account(Role.ORGANIZER)
    db.session.flush()
    audit.record(AuditAction.PHONE_PAIRED, event, actor="device:x", now=NOON + SECOND)
    audit.record(
        AuditAction.PHONE_REVOKED, event, actor=account.code, now=NOON + 2 * SECOND, reason="lost"
    )

    latest, earlier = list_history(event)[:2]

    assert (latest.action, latest.actor, latest.reason) == ("phone revoked", account.name, "lost")
    assert (earlier.action, earlier.actor) == ("phone paired", "device:x")


def test_no_more_than_a_page_and_nothing_of_another_event(app: Flask) -> None:
    event, other = an_event(), an_event()
    before = len(list_history(other))
    for number in range(ENTRIES_MAX + 1):
        audit.record(AuditAction.PHONE_PAIRED, event, actor="device:x", now=NOON + number * SECOND)

    assert len(list_history(event)) == ENTRIES_MAX
    assert len(list_history(other)) == before
