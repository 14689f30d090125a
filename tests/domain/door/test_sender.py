"""Who may send scans, read together and as they are when the scans are stored."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.door import device as devices
from eventapp.domain.door.closing import EventOver, tokens_end_at
from eventapp.domain.door.sender import PhoneRevoked, find_senders, refuse_sender, sender_of
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import Event
from tests.builders import DAY, NOON, an_event
from tests.builders.door import a_phone

SECOND = timedelta(seconds=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


def test_phones_are_found_by_their_tokens_as_they_are(event: Event) -> None:
    first, token = a_phone(event)
    second, other = a_phone(event, "Port 2")
    devices.revoke(second, actor="organizer", now=NOON)
    db.session.flush()

    senders = find_senders({token_digest(token), token_digest(other), token_digest("nobody's")})

    assert senders == {
        token_digest(token): sender_of(first),
        token_digest(other): sender_of(second),
    }
    assert [sender.is_revoked for sender in senders.values()].count(True) == 1


def test_a_shut_out_phone_is_heard_for_a_day(event: Event) -> None:
    paired, _token = a_phone(event)
    devices.revoke(paired, actor="organizer", now=NOON)
    devices.revoke(paired, actor="organizer", now=NOON + DAY)

    assert paired.revoked_at == NOON
    refuse_sender(sender_of(paired), now=NOON + DAY - timedelta(seconds=1))
    with pytest.raises(PhoneRevoked):
        refuse_sender(sender_of(paired), now=NOON + DAY)


def test_a_phone_is_heard_until_its_token_ends(event: Event) -> None:
    sender = sender_of(a_phone(event)[0])

    refuse_sender(sender, now=tokens_end_at(event))
    with pytest.raises(EventOver):
        refuse_sender(sender, now=tokens_end_at(event) + SECOND)
