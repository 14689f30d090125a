"""Letters to speakers: to whom, once, taken back in time, and never by a link that was replaced."""

import pytest
from sqlalchemy import select

from eventapp.domain.event.speaker.speaker_letter import (
    NoSpeakerToInvite,
    NoSpeakerToRemind,
    SpeakerLettersGone,
    SpeakersNotAsked,
    count_waiting,
    find_speaker_address,
    invite_speakers,
    list_owing,
    list_uninvited,
    number_of,
    remind_speakers,
    undo_speaker_letters,
)
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.speaker_link import renew_link
from eventapp.extensions import db
from eventapp.models import EventState, Job, JobKind
from tests.builders import HOUR, NOON, an_event
from tests.builders.speaker import a_speaker, invite

pytestmark = pytest.mark.usefixtures("app")
ORGANIZER = "organizer"


def test_each_is_written_to_once_and_those_without_an_address_never() -> None:
    event = an_event()
    speaker = a_speaker(event)
    a_speaker(event, name="Utan Adress", email="")
    assert list_uninvited(event) == [speaker.address]
    assert invite_speakers(event, actor=ORGANIZER, now=NOON) == 1
    with pytest.raises(NoSpeakerToInvite):
        invite_speakers(event, actor=ORGANIZER, now=NOON)
    waiting = count_waiting(event, now=NOON)
    assert waiting
    assert (waiting.count, waiting.leave_at) == (1, NOON + UNDO_PERIOD)


def test_only_those_who_have_their_link_and_owe_something_are_reminded() -> None:
    event = an_event()
    a_speaker(event)
    with pytest.raises(NoSpeakerToRemind):
        remind_speakers(event, actor=ORGANIZER, now=NOON)
    invite(event)
    assert len(list_owing(event, now=NOON + HOUR)) == 1
    assert remind_speakers(event, actor=ORGANIZER, now=NOON + HOUR) == 1


def test_nobody_is_reminded_while_a_letter_to_them_can_still_be_taken_back() -> None:
    event = an_event()
    speaker = a_speaker(event)
    invite(event)
    with pytest.raises(NoSpeakerToRemind):
        remind_speakers(event, actor=ORGANIZER, now=NOON)
    assert undo_speaker_letters(event, actor=ORGANIZER, now=NOON) == 1
    assert list_uninvited(event) == [speaker.address]
    assert db.session.scalar(select(Job).where(Job.kind == JobKind.SPEAKER_MAIL)) is None
    invite(event, now=NOON + HOUR)
    assert remind_speakers(event, actor=ORGANIZER, now=NOON + 2 * HOUR) == 1
    with pytest.raises(NoSpeakerToRemind):
        remind_speakers(event, actor=ORGANIZER, now=NOON + 2 * HOUR)


def test_taking_a_link_back_lets_it_be_sent_again_but_not_once_it_has_left() -> None:
    event = an_event()
    speaker = a_speaker(event)
    invite(event)
    assert undo_speaker_letters(event, actor=ORGANIZER, now=NOON) == 1
    assert list_uninvited(event) == [speaker.address]
    invite(event, now=NOON + HOUR)
    with pytest.raises(SpeakerLettersGone):
        undo_speaker_letters(event, actor=ORGANIZER, now=NOON + HOUR + UNDO_PERIOD)


def test_a_new_link_in_the_same_second_has_a_letter_of_its_own() -> None:
    event = an_event()
    speaker = a_speaker(event)
    invite(event)
    assert speaker.address
    old = number_of(speaker.address)
    renew_link(event, speaker, actor=ORGANIZER, now=NOON)
    invite(event)
    kinds = db.session.scalars(select(Job.kind).where(Job.kind == JobKind.SPEAKER_MAIL))
    assert len(kinds.all()) == 2
    assert find_speaker_address(speaker.address.id, old, now=NOON) is None
    addressee = find_speaker_address(speaker.address.id, number_of(speaker.address), now=NOON)
    assert addressee is speaker.address


def test_nobody_is_asked_for_an_event_that_is_called_off() -> None:
    event = an_event(state=EventState.CANCELLED)
    a_speaker(event)
    with pytest.raises(SpeakersNotAsked):
        invite_speakers(event, actor=ORGANIZER, now=NOON)
