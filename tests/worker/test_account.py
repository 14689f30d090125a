"""Letters to those who are invited, and to both addresses of a change."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain import outbox
from eventapp.domain.people import account_invitation as invitations
from eventapp.domain.people import account_profile
from eventapp.domain.people.account import end_sessions
from eventapp.domain.people.account_invitation import ACCOUNT_INVITATION_DURATION, AccountInvitee
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.permission import Role
from eventapp.domain.retention.unused_account import notify_unused
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import AccountInvitation, AddressChange, DataKind
from eventapp.worker import handlers
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account
from tests.builders.retention import a_rule

pytestmark = pytest.mark.usefixtures("app")
MINUTE = timedelta(minutes=1)


def letters(monkeypatch: pytest.MonkeyPatch, *, after: timedelta = MINUTE) -> list[Letter]:
    """What the worker sends so long after noon."""
    sent: list[Letter] = []
    monkeypatch.setattr(handlers, "send", sent.append)
    db.session.commit()
    with standing_at(NOON + after):
        for leased in outbox.lease(50, now=NOON + after):
            db.session.commit()
            handlers.carry_out(*handlers.compose_all([leased], {}))
    db.session.commit()
    return sent


def invited(*roles: ScopedRole, language: str = "sv") -> AccountInvitation:
    admin = an_account(Role.ADMIN)
    return invitations.invite(
        AccountInvitee("alma@bra.example", "Alma", language), roles, actor=admin.code, now=NOON
    )


def test_staff_are_told_of_roles_second_factor_and_link(monkeypatch: pytest.MonkeyPatch) -> None:
    event = an_event()
    invitation = invited(ScopedRole(Role.EDITOR), ScopedRole(Role.ANALYST, event.id))
    address = f"/invitations/{invitations.invitation_token(invitation)}"

    (letter,) = letters(monkeypatch)

    assert letter.to == "alma@bra.example"
    for body in (letter.body, letter.html):
        assert address in body
        assert "tvåstegsinloggning" in body
    assert "- Redaktör: hela systemet\n" in letter.body
    assert f"- Analytiker: {event.title}\n" in letter.body


def test_a_coordinator_reads_their_language_and_of_no_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    organisation = an_organisation("Exempelstad")
    invited(ScopedRole(Role.COORDINATOR, organisation_id=organisation.id), language="en")

    (letter,) = letters(monkeypatch)

    assert "- Coordinator: Exempelstad\n" in letter.body
    assert "You do not need a password." in letter.body
    assert letter.subject.startswith("You are invited to")


def test_what_was_withdrawn_or_expired_meanwhile_is_not_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    withdrawn = invited(ScopedRole(Role.EDITOR))
    invitations.withdraw_invitation(withdrawn, actor=withdrawn.invited_by, now=NOON)
    invited(ScopedRole(Role.EDITOR))

    assert letters(monkeypatch, after=ACCOUNT_INVITATION_DURATION) == []


def test_the_new_address_confirms_and_the_old_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account(Role.EDITOR)
    account.language = "en"
    account_profile.request_address_change(account, "new@bra.example", now=NOON)
    change = db.session.scalars(select(AddressChange)).one()
    token = account_profile.address_change_token(change)

    confirmation, notice = letters(monkeypatch)

    assert confirmation.to == "new@bra.example"
    assert token in confirmation.body
    assert notice.to == account.email
    assert token not in notice.body
    assert "new@bra.example" not in notice.body
    assert "sign out everywhere" in notice.body


def test_a_change_that_was_stopped_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account(Role.EDITOR)
    account_profile.request_address_change(account, "new@bra.example", now=NOON)
    end_sessions(account)

    assert letters(monkeypatch) == []


def test_whose_account_is_deleted_soon_is_told_the_day_and_where_to_sign_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unused, used = an_account(Role.EDITOR), an_account(Role.EDITOR)
    used.created_at -= timedelta(days=1)
    a_rule(DataKind.ACCOUNTS, days=30)
    after = timedelta(days=1)
    assert notify_unused(now=NOON + after) == 2
    used.last_used_at = NOON + after + MINUTE

    (letter,) = letters(monkeypatch, after=after + MINUTE)

    assert letter.to == unused.email
    assert "1 april 2027" in letter.body
    assert "/sign-in" in letter.body
