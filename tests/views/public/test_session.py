"""The page of one session."""

from typing import Any

import pytest

from eventapp.models import Availability, Event, EventState, Session, SessionKind
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_session, an_event
from tests.views.public.pages import a_release, a_room, ask, cost_of, read, tell
from tests.views.public.test_schedule import a_speaker, a_track
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")

LECTURE: dict[str, Any] = {
    "title": "Vägar in",
    "form": "forskningsföreläsning",
    "abstract": "Vem tar den första kontakten?\n\nTre skeden står i fokus.",
    "known": ["Kontakten tas av någon man känner."],
    "unknown": ["Underlaget om flickor är tunt."],
    "meaning": ["Närhet: ge ett nummer att ringa.", "Skriv på plats: vad, vem och när."],
    "learning_goals": ["känna till tre skeden"],
    "references": ["Tranhylla, L. (2022). https://rapport.example/4 (påhittad referens)"],
}


def a_lecture(event: Event, **facts: Any) -> Session:
    return a_session(event, **{**LECTURE, **facts})


def address(session: Session, event: Event) -> str:
    return f"/events/{event.slug}/sessions/{session.code}"


def test_the_page_says_what_is_known_and_what_is_not_and_what_to_do(client: Visitor) -> None:
    event = an_event()
    session = a_lecture(event)
    a_release(event)

    html, said = (look(client, address(session, event)) for look in (read, tell))

    for part in (
        "Forskningsföreläsning Vägar in",
        "Vem tar den första kontakten? Tre skeden står i fokus.",
        "Det här vet vi Kontakten tas av någon man känner.",
        "Det här vet vi inte Underlaget om flickor är tunt.",
        "Vad det betyder för din kommun Närhet Ge ett nummer att ringa. Skriv på plats: vad,",
        "Efter passet ska du kunna känna till tre skeden",
        "Referenser Tranhylla, L. (2022).",
    ):
        assert part in said
    assert "<p>Tre skeden står i fokus.</p>" in html
    assert 'href="https://rapport.example/4"' in html


def test_the_page_in_english_marks_what_is_swedish(client: Visitor) -> None:
    event = an_event()
    session = a_lecture(event)
    a_release(event)

    html = read(client, address(session, event), "en")

    assert '<h1 lang="sv">Vägar in</h1>' in html
    assert '<div class="written" lang="sv"><p>Vem tar' in html
    assert "What it means for your municipality" in html
    assert "Wednesday 31 March" in html


def test_the_panel_says_when_where_and_for_how_many(client: Visitor) -> None:
    event = an_event()
    room = a_room(event, "Eken", floor="1", hearing_loop=True)
    session = a_lecture(event, room_id=room.id, seats=5, availability=Availability.FEW)
    speaker = a_speaker(session, "Liv Tranhylla", "Högskolan i Mälarvik")
    speaker.biography = "Studerar hur unga dras in."
    a_release(event)

    said = tell(client, address(session, event))

    assert (
        "När Onsdag 31 mars 14.00–15.00 Sal Eken , plan 1 Hörslinga. Rullstolsplatser "
        "Var Exempelhallen, Prästgatan 1, Exempelstad Platser Få platser kvar "
        "Anmäl dig Lägg till i kalendern"
    ) in said
    assert "Liv Tranhylla docent, Högskolan i Mälarvik Studerar hur unga dras in." in said


def test_what_one_can_choose_instead_is_on_the_page(client: Visitor) -> None:
    event = an_event()
    session, other = a_lecture(event), a_session(event, title="Det andra valet")
    a_session(event, title="Ett senare pass", starts_at=NEXT_MONTH + HOUR, choice_group="b")
    a_release(event)

    said = tell(client, address(session, event))

    assert "Samtidigt Det andra valet" in said
    assert "Ett senare pass" not in said
    assert "Samtidigt Vägar in" in tell(client, address(other, event))


def test_a_plenary_is_for_all(client: Visitor) -> None:
    event = an_event()
    session = a_lecture(event, kind=SessionKind.PLENARY, choice_group="")
    a_release(event)

    assert "Platser För alla deltagare" in tell(client, address(session, event))


def test_a_session_that_is_called_off_says_so_and_leads_nowhere(client: Visitor) -> None:
    event = an_event()
    session = a_lecture(event, cancelled=True)
    a_release(event)

    html, said = (look(client, address(session, event)) for look in (read, tell))

    assert "Passet är inställt" in said
    assert "registration/new" not in html
    assert "Lägg till i kalendern" not in said


def test_a_session_of_an_event_that_is_called_off_says_so(client: Visitor) -> None:
    event = an_event(state=EventState.CANCELLED)
    session = a_lecture(event)
    a_release(event)

    assert "Evenemanget är inställt" in tell(client, address(session, event))


def test_a_session_that_is_over_is_no_longer_for_the_calendar(client: Visitor) -> None:
    past = NOON - 30 * DAY
    event = an_event(starts_at=past, ends_at=past + HOUR, registration_closes_at=past - DAY)
    session = a_lecture(event)
    a_release(event)

    assert "Lägg till i kalendern" not in tell(client, address(session, event))


def test_coffee_and_unknown_sessions_have_no_page(client: Visitor) -> None:
    event = an_event()
    coffee = a_session(event, kind=SessionKind.SERVICE, title="Kaffe")
    a_release(event)

    assert ask(client, address(coffee, event)).status_code == 404
    assert ask(client, f"/events/{event.slug}/sessions/none").status_code == 404
    assert f"/sessions/{coffee.code}" not in read(client, f"/events/{event.slug}/schedule")


def test_names_as_weapons_come_out_as_they_were_written(client: Visitor) -> None:
    weapon = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}'
    event = an_event()
    session = a_session(
        event,
        **{
            name: [weapon] if isinstance(value, list) else weapon for name, value in LECTURE.items()
        },
        track_id=a_track(event, "t", weapon, 2).id,
        room_id=a_room(event, weapon).id,
    )
    a_speaker(session, weapon, weapon)
    a_release(event)

    for path in (address(session, event), f"/events/{event.slug}/schedule"):
        html = read(client, path, "en")
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "{{ 7*7 }}" in html


def test_three_speakers_cost_no_more_statements_than_one(client: Visitor) -> None:
    event = an_event()
    session = a_lecture(event)
    a_speaker(session, "Liv Tranhylla")
    a_release(event)
    alone = cost_of(client, address(session, event))

    for name in ("Örjan Furuklint", "Samira Lärkdal"):
        a_speaker(session, name)
        a_session(event)
    a_release(event)

    assert cost_of(client, address(session, event)) == alone <= 13


def test_a_full_page_weighs_at_most_fifteen_kilobytes(client: Visitor) -> None:
    event = an_event()
    session = a_lecture(
        event,
        abstract="\n\n".join(f"{n} {LECTURE['abstract']}" * 3 for n in range(20)),
        references=[f"{n} {LECTURE['references'][0]}" for n in range(20)],
    )
    a_release(event)

    response = ask(client, address(session, event), Accept_Encoding="gzip")

    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.get_data()) <= 15_000


def test_an_event_whose_place_is_not_known_yet_names_none(client: Visitor) -> None:
    event = an_event(venue_name="", venue_address="", venue_city="")
    session = a_lecture(event)
    a_release(event)

    for page in (f"/events/{event.slug}", address(session, event)):
        assert "<dt>Var</dt>" not in read(client, page)
