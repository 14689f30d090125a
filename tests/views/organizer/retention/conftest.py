"""The desk of whoever decides what is deleted."""

import pytest

from eventapp.domain.permission import Role
from tests.builders.account import an_account, signed_in
from tests.visitor import Visitor


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    """A browser in which a records officer has signed in."""
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.RECORDS_OFFICER))
