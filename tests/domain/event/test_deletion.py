"""Drafts that nobody has registered for can be deleted, with all that is in them."""

import pytest
from sqlalchemy import func, select

from eventapp.domain.event import deletion
from eventapp.domain.letter.audience import LetterAudience
from eventapp.domain.letter.built_in_letter import rewrite_built_in
from eventapp.domain.letter.letter import LetterText
from eventapp.domain.people.account_invitation import AccountInvitee, invite
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.permission import Role
from eventapp.domain.record.log import LogFilter, list_log
from eventapp.domain.record.pause import begin_pause, end_pause
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.extensions import db
from eventapp.models import (
    AccountInvitation,
    AuditAction,
    AuditEntry,
    BuiltInLetter,
    Event,
    EventState,
    Grant,
    Invitee,
    LetterWording,
    RetentionPause,
    Session,
    Speaker,
    SpeakerAddress,
)
from tests.builders import DAY, NOON, a_registration, a_session, an_event
from tests.builders.account import an_account
from tests.builders.event import a_copy
from tests.builders.invitee import an_invitee

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
    end_pause(begin_pause(event, "Dnr", actor="admin", now=NOON), actor="admin", now=NOON)
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


@pytest.mark.parametrize("everything", [True, False])
def test_a_draft_stays_while_somebody_waits_for_documents(*, everything: bool) -> None:
    event, other = a_draft(), a_draft()
    pause = begin_pause(None if everything else event, "Dnr", actor="admin", now=NOON)
    with pytest.raises(deletion.DraftPaused):
        deletion.delete_draft(event, actor="admin", now=NOON)
    if not everything:
        deletion.delete_draft(other, actor="admin", now=NOON)

    end_pause(pause, actor="admin", now=NOON)
    deletion.delete_draft(event, actor="admin", now=NOON)


def test_an_invitation_to_the_draft_alone_goes_with_it() -> None:
    event, admin = a_draft(), an_account(Role.ADMIN)
    of_event = ScopedRole(Role.DOOR_LEAD, event_id=event.id)
    for email, roles in (
        ("a@bra.example", [of_event]),
        ("b@bra.example", [of_event, ScopedRole(Role.EDITOR)]),
    ):
        invite(AccountInvitee(email), roles, actor=admin.code, now=NOON)
    db.session.commit()

    deletion.delete_draft(event, actor="admin", now=NOON)
    db.session.commit()

    (left,) = db.session.scalars(select(AccountInvitation))
    assert (left.email, [role.role for role in left.roles]) == ("b@bra.example", ["editor"])


def test_words_of_letters_speakers_addresses_and_invited_people_go_with_a_draft() -> None:
    event = a_draft()
    values = {"name": "Karin Talar", "email": "karin@town.example", "language": "sv"}
    create_part(Speaker, event, values)
    words = LetterText(LetterAudience(), "Kul", "Hej")
    rewrite_built_in(event, BuiltInLetter.SURVEY, words, version=0, actor="admin", now=NOON)
    an_invitee(event, invited=False)
    db.session.commit()
    assert deletion.count_contents(event).invitees == 1

    deletion.delete_draft(event, actor="admin", now=NOON)
    db.session.commit()

    assert count(Invitee) == 0
    assert count(SpeakerAddress) == count(LetterWording) == count(Speaker) == 0


def test_the_next_event_does_not_get_the_log_of_a_deleted_draft() -> None:
    origin = a_draft()
    deletion.delete_draft(a_copy(origin, origin.starts_at + DAY), actor="admin", now=NOON)
    db.session.commit()

    event = a_copy(origin, origin.starts_at + DAY, actor="editor")

    shown = list_log(LogFilter(event_id=event.id, event_code=event.public_id)).entries
    assert [(entry.actor, entry.action) for entry in shown] == [("editor", "copied")]
