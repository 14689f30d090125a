"""A link answers for one thing, and for nothing else."""

import pytest

from eventapp.domain.exchange import contact
from eventapp.domain.exchange.contact import ContactText
from eventapp.domain.exchange.mailbox_link import (
    contact_token,
    experience_token,
    find_contact_by_token,
    find_experience_by_token,
)
from tests.builders import NOON, an_organisation
from tests.builders.experience import an_experience

pytestmark = pytest.mark.usefixtures("app")


def test_a_token_opens_neither_another_card_nor_a_message() -> None:
    first, second = an_experience(), an_experience(contact_email="samma@town.example")
    text = ContactText("Får vi ringa?", "samordnare", "f@region.example")
    message = contact.send_message(first, text, an_organisation().id, now=NOON)
    assert message is not None

    assert find_contact_by_token(message.code, contact_token(message)) is message
    assert find_contact_by_token(message.code, experience_token(first)) is None
    assert find_experience_by_token(second.code, experience_token(first)) is None
