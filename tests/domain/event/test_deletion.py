"""Drafts that nobody has registered for can be deleted, with all that is in them."""

import pytest
from sqlalchemy import func, select

from eventapp.domain.event import deletion
from eventapp.domain.permission import Role
from eventapp.domain.record.pause import begin_pause
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Event,
    EventState,
    Grant,
    RetentionPause,
    Session,
)
from tests.builders import NOON, a_registration, a_session, an_event
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")


def a_draft() -> Event:
    event = an_event()
    event.state = EventState.DRAFT
    a_session(event)
    db.session.commit()
    return event


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_draft_goes_with_all_that_is_in_it() -> None:
    event, other = a_draft(), a_draft()
    assert deletion.count_contents(event).sessions == 1

    deletion.delete_draft(event, actor="admin", now=NOON)
    db.session.commit()

    assert db.session.scalars(select(Event.id)).all() == [other.id]
    assert count(Session) == 1
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.DRAFT_DELETED)
    ).one()
    assert entry.actor == "admin"


def test_a_role_for_the_draft_does_not_become_one_for_everything() -> None:
    event, account = a_draft(), an_account(Role.EDITOR)
    role = Grant(account_id=account.id, role=Role.ORGANIZER.value, event_id=event.id)
    db.session.add(role)
    begin_pause(event, "Dnr", actor="admin", now=NOON)
    db.session.commit()

    deletion.delete_draft(event, actor="admin", now=NOON)
    db.session.commit()

    assert set(db.session.scalars(select(Grant.role))) == {Role.EDITOR.value}
    assert count(RetentionPause) == 0


def test_what_is_published_or_has_people_stays() -> None:
    event = an_event()
    with pytest.raises(deletion.DraftInUse):
        deletion.delete_draft(event, actor="admin", now=NOON)
    a_registration(event)
    event.state = EventState.DRAFT
    with pytest.raises(deletion.DraftInUse):
        deletion.delete_draft(event, actor="admin", now=NOON)
    assert count(Event) == 1
