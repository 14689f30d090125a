"""What each speaker still owes, and the list narrowed to it."""

import pytest

from eventapp.domain.schedule.speaker.part import confirm_parts, confirmation_key, list_parts_of
from eventapp.domain.schedule.speaker.proposal import Presentation, find_proposal, propose
from eventapp.domain.schedule.speaker.slides import add_slides
from eventapp.domain.schedule.speaker.speaker_list import (
    Owed,
    SpeakerFilter,
    list_speakers,
    owed_by,
)
from eventapp.models import Consent, SlidesConsent, SpeakerRole
from tests.builders import NOON, a_session, an_event
from tests.builders.speaker import a_speaker
from tests.domain.schedule.speaker.test_slides import FILE

pytestmark = pytest.mark.usefixtures("app")


def test_what_is_owed_goes_step_by_step() -> None:
    event = an_event()
    session = a_session(event)
    speaker = a_speaker(event, session)
    assert set(owed_by(event, speaker, find_proposal(speaker.address))) == set(Owed)
    assert speaker.address
    key = confirmation_key(list_parts_of(speaker))
    confirm_parts(speaker.address, key=key, now=NOON)
    add_slides(speaker.address, session, "Bilder", FILE, now=NOON)
    propose(speaker.address, Presentation("Karin Talar", biography="Nu."), now=NOON)
    assert owed_by(event, speaker, find_proposal(speaker.address)) == (Owed.PHOTO, Owed.CONSENT)
    speaker.page_consent = speaker.film_consent = Consent.NO
    speaker.slides_consent = SlidesConsent.NO
    assert (
        owed_by(event, speaker, find_proposal(speaker.address)) == ()
    )  # who wants no page owes no photo


def test_a_moderator_owes_no_slides() -> None:
    event = an_event()
    speaker = a_speaker(event, a_session(event), role=SpeakerRole.MODERATOR)
    assert Owed.SLIDES not in owed_by(event, speaker, find_proposal(speaker.address))


def test_the_list_is_searched_narrowed_and_in_pages() -> None:
    event = an_event()
    for number in range(51):
        a_speaker(event, name=f"Namn {number:02}", email="")
    speaker = a_speaker(event, name="Åsa Öst")
    page = list_speakers(event, page=2, now=NOON)
    assert (page.total, page.page.pages, len(page.rows)) == (52, 2, 2)
    (match,) = list_speakers(event, words="asa ost", now=NOON).rows
    assert match.speaker is speaker
    (waiting,) = list_speakers(event, narrowed=SpeakerFilter.UNINVITED, now=NOON).rows
    assert waiting.speaker is speaker
    assert list_speakers(event, narrowed=SpeakerFilter.PROBLEM, now=NOON).rows == []
