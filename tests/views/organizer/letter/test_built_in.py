"""Built-in letters at the desk: seen, begun with the event's own words, and put back."""

from tests.builders import a_registration, an_event
from tests.builders.forms import send
from tests.visitor import Visitor


def test_a_letter_is_given_own_words_seen_and_put_back(desk: Visitor) -> None:
    event = an_event()
    a_registration(event, name="Linnéa Vårglim")
    base = f"/organizer/events/{event.slug}/letters/built-in"
    assert "Confirmation of a place" in desk.get(base).text
    assert "You have a place at {event}." in desk.get(f"{base}/confirmation/edit").text

    words = {"subject": "Kul!", "body": "Hej {fornamn}!", "version": "0"}
    saved = send(desk, f"{base}/confirmation", **words)
    assert saved.status_code == 303
    shown = desk.get(saved.location).text
    assert '<span class="filled">Linnéa</span>' in shown
    assert "The event’s own" in desk.get(base).text

    stale = send(desk, f"{base}/confirmation", **{**words, "subject": "Fel"})
    assert stale.status_code == 409
    assert "Kul!" in stale.text
    assert "Fel" in stale.text

    assert send(desk, f"{base}/confirmation/words/removal").status_code == 303
    assert "The event’s own" not in desk.get(base).text


def test_what_does_not_suit_the_letter_is_refused_and_kept(desk: Visitor) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/letters/built-in/survey"
    refused = send(desk, address, subject="Vad", body="Se {personlig_lank}", version="0")
    assert refused.status_code == 422
    assert "Line 1: {personlig_lank} cannot be filled in." in refused.text
    assert "Se {personlig_lank}" in refused.text
    assert desk.get(address.replace("survey", "nothing") + "/edit").status_code == 404
