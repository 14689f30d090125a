"""What visitors may see of speakers: with a yes and a released session, else nothing."""

import pytest

from eventapp.domain.event.release import release_schedule
from eventapp.domain.schedule.release import latest_schedule
from eventapp.domain.schedule.speaker.reply import Consents, set_consents
from eventapp.domain.schedule.speaker.shown_speaker import (
    find_shown_speaker,
    list_earlier_appearances,
    list_shown_speakers,
)
from eventapp.models import Consent, EventVisibility
from tests.builders import NOON, a_session, an_event
from tests.builders.speaker import a_speaker

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("consent", list(Consent))
def test_a_page_needs_a_yes_and_a_released_session(consent: Consent) -> None:
    event = an_event()
    session = a_session(event)
    speaker = a_speaker(event, session, page_consent=consent)
    assert find_shown_speaker(event, speaker.code) is None
    release_schedule(event, actor="organizer", now=NOON)
    shown = consent is Consent.YES
    assert (find_shown_speaker(event, speaker.code) is speaker) is shown
    assert list_shown_speakers(event) == ({speaker.code: ""} if shown else {})


def test_who_wants_no_page_is_in_the_schedule_by_name_alone_from_then_on() -> None:
    event = an_event()
    session = a_session(event)
    facts = {"title": "Forskare", "organisation": "Storköping", "biography": "Kan ljus."}
    speaker = a_speaker(event, session, **facts)
    a_speaker(event, session, name="Ja Tack", email="", biography="Kan mörker.")
    release_schedule(event, actor="organizer", now=NOON)
    seen = []
    for consent in (Consent.UNANSWERED, Consent.NO, Consent.YES):
        set_consents(event, speaker, Consents(page=consent), now=NOON)
        schedule = latest_schedule(event)
        assert schedule
        shown = {person.name: person for person in schedule.speakers}
        assert shown["Ja Tack"].biography == "Kan mörker."
        own = shown["Karin Talar"]
        seen.append((own.title, own.organisation, own.biography))
    assert seen == [tuple(facts.values()), ("", "", ""), tuple(facts.values())]


def test_a_closed_event_is_not_told_of_on_an_open_one() -> None:
    closed, event = an_event(visibility=EventVisibility.CLOSED), an_event()
    for place in (closed, event):
        speaker = a_speaker(place, a_session(place), page_consent=Consent.YES)
        release_schedule(place, actor="organizer", now=NOON)
    assert list_earlier_appearances(event, speaker) == []
    event.visibility = EventVisibility.CLOSED
    (earlier,) = list_earlier_appearances(event, speaker)
    assert earlier.event is closed
