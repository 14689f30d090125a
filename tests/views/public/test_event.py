"""The start page and each event's own page."""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Page

from eventapp.domain.schedule.event_calendar import update_calendar
from eventapp.extensions import db
from eventapp.models import (
    AttendanceMode,
    Availability,
    Event,
    EventKind,
    EventState,
    EventVisibility,
    FocusArea,
    Series,
)
from tests.builders import (
    DAY,
    HOUR,
    NEXT_MONTH,
    NOON,
    a_registration,
    a_session,
    an_event,
)
from tests.views.public.pages import (
    Stopwatch,
    a_release,
    a_room,
    ask,
    cost_of,
    forget_pages,
    read,
    tell,
    words,
)
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")

LAST_MONTH = NOON - 30 * DAY
PAST = {
    "starts_at": LAST_MONTH,
    "ends_at": LAST_MONTH + HOUR,
    "registration_opens_at": LAST_MONTH - 20 * DAY,
    "registration_closes_at": LAST_MONTH - 10 * DAY,
}
STAGES: dict[str, dict[str, Any]] = {
    "plenty": {},
    "few": {"availability": Availability.FEW},
    "full": {"availability": Availability.FULL},
    "upcoming": {"registration_opens_at": NOON + DAY},
    "closed": {"registration_closes_at": NOON},
    "ongoing": {"starts_at": NOON - HOUR, "registration_closes_at": NOON - DAY},
    "over": PAST,
    "cancelled": {"state": EventState.CANCELLED},
    "postponed": {"state": EventState.POSTPONED},
}
TOLD = {
    "plenty": ("Platser kvar", "Places left"),
    "few": ("Få platser kvar", "Few places left"),
    "full": ("Ställ dig på väntelistan", "Join the waiting list"),
    "upcoming": (
        "Anmälan har inte öppnat Den öppnar tisdag 2 mars klockan 13.00.",
        "Registration has not opened yet It opens on Tuesday 2 March at 13:00.",
    ),
    "closed": ("Anmälan är stängd", "Registration is closed"),
    "ongoing": ("Pågår nu", "Happening now"),
    "over": ("Har varit", "Has taken place"),
    "cancelled": ("Evenemanget är inställt", "The event has been cancelled"),
    "postponed": ("Evenemanget är uppskjutet", "The event has been postponed"),
}


def an_area(code: str, position: int, name: str, name_en: str) -> FocusArea:
    area = FocusArea(
        code=code,
        name=name,
        name_en=name_en,
        short_name=name,
        short_name_en=name_en,
        figure=position,
        position=position,
        valid_from=(NOON - 365 * DAY).date(),
    )
    db.session.add(area)
    return area


def a_meeting(series: Series, number: int, **facts: Any) -> Event:
    starts_at = NEXT_MONTH + number * 7 * DAY
    defaults = {
        "title": f"Nätverksträff {number}",
        "kind": EventKind.NETWORK_MEETING,
        "form": AttendanceMode.ONLINE,
        "online_url": f"https://motet.example/hemligt-{number}",
        "agenda": ["Läget i kommunerna", "Nästa steg"],
        "host": "Trollhättans Stad",
        "series_id": series.id,
        "starts_at": starts_at,
        "ends_at": starts_at + HOUR,
        **facts,
    }
    return an_event(**defaults)


def a_series() -> Series:
    series = Series(
        slug="traffar", title="Träffar om trygghet", rules=["Vi spelar inte in.", "Inga namn."]
    )
    db.session.add(series)
    db.session.flush()
    return series


def public_addresses(event: Event, code: str) -> list[str]:
    base = f"/events/{event.slug}"
    return [
        base,
        f"{base}.ics",
        f"{base}/schedule",
        *(f"{base}/schedule.{form}" for form in ("ics", "json", "xml")),
        f"{base}/changes",
        f"{base}/changes.atom",
        f"{base}/sessions/{code}",
        f"{base}/sessions/{code}.ics",
    ]


def test_the_start_page_has_what_is_coming_first_and_then_what_has_been(client: Visitor) -> None:
    an_event(title="Det som kommer", availability=Availability.FEW)
    an_event(title="Det som har varit", **PAST)

    said = tell(client, "/")

    assert said.index("Kommande evenemang") < said.index("Det som kommer")
    assert said.index("Det som kommer") < said.index("Få platser kvar")
    assert said.index("Få platser kvar") < said.index("Tidigare evenemang Sök")
    assert said.index("Tidigare evenemang Sök") < said.index("Det som har varit")


