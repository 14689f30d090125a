"""Built-in letters that begin with an event's own words; what they are for stands below."""

import pytest

from eventapp.domain.letter.built_in_letter import rewrite_built_in
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.survey import letter as survey_letters
from eventapp.mail import event as event_letters
from eventapp.mail import registration as letters
from eventapp.mail import survey as surveys
from eventapp.models import BuiltInLetter, Event, EventState
from tests.builders import NOON, a_queue, a_registration, an_event
from tests.builders.letter import a_text
from tests.builders.survey import an_open_survey

pytestmark = pytest.mark.usefixtures("app")
ID = "a1b2c3"


def write(event: Event, kind: BuiltInLetter, **texts: str) -> None:
    words = {"subject": "Kul, {fornamn}!", "body": "Hej **{fornamn}**!\n\n{evenemang}.", **texts}
    rewrite_built_in(event, kind, a_text(**words), version=0, actor="organizer", now=NOON)


def test_a_confirmation_begins_with_them_and_its_facts_stay() -> None:
    event = an_event(title="Torgdagen")
    registration = a_registration(event, name="Anna <b>Ek")
    write(event, BuiltInLetter.CONFIRMATION)

    letter = letters.received(registration, None, ID)

    assert letter.subject == "Kul, Anna!"
    assert letter.body.startswith("Hej Anna!\n\nTorgdagen.\n\n")
    assert "<p>Hej <strong>Anna</strong>!</p>" in letter.html
    for body in (letter.body, letter.html):
        assert "Exempelhallen" in body
        assert registration.desk_code in body
        assert "/registrations/" in body
        assert "Du har en plats" not in body
    assert letter.body.count("\n\n\n") == 0


def test_those_who_chose_english_have_built_in_words_until_there_are_english_ones() -> None:
    event = an_event()
    registration = a_registration(event, language="en")
    write(event, BuiltInLetter.CONFIRMATION)
    assert "You have a place at" in letters.received(registration, None, ID).body
    english = an_event()
    write(english, BuiltInLetter.CONFIRMATION, subject_en="Nice", body_en="Hi {first_name}")
    letter = letters.received(a_registration(english, language="en"), None, ID)
    assert (letter.subject, letter.body[:3]) == ("Nice", "Hi ")


def test_each_letter_has_words_of_its_own() -> None:
    event = an_event(seats=1)
    placed = a_registration(event)
    (waiting,) = a_queue(event, 1)
    for kind in BuiltInLetter:
        write(event, kind, subject=kind.value, body="Hej")

    def subject_of_news(state: EventState) -> str:
        event.state = state
        return event_letters.event_news(placed, None, ID).subject

    assert letters.received(waiting, None, ID).subject == "waiting"
    assert letters.place_given(placed, None, ID).subject == "place-given"
    states = (EventState.PUBLISHED, EventState.POSTPONED, EventState.CANCELLED)
    assert [subject_of_news(state) for state in states] == [
        "event-moved",
        "event-postponed",
        "event-cancelled",
    ]
    event.state = EventState.PUBLISHED
    # Whoever waits does not read the words for those who have a place.
    assert event_letters.event_news(waiting, None, ID).subject != "event-moved"
    cancel(placed, now=NOON)
    assert letters.cancelled(placed, None, ID).subject == "cancelled"
    by_organizer = letters.cancelled(placed, None, ID, by_organizer=True)
    assert by_organizer.subject == "cancelled-by-organizer"
    assert letters.cancelled(placed, None, ID, merged=True).subject.startswith("Du var anmäld")


def test_a_survey_begins_with_them_and_its_promise_stays() -> None:
    survey = an_open_survey()
    built_in = surveys.ask(survey_letters.unseal_letter(survey_letters.list_keys(survey)[0]), ID)
    write(survey.event, BuiltInLetter.SURVEY, subject="Vad tyckte du?", body="Säg till.")
    opened = survey_letters.unseal_letter(survey_letters.list_keys(survey)[0])
    letter = surveys.ask(opened, ID)
    assert letter.subject == "Vad tyckte du?"
    assert letter.body.split("\n\n")[1:] == built_in.body.split("\n\n")[1:]
    assert "Säg till." in letter.html
