"""Asking for a place: the form, what it says, and what it takes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import func, select

from eventapp.clock import standing_at
from eventapp.domain.registration import care_need
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.extensions import db, floods
from eventapp.models import (
    Availability,
    CareNeed,
    ChoiceState,
    Event,
    EventState,
    Job,
    JobKind,
    Promotion,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Session,
    Visibility,
)
from eventapp.views.cache import form_cache
from tests.builders import (
    DAY,
    HOUR,
    NEXT_MONTH,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_event,
    an_organisation,
    let_act,
)
from tests.views.filled import WELL, ask_for_place, hidden_in
from tests.views.public.pages import (
    Stopwatch,
    a_room,
    ask,
    cost_of,
    counted_statements,
    read,
    tell,
    without_own,
    words,
)
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


def form_of(event: Event) -> str:
    return f"/events/{event.slug}/registration/new"


def the_registration() -> Registration:
    return db.session.scalars(select(Registration)).one()


def a_question(event: Event, code: str, kind: QuestionKind, **facts: Any) -> RegistrationQuestion:
    defaults = {"label": {"sv": f"Fråga {code}?", "en": f"Question {code}?"}, **facts}
    question = RegistrationQuestion(event_id=event.id, code=code, kind=kind, **defaults)
    db.session.add(question)
    db.session.flush()
    return question


# What the form says


def test_those_with_protected_data_are_told_before_the_first_field(client: Visitor) -> None:
    page = read(client, form_of(an_event()), "en")

    notice = page.index("Do you have protected personal data?")
    assert notice < page.index('id="name"')
    assert "08-465\u00a0004\u00a011" in page[notice : page.index('id="name"')]


def test_form_says_what_becomes_of_the_data_and_by_which_version(client: Visitor) -> None:
    text = tell(client, form_of(an_event()), "en")

    assert "You will never appear on a public list." in text
    assert "(version 2026-11-22)" in text


def test_needs_are_asked_apart_and_say_when_they_are_deleted(client: Visitor) -> None:
    event = an_event(ends_at=NEXT_MONTH + HOUR)
    text = tell(client, form_of(event), "en")

    assert "Stored separately from the rest of your registration, and encrypted." in text
    assert "We delete both answers on 14 April 2027, and immediately if you cancel." in text


def test_sessions_tell_time_room_area_and_seats_in_coarse_words(client: Visitor) -> None:
    event = an_event()
    room = a_room(event, "Linden", floor="1")
    a_session(event, title="Orossamtal", form="seminarium", room_id=room.id)
    heard = a_room(event, "Eken", hearing_loop=True)
    a_session(event, title="Platsen", availability=Availability.FEW, room_id=heard.id)
    text = tell(client, form_of(event), "en")

    assert "Session a, Wednesday 31 March at 14:00–15:00" in text
    assert "Orossamtal Linden, floor 1 · seminarium · places left" in text  # nobody has said
    assert "Platsen Eken · induction loop · few places left" in text


def test_a_session_that_is_over_is_neither_offered_nor_given(client: Visitor) -> None:
    event = an_event(registration_closes_at=NEXT_MONTH + 8 * HOUR)
    early = a_session(event, title="Morgon", choice_group="a")
    a_session(event, title="Kväll", choice_group="b", starts_at=early.ends_at)
    db.session.commit()
    assert "Morgon" in tell(client, form_of(event), "en")

    with standing_at(early.ends_at):
        page = client.get(f"{form_of(event)}?late", headers={"Accept-Language": "en"}).text
        sent = {**WELL, **hidden_in(page), "session-a": early.code}
        client.post(f"/events/{event.slug}/registration", data=sent)

    assert "Kväll" in page
    assert "Morgon" not in page
    assert the_registration().choices == []


def test_parallel_sessions_stand_in_the_order_of_the_schedule(client: Visitor) -> None:
    event = an_event()
    for title, room in (("Arbete i natt", "Salen"), ("Orossamtal", "Björken"), ("Zonen", "Aulan")):
        a_session(event, title=title, room_id=a_room(event, room).id)
    text = tell(client, form_of(event), "en")

    assert text.index("Zonen") < text.index("Orossamtal") < text.index("Arbete i natt")


def test_full_session_can_still_be_chosen_to_wait_in_its_queue(client: Visitor) -> None:
    event = an_event()
    a_session(event, title="Orossamtal", availability=Availability.FULL)

    text = tell(client, form_of(event), "en")

    assert "The session is full. Choose it to join its waiting list." in text


def test_full_event_says_before_the_form_that_one_waits(client: Visitor) -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER, offer_hours=24)
    a_registration(event)
    page = read(client, form_of(event), "en")

    assert page.index("join the waiting list, last in line") < page.index('id="name"')
    assert "hold it for 24 hours" in words(page)
    assert "Join the waiting list" in words(page)


def test_own_questions_are_asked_in_the_visitors_language(client: Visitor) -> None:
    event = an_event()
    a_question(event, "photo", QuestionKind.YES_NO, hint={"sv": "Bara scenen.", "en": "Stage."})

    assert "Question photo?" in tell(client, form_of(event), "en")
    assert "Fråga photo? " in tell(client, form_of(event), "sv")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"registration_opens_at": NOON + DAY}, "Registration opens Tuesday 2 March at 13:00"),
        ({"registration_closes_at": NOON}, "The last day was Monday 1 March 2027."),
        ({"state": EventState.CANCELLED}, "The event has been cancelled"),
        ({"state": EventState.POSTPONED}, "The event has been postponed"),
        (
            {"starts_at": NOON - DAY, "ends_at": NOON, "registration_closes_at": NOON - DAY},
            "The event has taken place",
        ),
    ],
)
def test_event_that_takes_no_registrations_says_why_and_whom_to_ask(
    client: Visitor, facts: dict[str, Any], sentence: str
) -> None:
    page = read(client, form_of(an_event(**facts)), "en")

    assert sentence in words(page)
    assert "konferens@bra.example" in page
    assert 'name="email"' not in page


def test_unknown_event_and_draft_answer_alike(client: Visitor) -> None:
    draft = an_event(state=EventState.DRAFT)
    answers = [ask(client, form_of(draft)), ask(client, "/events/nowhere/registration/new")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text.replace(draft.slug, "nowhere") == answers[1].text


# What it takes


def test_newcomer_gets_a_place_with_all_they_wrote(client: Visitor) -> None:
    town = an_organisation("Exempelstad")
    event = an_event(reserved={town: 2})
    lecture = a_session(event, seats=5)
    a_question(event, "photo", QuestionKind.YES_NO)

    answer = ask_for_place(
        client,
        event,
        organisation=town.code,
        diet="glutenfritt",
        access="hörslinga",
        limited_visibility="y",
        badge="none",
        **{"session-a": lecture.code, "q-photo": "no"},
    )

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(
        f"/events/{event.slug}/registration/received?state=confirmed"
    )
    registration = the_registration()
    assert (registration.name, registration.email, registration.role) == (
        WELL["name"],
        WELL["email"],
        WELL["role"],
    )
    assert (registration.organisation, registration.organisation_name) == (town, "Exempelstad")
    assert registration.delegation_id is not None
    assert registration.state is RegistrationState.CONFIRMED
    assert (registration.visibility, registration.badge.value) == (Visibility.LIMITED, "none")
    assert (registration.answers, registration.notice_version) == ({"photo": "no"}, "2026-11-22")
    assert registration.language == "en"
    assert [(choice.session, choice.state) for choice in registration.choices] == [
        (lecture, ChoiceState.CONFIRMED)
    ]
    assert care_need.decrypt_needs(registration) == CareNeeds("glutenfritt", "hörslinga")
    assert db.session.scalars(select(Job.kind)).all() == [JobKind.REGISTRATION_MAIL]


def test_at_a_full_event_one_waits_and_is_told_so(client: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)

    answer = ask_for_place(client, event)
    page = read(client, answer.headers["Location"], "en")

    assert re.search('<main[^>]* data-registration-state="waitlisted">', page)
    assert "Thank you. You are on the waiting list." in words(page)


@pytest.mark.parametrize("typed", ["EXEMPELSTAD", "  exempelstad ", "Exempels­tad".replace("­", "")])
def test_organisation_may_be_named_in_any_case(client: Visitor, typed: str) -> None:
    town = an_organisation("Exempelstad")

    assert ask_for_place(client, an_event(), organisation=typed).status_code == 303
    assert the_registration().organisation == town


def test_listed_organisation_written_as_another_is_still_the_listed_one(client: Visitor) -> None:
    town = an_organisation("Exempelstad")

    ask_for_place(client, an_event(), organisation="other", other_organisation="exempelstad")

    assert the_registration().organisation == town


def test_unknown_organisation_is_asked_about_and_then_taken(client: Visitor) -> None:
    event = an_event()
    first = ask_for_place(client, event, organisation="Bolaget <b>", other_organisation="")

    assert first.status_code == 422
    assert "That organisation is not on the list." in first.text
    assert '<option value="other" selected data-always>' in first.text
    assert 'value="Bolaget &lt;b&gt;"' in first.text
    assert ask_for_place(client, event, other_organisation="Bolaget <b>").status_code == 303
    assert the_registration().organisation_name == "Bolaget <b>"


WEAPONS = [
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}#{7*7}",
    "Robert'); DROP TABLE registrations;--",
    "\u202eesrever\u202c \u2066isolate\u2069",
    "👩‍👩‍👧 Åsa Ö",
    "=cmd|' /C calc'!A0",
    "%s %(name)s {0}",
    "O'Tranberg-de la Ljung ć Ł",
    "x" * 120,
]


@pytest.mark.parametrize("name", WEAPONS)
def test_names_that_look_like_weapons_are_taken_literally(client: Visitor, name: str) -> None:
    answer = ask_for_place(client, an_event(), name=name, role=name)

    assert answer.status_code == 303
    assert (the_registration().name, the_registration().role) == (name, name)


def test_letters_in_two_parts_and_blanks_around_are_tidied(client: Visitor) -> None:
    ask_for_place(client, an_event(), name="\u00a0 A\u030asa\u200b ", email=" ASA@Town.Example ")

    assert (the_registration().name, the_registration().email) == ("Åsa", "asa@town.example")


@pytest.mark.parametrize("first", ["\u4e00", "\uac00", "\U0001f300", "\U00010330"])
def test_the_longest_names_and_addresses_of_any_script_have_room_in_the_indexes(
    client: Visitor, first: str
) -> None:
    # No letter twice, so that PostgreSQL cannot store it shorter than it is.
    name = "".join(chr(ord(first) + number) for number in range(120))
    hosts = ".".join(f"{number:02}{'kommunens' * 6}" for number in range(3))
    email = f"{'x' * 60}@{hosts}.example"

    answer = ask_for_place(
        client, an_event(), name=name, email=email, role=name, other_organisation=name
    )

    assert answer.status_code == 303
    assert (the_registration().name, the_registration().email) == (name, email)


HUGE = "x" * 1_000_000
ONE_LINE = "Write this on one line, without hidden control characters."
WRONG: list[tuple[str, str, str]] = [
    ("name", "", "Write your name."),
    ("name", " \t\r\n\u200b", "Write your name."),
    ("name", "Åsa\r\nBcc: all@town.example", ONE_LINE),
    ("name", "Åsa\x00", ONE_LINE),
    ("name", "Åsa\u2028Öster", ONE_LINE),
    ("name", "x" * 121, "Write at most 120 characters. You have written 121."),
    ("name", HUGE, "Write at most 120 characters. You have written 1000000."),
    ("name", "\ufdfa" * 20, "Write the name with letters."),  # each is a sentence of 18 letters
    ("role", "x\x1b[31m", ONE_LINE),
    ("email", "", "Write your email address."),
    ("name", "https://elak.example/x", "A name cannot contain a web or email address."),
    ("email", "linnea.town.example", "The email address has no @."),
    ("email", "linnea@town", "The email address is not complete."),
    ("email", "linnea@", "The email address is not complete."),
    ("email", "a@town.example, b@town.example", "Write one email address only."),
    ("email", "Linnéa <linnea>", "The email address has no @."),
    ("email", "linnea@town.example\r\nBcc: all@town.example", "Write one email address only."),
    ("email", "åsé@town.example", "an address with “åé” before the @."),
    ("email", f"{'a' * 500_000}@town.example", "Write at most 254 characters."),
    ("organisation", "", "Choose your organisation."),
    ("organisation", "Okända bolaget", "That organisation is not on the list."),
    ("organisation", "\x00\ufffd\u202e", "That organisation is not on the list."),
    ("organisation", HUGE, "Write at most 300 characters."),
    ("other_organisation", "", "Write the name of your organisation."),
    ("diet", "x" * 501, "Write at most 500 characters."),
    ("access", "\x07", "Remove the hidden control characters from the text."),
    ("badge", "gold", "That option no longer exists. Choose again."),
    ("session-a", "nowhere", "That option no longer exists. Choose again."),
    ("q-photo", "maybe", "That option no longer exists. Choose again."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), WRONG, ids=lambda value: ascii(value)[:24])
def test_what_is_wrong_is_said_at_the_field_and_the_rest_is_kept(
    client: Visitor, field: str, value: str, sentence: str
) -> None:
    event = an_event()
    a_session(event)
    a_question(event, "photo", QuestionKind.YES_NO)
    other = "" if field == "organisation" else WELL["other_organisation"]

    fields = {"diet": "glutenfritt", "other_organisation": other, field: value}
    answer = ask_for_place(client, event, **fields)

    assert answer.status_code == 422
    page = answer.text
    assert "<title>Error: Register" in page
    assert page.index("error-summary") < page.index('id="name"')
    assert f'href="#{field}"' in page
    said = page[page.index(f'id="{field}-error"') :]
    assert sentence in words(f"<body>{said[:500]}")
    for name, written in {**WELL, **fields}.items():
        if name not in {field, "organisation"}:
            assert escape(written) in page
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


@pytest.mark.parametrize("field", ["role", "diet", "access", "other_organisation", "q-why"])
def test_mention_of_protection_is_neither_taken_nor_shown_again(
    client: Visitor, field: str
) -> None:
    event = an_event()
    a_question(event, "why", QuestionKind.TEXT)

    answer = ask_for_place(client, event, **{field: "Jag har skyddad identitet"})

    assert answer.status_code == 422
    said = answer.text[answer.text.index(f'id="{field}-error"') :]
    assert "call or email us: we will find another way" in words(f"<body>{said[:500]}")
    assert "skyddad identitet" not in answer.text
    assert "Linnéa Vårglim" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


@pytest.mark.parametrize("role", ["skyddsombud", "Föreståndare, skyddat boende"])
def test_work_with_protection_is_an_ordinary_word(client: Visitor, role: str) -> None:
    assert ask_for_place(client, an_event(), role=role).status_code == 303
    assert the_registration().role == role


@pytest.mark.parametrize("value", ["", "2027", "\x00"])
def test_required_question_must_be_answered(client: Visitor, value: str) -> None:
    event = an_event()
    a_question(event, "photo", QuestionKind.YES_NO, required=True)

    assert ask_for_place(client, event, **{"q-photo": value}).status_code == 422


def test_several_faults_are_listed_in_the_order_of_the_page(client: Visitor) -> None:
    event = an_event()
    answer = ask_for_place(client, event, name="", email="x", organisation="", diet="x" * 501)
    summary = answer.text[answer.text.index('id="error-summary"') :]

    assert "Check 4 answers" in summary
    led_to = re.findall('href="#([a-z]+)"', summary)
    assert led_to[:4] == ["name", "email", "organisation", "diet"]


def test_address_of_the_form_with_faults_leads_to_the_form(client: Visitor) -> None:
    event = an_event()
    answer = ask(client, f"/events/{event.slug}/registration")

    assert (answer.status_code, answer.headers["Location"]) == (302, form_of(event))


def test_empty_badge_counts_as_the_one_chosen_beforehand(client: Visitor) -> None:
    assert ask_for_place(client, an_event(), badge="").status_code == 303
    assert the_registration().badge.value == "organisation"


def test_of_a_field_sent_twice_the_first_counts(client: Visitor) -> None:
    answer = ask_for_place(
        client,
        an_event(),
        name=["Åsa", "<script>"],
        email=["asa@town.example", "x"],
        badge=["none", "gold"],
    )

    assert answer.status_code == 303
    assert the_registration().name == "Åsa"


def test_broken_utf8_never_breaks_the_page(client: Visitor) -> None:
    event = an_event()
    hidden = hidden_in(client.get(form_of(event)).text)
    body = b"name=%ED%A0%80%FF&email=%C3&csrf_token=" + hidden["csrf_token"].encode()
    answer = client.post(
        f"/events/{event.slug}/registration",
        data=body,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422


def test_form_from_another_site_is_not_taken(client: Visitor) -> None:
    event = an_event()
    answer = client.post(f"/events/{event.slug}/registration", data=WELL)

    assert answer.status_code == 400
    assert "kopiera det du har skrivit" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_sessions_at_the_same_time_are_refused_and_all_is_kept(client: Visitor) -> None:
    event = an_event()
    early = a_session(event)
    late = a_session(event, starts_at=event.starts_at + HOUR / 2, choice_group="b")

    answer = ask_for_place(
        client, event, **{"session-a": early.code, "session-b": late.code, "diet": "glutenfritt"}
    )

    assert answer.status_code == 409
    assert "Two of the sessions you chose are at the same time." in answer.text
    assert "glutenfritt" in answer.text


def test_form_sent_after_the_closing_is_refused_and_kept(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event()
    monkeypatch.setattr(Event, "takes_registrations", lambda *_: True)
    client.get(form_of(event))
    event.registration_closes_at = NOON
    db.session.commit()
    page = client.get(form_of(event))
    monkeypatch.undo()

    answer = client.post(
        f"/events/{event.slug}/registration", data={**WELL, **hidden_in(page.text)}
    )

    assert answer.status_code == 409
    assert escape(WELL["name"]) in answer.text


# The same to all


def test_known_and_newcomer_get_the_same_answer_to_the_byte(client: Visitor) -> None:
    event = an_event()
    known = a_registration(event, email=WELL["email"])

    answers = [
        ask_for_place(client, event, email=email) for email in (known.email, "new@t.example")
    ]

    assert answers[0].data == answers[1].data
    headers = [answer.headers.to_wsgi_list() for answer in answers]
    plain = [[pair for pair in header if pair[0] != "Set-Cookie"] for header in headers]
    assert plain[0] == plain[1]
    assert [len(header) - len(plain[0]) for header in headers] == [1, 1]
    assert {answer.status_code for answer in answers} == {303}
    pages = [without_own(ask(client, answer.headers["Location"]).text) for answer in answers]
    assert pages[0] == pages[1]


def test_known_gets_no_second_place_but_the_link_again(client: Visitor) -> None:
    event = an_event()
    known = a_registration(event, email=WELL["email"])

    ask_for_place(client, event, name=known.name.upper())

    assert the_registration().name == known.name
    assert JobKind.PERSONAL_LINK_MAIL in db.session.scalars(select(Job.kind)).all()


def test_page_after_registering_names_nobody(client: Visitor) -> None:
    event = an_event()
    page = read(client, ask_for_place(client, event).headers["Location"], "en")

    assert 'data-registration-state="confirmed"' in page
    assert WELL["name"] not in page
    assert "Were you already registered?" in page


def test_state_in_the_address_of_the_page_is_one_of_two_words(client: Visitor) -> None:
    event = an_event()
    page = read(client, f"/events/{event.slug}/registration/received?state=<script>")

    assert 'data-registration-state="confirmed"' in page
    assert "<script>" not in page.replace('<script type="module"', "")


# What it costs


@contextmanager
def counted_commits() -> Iterator[list[object]]:
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    sqlalchemy.event.listen(db.engine, "commit", note)
    yield commits
    sqlalchemy.event.remove(db.engine, "commit", note)


def test_form_costs_at_most_eight_statements(client: Visitor) -> None:
    event = an_event()
    for number in range(6):
        a_session(event, choice_group=f"g{number}", starts_at=event.starts_at + number * HOUR)
    a_question(event, "photo", QuestionKind.YES_NO)

    # What names the site is looked up once a second: it may be so in one of two visits.
    assert min(cost_of(client, form_of(event)) for _twice in range(2)) <= 8


@pytest.mark.parametrize("seats", [10, 1], ids=["seated", "waiting"])
def test_registering_costs_at_most_twelve_statements_and_one_commit(
    client: Visitor, monkeypatch: pytest.MonkeyPatch, seats: int
) -> None:
    Stopwatch(monkeypatch)  # what was looked up a moment ago is not looked up again
    town = an_organisation()
    event = an_event(seats=seats, reserved={town: 1})
    sessions = [
        a_session(event, seats=2, choice_group=f"g{n}", starts_at=event.starts_at + n * HOUR)
        for n in range(3)
    ]
    a_question(event, "photo", QuestionKind.YES_NO)
    a_registration(event, organisation=town)
    if seats == 1:
        a_queue(event, 3)
    hidden = hidden_in(client.get(form_of(event)).text)
    data = {
        **WELL,
        **hidden,
        "diet": "glutenfritt",
        "q-photo": "yes",
        **{f"session-{session.choice_group}": session.code for session in sessions},
    }
    action = f"/events/{event.slug}/registration"
    db.session.commit()

    with counted_statements() as sent, counted_commits() as commits:
        answer = client.post(action, data=data)

    assert answer.status_code == 303
    assert len(sent) <= 12, sent
    assert len(commits) == 1
    assert db.session.scalar(select(func.count()).select_from(CareNeed)) == 1


def test_too_many_attempts_are_asked_to_wait(client: Visitor) -> None:
    event = an_event()
    extensions = client.application.extensions
    extensions["settings"] = replace(extensions["settings"], registrations_per_minute="2")
    floods.reset()

    statuses = [ask_for_place(client, event, email=f"{n}@t.example") for n in range(3)]

    assert [status.status_code for status in statuses] == [303, 303, 429]
    assert 0 < int(statuses[2].headers["Retry-After"]) <= 60
    floods.reset()


def test_session_taken_out_of_the_plan_is_not_offered_for_long(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event()
    session = a_session(event)
    page = client.get(form_of(event))
    cancelled = db.session.get_one(Session, session.id)
    cancelled.cancelled = True
    let_act(cancelled)
    db.session.commit()
    # The plan cached a moment ago still has it: the domain knows better.
    monkeypatch.setattr(form_cache, "_event_revision", lambda _slug: event.revision)
    data = {**WELL, **hidden_in(page.text), "session-a": session.code}
    answer = client.post(f"/events/{event.slug}/registration", data=data)

    assert answer.status_code == 409
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_needs_of_nobody_make_no_row(client: Visitor) -> None:
    ask_for_place(client, an_event(), diet=" ", access="")

    assert db.session.scalar(select(func.count()).select_from(CareNeed)) == 0
    assert the_registration().registered_at - NOON == timedelta()