def test_the_start_page_in_english_keeps_titles_as_they_were_written(client: Visitor) -> None:
    an_event(title="Det som kommer")

    html = read(client, "/", "en")

    assert '<html lang="en">' in html
    assert "Upcoming events" in html
    assert '<span lang="sv">Det som kommer</span>' in html


def test_an_empty_house_says_so_and_offers_no_search(client: Visitor) -> None:
    said = tell(client, "/")

    assert "Just nu är inget evenemang planerat" in said
    assert "Sök bland" not in said


@pytest.mark.parametrize("stage", STAGES)
def test_the_page_says_where_the_event_stands(client: Visitor, stage: str) -> None:
    event = an_event(**STAGES[stage])
    swedish, english = TOLD[stage]

    assert swedish in tell(client, f"/events/{event.slug}")
    assert english in tell(client, f"/events/{event.slug}", "en")


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_has_more_than_one_solid_button(client: Visitor, stage: str) -> None:
    event = an_event(**STAGES[stage])
    a_release(event)

    assert read(client, f"/events/{event.slug}").count('class="button"') <= 1


@pytest.mark.parametrize("stage", STAGES)
def test_only_an_open_event_leads_to_the_form(client: Visitor, stage: str) -> None:
    event = an_event(**STAGES[stage])

    leads = f"/events/{event.slug}/registration/new" in read(client, f"/events/{event.slug}")

    assert leads == (stage in {"plenty", "few", "full"})


def test_the_page_says_what_when_where_for_whom_and_until_when(client: Visitor) -> None:
    event = an_event(
        title="Trygga möten",
        summary="En dag om möten.",
        audience="Medarbetare i kommuner",
        access_notes=["Hiss till plan 2"],
        photo_notice="Vi fotograferar inte.",
        venue_address="Prästgatan 1, 000 00 Exempelstad",
        record_number="2027/0001",
    )

    page = read(client, f"/events/{event.slug}")
    said = words(page)

    assert "Prästgatan 1, 000\u00a000 Exempelstad" in page  # a postcode breaks over no lines
    for fact in (
        "Konferens · Exempelstad",
        "En dag om möten.",
        "31 mars 2027 Onsdag, 14.00–22.00",
        "Exempelhallen Prästgatan 1",
        "Medarbetare i kommuner",
        "Anmäl dig senast måndag 8 mars klockan 13.00.",
        "Avanmäl dig senast 8 mars klockan 13.00.",
        "Hiss till plan 2",
        "Vi fotograferar inte.",
        "Det finns ingen öppen deltagarlista.",
        "konferens@bra.example",
        "Diarienummer 2027/0001",
    ):
        assert fact in said


def test_a_fifth_fact_is_as_wide_as_the_four_above_it(threaded_server: str, page: Page) -> None:
    an_area("unga", 1, "Unga som rekryteras", "Young people recruited")
    event = an_event(audience="Kommuner", focus_areas=["unga"])
    db.session.commit()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{threaded_server}/events/{event.slug}")
    facts = page.locator(".facts").first
    whole, fifth = facts.bounding_box(), facts.locator(".fact").nth(4).bounding_box()

    assert whole
    assert fifth
    assert fifth["width"] == whole["width"]


def test_several_days_have_hours_of_their_own_as_calendars_have(client: Visitor) -> None:
    event = an_event(ends_at=NEXT_MONTH + DAY + 3 * HOUR)
    a_session(event)
    a_session(event, starts_at=NEXT_MONTH + DAY, ends_at=NEXT_MONTH + DAY + 2 * HOUR)
    a_release(event)
    update_calendar(event, now=NOON)

    said = tell(client, f"/events/{event.slug}")

    assert "31 mars–1 april 2027 Onsdag 14.00–15.00 Torsdag 14.00–17.00" in said
    file = client.get(f"/events/{event.slug}.ics").text
    assert "DTEND;TZID=Europe/Stockholm:20270331T150000" in file
    assert "DTEND;TZID=Europe/Stockholm:20270401T170000" in file


def test_parallel_sessions_are_one_line_of_the_brief(client: Visitor) -> None:
    event = an_event()
    a_session(event)
    a_session(event)
    a_release(event)

    assert "14.00 2 pass att välja mellan" in tell(client, f"/events/{event.slug}")
    assert "14:00 2 sessions to choose from" in tell(client, f"/events/{event.slug}", "en")


