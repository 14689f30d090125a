"""Past events are found by the words of their sessions, in any form, and by their year."""

from datetime import timedelta

import pytest

from eventapp.domain.schedule.past_search import find_past_ids
from eventapp.domain.schedule.release import store_release
from eventapp.models import Event
from tests.builders import NOON, a_session, an_event
from tests.plans import executed

pytestmark = pytest.mark.usefixtures("app")


def a_past_event(title: str, *, session: str = "", abstract: str = "", days: int = 30) -> Event:
    starts_at = NOON - timedelta(days=days)
    event = an_event(title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=6))
    if session:
        a_session(event, title=session, abstract=abstract, starts_at=starts_at)
        store_release(event, actor="organizer", now=starts_at)
    return event


def found(words: str) -> list[int]:
    return list(find_past_ids(words, now=NOON))


def test_by_the_words_of_released_sessions_in_any_form() -> None:
    event = a_past_event("Trygga platser", session="Orossamtalet", abstract="Brottet på torget")
    other = a_past_event("Nätverksträff", days=60)

    assert (
        found("orossamtalen") == found("torg brotten") == found("platser orossamtal") == [event.id]
    )
    assert found("") == [event.id, other.id]
    assert found("orossamtal nätverksträff") == found("%") == []


def test_by_the_year() -> None:
    event, older = a_past_event("Ny"), a_past_event("Gammal", days=800)

    assert found(str(event.starts_at.year)) == [event.id]
    assert found(f"gammal {older.starts_at.year}") == [older.id]


def test_what_was_not_released_or_is_not_over_is_not_found() -> None:
    event = a_past_event("Träff", session="Orossamtal")
    a_session(event, title="Hemligheten", starts_at=event.starts_at)
    an_event(title="Orossamtal")

    assert found("hemligheten") == []
    assert found("orossamtal") == [event.id]

    store_release(event, actor="organizer", now=NOON)
    assert found("hemligheten") == [event.id]


def test_asked_again_only_the_list_of_events_is_read() -> None:
    a_past_event("Träff", session="Orossamtal")
    found("orossamtal")

    with executed() as sent:
        found("orossamtalet träffen")

    assert len(sent) == 1
