"""The letter that says somebody opened the way to reach a protected person."""

import pytest

from eventapp.domain import outbox
from eventapp.domain.permission import Role
from eventapp.domain.protected.reach import reach_person
from eventapp.models import Account, JobKind
from eventapp.worker.account import person_reached_mail
from tests.builders import NOON, an_event
from tests.builders.account import an_account
from tests.builders.alias import REACH, an_alias

pytestmark = pytest.mark.usefixtures("app")


def promised() -> tuple[Account, Account, outbox.Lease]:
    contact, admin = an_account(Role.SECURITY_CONTACT), an_account(Role.ADMIN)
    reach_person(an_alias(an_event(), name="Karin Lind"), by=contact, reason="Larm", now=NOON)
    leases = outbox.lease(10, now=NOON)
    (leased,) = (lease for lease in leases if lease.kind is JobKind.PERSON_REACHED_MAIL)
    return contact, admin, leased


def test_it_says_who_and_when_and_nothing_of_the_person() -> None:
    contact, admin, leased = promised()

    letter = person_reached_mail(leased, None)

    assert letter
    assert letter.to == admin.email
    assert contact.name in str(letter.body)
    for word in (REACH, "Karin Lind", "Larm"):
        assert word not in str(letter.body)


def test_nobody_who_has_left_is_written_to() -> None:
    _contact, admin, leased = promised()
    admin.active = False

    assert person_reached_mail(leased, None) is None