def test_areas_have_their_band_and_their_name_in_the_visitors_language(client: Visitor) -> None:
    an_area("unga", 1, "Unga som rekryteras", "Young people recruited")
    an_area("plats", 3, "Platser", "Places")
    event = an_event(focus_areas=["plats", "unga"])

    said, translated = (
        tell(client, f"/events/{event.slug}", language) for language in ("sv", "en")
    )

    assert "Fokusområden Unga som rekryteras Platser" in said
    assert "Focus areas Young people recruited Places" in translated


def test_a_meeting_tells_of_its_agenda_its_series_and_its_rules(client: Visitor) -> None:
    series = a_series()
    first, second = a_meeting(series, 1), a_meeting(series, 2)
    a_meeting(series, 3, state=EventState.DRAFT)

    html, said = (look(client, f"/events/{first.slug}") for look in (read, tell))

    assert "Nätverksträff · digitalt" in said
    assert "Länken till mötet får du i bekräftelsen." in said
    assert "Dagordning Läget i kommunerna Nästa steg" in said
    assert "Värd Trollhättans Stad" in said
    assert "Så möts vi Vi spelar inte in. Inga namn." in said
    assert f'href="/events/{second.slug}"' in html
    assert "Nätverksträff 3" not in said
    assert "hemligt" not in html


def test_a_meeting_that_is_over_leads_to_the_next_one(client: Visitor) -> None:
    series = a_series()
    over, coming = a_meeting(series, 1, **PAST), a_meeting(series, 2)

    html = read(client, f"/events/{over.slug}")

    assert f'<a class="button" href="/events/{coming.slug}">Till nästa träff</a>' in html


def test_of_a_closed_event_the_address_is_in_no_byte_of_any_page(client: Visitor) -> None:
    event = an_event(
        visibility=EventVisibility.CLOSED,
        venue_name="Hemliga huset",
        venue_city="Centrala Stockholm",
        venue_address="Dolda gatan 7",
    )
    session = a_session(event, room_id=a_room(event, "Eken").id)
    a_release(event)

    for address in public_addresses(event, session.code):
        for language in ("sv", "en"):
            response = ask(client, address, language)
            plain = response.get_data().replace(b"\r\n ", b"")
            assert response.status_code == 200
            assert b"Hemliga huset" not in plain
            assert b"Dolda gatan" not in plain
            assert b"noindex" in plain or response.headers["X-Robots-Tag"] == "noindex"
    assert "Centrala Stockholm Adressen får du i bekräftelsen." in tell(
        client, f"/events/{event.slug}"
    )


def test_only_an_open_event_describes_itself_to_others(client: Visitor) -> None:
    seen, hidden = (
        read(client, f"/events/{an_event(visibility=visibility, summary='Om möten.').slug}")
        for visibility in (EventVisibility.OPEN, EventVisibility.CLOSED)
    )

    assert '<meta property="og:description" content="Om möten.">' in seen
    assert "noindex" not in seen
    assert "og:" not in hidden
    assert 'name="description"' not in hidden


def test_a_draft_answers_exactly_as_an_event_that_does_not_exist(client: Visitor) -> None:
    event = an_event(state=EventState.DRAFT, slug="kladden")
    code = a_session(event).code
    a_release(event)

    for known, unknown in zip(
        public_addresses(event, code), public_addresses(Event(slug="ingenting"), code), strict=True
    ):
        draft, nothing = ask(client, known), ask(client, unknown)
        assert draft.status_code == nothing.status_code == 404
        assert draft.text.replace(known, unknown) == nothing.text
        assert [name for name, _ in draft.headers] == [name for name, _ in nothing.headers]
    assert event.title not in read(client, "/")


def test_the_page_is_the_same_however_many_have_registered(client: Visitor) -> None:
    event = an_event(seats=100)
    before = read(client, f"/events/{event.slug}")

    for _ in range(3):
        a_registration(event)
    event.revision += 1

    assert read(client, f"/events/{event.slug}") == before


def test_three_events_cost_no_more_statements_than_one(client: Visitor) -> None:
    series = a_series()
    a_meeting(series, 1)
    an_event(**PAST)
    alone = cost_of(client, "/")

    for number in (2, 3):
        a_meeting(series, number)
        an_event(**PAST)

    assert cost_of(client, "/") == alone <= 8


def test_an_events_page_costs_the_same_whatever_its_programme_holds(client: Visitor) -> None:
    series = a_series()
    event = a_meeting(series, 1, focus_areas=["unga"])
    an_area("unga", 1, "Unga", "Young")
    an_area("plats", 3, "Platser", "Places")
    a_session(event)
    a_release(event)
    alone = cost_of(client, f"/events/{event.slug}")

    event.focus_areas = ["unga", "plats"]
    for number in (2, 3):
        a_meeting(series, number)
        a_session(event)
    a_release(event)

    assert cost_of(client, f"/events/{event.slug}") == alone <= 8


