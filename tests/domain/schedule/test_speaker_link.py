"""A speaker's link: stored as a digest, replaced, ended with its address and in time."""

import pytest

from eventapp.domain.schedule.schedule_part import edit_part
from eventapp.domain.schedule.speaker_link import (
    find_by_token,
    link_ends_at,
    renew_link,
    speaker_token,
)
from tests.builders import NOON, an_event
from tests.builders.speaker import a_speaker, invite

pytestmark = pytest.mark.usefixtures("app")


def test_the_link_is_stored_as_a_digest_and_dies_when_it_is_replaced() -> None:
    event = an_event()
    speaker = a_speaker(event)
    invite(event)
    assert speaker.address
    token = speaker_token(speaker.address)
    assert token not in {speaker.address.secret, speaker.address.link_digest}
    assert find_by_token(token, now=NOON) is speaker.address
    renew_link(event, speaker, actor="organizer", now=NOON)
    assert find_by_token(token, now=NOON) is None
    assert find_by_token(speaker_token(speaker.address), now=NOON) is speaker.address


def test_the_link_dies_with_its_address_and_thirty_days_after_the_event() -> None:
    event = an_event()
    speaker = a_speaker(event)
    invite(event)
    assert speaker.address
    token = speaker_token(speaker.address)
    assert find_by_token(token, now=link_ends_at(event)) is None
    edit_part(event, speaker, {"email": "ny@town.example", "language": "sv"}, version=1)
    assert find_by_token(token, now=NOON) is None
    assert speaker.address.link_digest is None
