"""Speakers as organizers write them, and what goes when they, or their person, go."""

import pytest
from sqlalchemy import func, select

from eventapp.domain.desk.person import find_person, load_person
from eventapp.domain.desk.person_change import erase_person
from eventapp.domain.schedule.schedule_part import PartInUse
from eventapp.domain.schedule.speaker.photo import SquarePhoto, change_photo
from eventapp.domain.schedule.speaker.proposal import Presentation, propose
from eventapp.domain.schedule.speaker.reply import report
from eventapp.domain.schedule.speaker.speaker import remove_speaker
from eventapp.extensions import db
from eventapp.models import (
    Consent,
    Speaker,
    SpeakerAddress,
    SpeakerPhoto,
    SpeakerProposal,
    SpeakerReply,
)
from tests.builders import HOUR, NOON, a_session, an_event
from tests.builders.speaker import EMAIL, a_speaker, invite

pytestmark = pytest.mark.usefixtures("app")
PHOTO = SquarePhoto("1" * 24, b"s", b"m", b"l")
PERSONAL = (SpeakerAddress, SpeakerPhoto, SpeakerProposal, SpeakerReply)


def with_everything(speaker: Speaker) -> Speaker:
    assert speaker.address
    event = speaker.address.event
    invite(event)
    change_photo(event, speaker, PHOTO, actor="organizer", now=NOON)
    propose(speaker.address, Presentation("Karin", biography="Nu."), now=NOON)
    report(speaker.address, problem="Fel dag", needs="Rullstol", now=NOON)
    return speaker


def left() -> list[int]:
    counts = [db.session.scalar(select(func.count()).select_from(kind)) for kind in PERSONAL]
    return [count or 0 for count in counts]


def test_the_same_person_has_the_same_code_at_another_event() -> None:
    first, second = a_speaker(an_event()), a_speaker(an_event())
    assert first.code == second.code
    third = a_speaker(an_event(), name="Karin Annan")
    assert third.code != first.code


def test_a_speaker_with_a_part_stays_and_one_without_goes_with_everything() -> None:
    event = an_event()
    speaker = with_everything(a_speaker(event, a_session(event)))
    with pytest.raises(PartInUse):
        remove_speaker(event, speaker, actor="organizer", now=NOON)
    other = an_event()
    idle = with_everything(a_speaker(other, name="Bo", email="bo@town.example"))
    remove_speaker(other, idle, actor="organizer", now=NOON)
    assert left() == [1, 1, 1, 1]


def test_whoever_is_erased_has_no_page_no_photo_and_no_answers_left() -> None:
    event = an_event(starts_at=NOON - 8 * HOUR, ends_at=NOON)
    speaker = with_everything(a_speaker(event, a_session(event), page_consent=Consent.YES))
    person = load_person(find_person(EMAIL, "Karin Talar") or "")
    assert person
    erase_person(person, actor="admin", now=NOON)
    db.session.expire_all()
    assert left() == [0, 0, 0, 0]
    assert speaker.page_consent is Consent.NO