def test_search_finds_past_events_by_all_their_words(client: Visitor) -> None:
    an_event(title="Möten på Ångströms torg", host="Örebro", **PAST)
    an_event(title="Möten i centrum", **PAST)

    said = tell(client, "/?q=torg+örebro")

    assert "1 evenemang" in said
    assert "Möten på Ångströms torg" in said
    assert "Möten i centrum" not in said


def test_a_search_without_a_match_says_so_and_what_to_do(client: Visitor) -> None:
    an_event(title="Möten i centrum", **PAST)

    said = tell(client, "/?q=100%25<b>")

    assert "Inget tidigare evenemang innehåller ”100%<b>”" in said
    assert "Visa alla tidigare evenemang" in said


def test_past_events_have_pages_that_keep_the_search(client: Visitor) -> None:
    for number in range(12):
        an_event(title=f"Möte {number}.", **PAST)

    first, second = read(client, "/?q=möte"), read(client, "/?q=möte&page=2")

    assert "/?q=m%C3%B6te&amp;page=2" in first
    assert (first + second).count('class="event-line ') == 12
    assert read(client, "/?page=99").count('class="event-line ') == 2
    assert ask(client, "/?page=x").status_code == 200


def test_the_cookie_chooses_the_language_before_the_browser_does(client: Visitor) -> None:
    event = an_event()

    client.set_cookie("language", "en")

    assert "For whom" not in read(client, f"/events/{event.slug}", "sv")
    assert '<html lang="en">' in read(client, f"/events/{event.slug}", "sv")


def test_who_asks_for_another_language_is_answered_in_swedish(client: Visitor) -> None:
    assert '<html lang="sv">' in read(client, "/", "de-DE, fr;q=0.8")


def test_a_kept_page_has_an_etag_and_answers_that_nothing_has_changed(client: Visitor) -> None:
    address = f"/events/{an_event().slug}"
    first = ask(client, address, Accept_Encoding="gzip")

    again = ask(client, address, Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])

    assert first.headers["Cache-Control"] == "no-cache"
    assert "<h1>" in gzip.decompress(first.get_data()).decode()
    assert (again.status_code, again.get_data()) == (304, b"")
    assert ask(client, address, "en", If_None_Match=first.headers["ETag"]).status_code == 200


def test_a_change_shows_within_a_second(client: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Stopwatch(monkeypatch)
    event = an_event(title="Före")
    address = f"/events/{event.slug}"
    assert "Före" in tell(client, address)
    assert "Före" in tell(client, "/")

    event.title, event.revision = "Efter", event.revision + 1
    watch.seconds += 1

    assert "Efter" in tell(client, address)
    assert "Efter" in tell(client, "/")


def test_a_meeting_that_is_withdrawn_leaves_its_siblings_pages_within_a_second(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Stopwatch(monkeypatch)
    series = a_series()
    stays, goes = a_meeting(series, 1), a_meeting(series, 2)
    assert goes.title in tell(client, f"/events/{stays.slug}")

    goes.state, goes.revision = EventState.DRAFT, goes.revision + 1
    watch.seconds += 1

    assert goes.title not in tell(client, f"/events/{stays.slug}")


def test_names_as_weapons_come_out_as_they_were_written(client: Visitor) -> None:
    weapon = "<script>alert(1)</script>{{ 7*7 }}\u202e" + "å" * 120
    event = an_event(title=weapon, subtitle=weapon, summary=weapon, host=weapon, agenda=[weapon])

    for address in ("/", f"/events/{event.slug}"):
        for language in ("sv", "en"):
            html = read(client, address, language)
            assert "<script>alert" not in html
            assert "{{ 7*7 }}" in html


def test_a_changed_event_has_a_new_line_among_many_that_stay(client: Visitor) -> None:
    first, other = an_event(title="Första"), an_event(title="Andra")
    assert {"Första", "Andra"} <= set(tell(client, "/").split())

    first.title = "Flyttad"
    first.availability = Availability.FULL
    first.revision += 1
    other.title = "Ändrad utan ny revision"
    forget_pages(client)
    page = tell(client, "/")

    assert "Flyttad" in page
    assert "Fullt, väntelista" in page
    assert "Andra" in page.split()  # it was not written again


def test_the_start_page_costs_no_more_with_many_events(client: Visitor) -> None:
    an_event()
    few = cost_of(client, "/")
    for _ in range(20):
        an_event()

    assert cost_of(client, "/") == few
