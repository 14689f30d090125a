"""Name, language and mail address of an account."""

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.people import account_profile
from eventapp.domain.people.account import AddressTaken, end_sessions
from eventapp.domain.people.account_profile import (
    ADDRESS_CHANGE_DURATION,
    ADDRESS_CHANGES_PER_DAY_MAX,
    AddressChangeSpent,
    Profile,
    TooManyAddressChanges,
)
from eventapp.domain.people.role import MayNotGive
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, AddressChange, AuditChange, Job
from tests.builders import NOON
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")
ENGLISH = Profile("Alma Norrbloss", "en")


def asked(account: Account, email: str = "New@bra.example") -> str:
    account_profile.request_address_change(account, email, now=NOON)
    latest = select(AddressChange).order_by(AddressChange.id.desc()).limit(1)
    return account_profile.address_change_token(db.session.scalars(latest).one())


def test_the_owner_saves_and_whoever_gives_all_the_roles() -> None:
    editor, admin, organizer = (
        an_account(role) for role in (Role.EDITOR, Role.ADMIN, Role.ORGANIZER)
    )
    account_profile.change_profile(editor, ENGLISH, version=1, actor=editor.code, now=NOON)
    account_profile.change_profile(
        editor, Profile("A", "sv"), version=2, actor=admin.code, now=NOON
    )
    with pytest.raises(MayNotGive):
        account_profile.change_profile(editor, ENGLISH, version=3, actor=organizer.code, now=NOON)
    with pytest.raises(StaleVersion):
        account_profile.change_profile(editor, ENGLISH, version=2, actor=admin.code, now=NOON)

    assert (editor.name, editor.letter_language) == ("A", "sv")
    last = db.session.scalars(select(AuditChange).order_by(AuditChange.entry_id)).all()[-1]
    assert last.after == {"name": "A", "language": "sv"}


def test_a_new_address_is_used_once_it_is_confirmed() -> None:
    account = an_account(Role.EDITOR)
    token = asked(account)
    assert account.email != "new@bra.example"
    kinds = [job.kind.value for job in db.session.scalars(select(Job).order_by(Job.id))]
    assert kinds == ["address-change-mail", "address-notice-mail"]

    account_profile.confirm_address(token, now=NOON)

    assert account.email == "new@bra.example"
    with pytest.raises(AddressChangeSpent):
        account_profile.confirm_address(token, now=NOON)


def test_a_change_that_is_late_or_stopped_is_none() -> None:
    account = an_account(Role.EDITOR)
    late = asked(account)
    with pytest.raises(AddressChangeSpent):
        account_profile.confirm_address(late, now=NOON + ADDRESS_CHANGE_DURATION)

    end_sessions(account)  # what the notice to the old address says to do
    with pytest.raises(AddressChangeSpent):
        account_profile.confirm_address(late, now=NOON)


def test_an_address_that_somebody_has_is_refused_to_whoever_reads_its_mail() -> None:
    account, other = an_account(Role.EDITOR), an_account(Role.EDITOR)
    token = asked(account, other.email)

    with pytest.raises(AddressTaken):
        account_profile.confirm_address(token, now=NOON)


def test_nobody_sends_letters_without_end() -> None:
    account = an_account(Role.EDITOR)
    for _ in range(ADDRESS_CHANGES_PER_DAY_MAX):
        asked(account)
    with pytest.raises(TooManyAddressChanges):
        asked(account)
    account_profile.request_address_change(
        account, "a@b.example", now=NOON + ADDRESS_CHANGE_DURATION
    )


def test_an_address_is_asked_although_the_promise_of_a_deleted_change_remains() -> None:
    account = an_account(Role.EDITOR)
    asked(account)
    db.session.delete(db.session.scalars(select(AddressChange)).one())
    db.session.flush()

    asked(account)

    assert len(db.session.scalars(select(Job)).all()) == 4
