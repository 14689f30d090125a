"""Declining letters that are not about one's own place."""

import pytest

from eventapp.domain.people.unsubscription import (
    find_address,
    is_unsubscribed,
    unsubscribe,
    unsubscribe_token,
)
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Unsubscription
from tests.builders import NOON, a_registration, an_event
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")


def test_a_token_names_its_own_address_alone() -> None:
    registration, account = a_registration(an_event()), an_account(Role.COORDINATOR)

    assert find_address(unsubscribe_token(registration)) == registration.email
    assert find_address(unsubscribe_token(account)) == account.email
    forged = unsubscribe_token(registration).replace(registration.code, account.code)
    for token in ("", "r", ".", f"r{registration.code}", forged, "å.å", "a" * 5000):
        assert find_address(token) is None


def test_declining_counts_for_the_address_and_is_stored_as_a_digest() -> None:
    unsubscribe("anna@town.example", now=NOON)
    unsubscribe("Anna@town.example", now=NOON)

    (row,) = db.session.query(Unsubscription).all()
    assert "anna" not in row.digest
    assert is_unsubscribed("ANNA@town.example")
    assert not is_unsubscribed("bo@town.example")
