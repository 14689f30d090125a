"""Registrations at the desk: found, opened with their history, helped along."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.desk import registration_list
from eventapp.domain.desk.double.distinct_pair import list_pairs
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import record
from eventapp.domain.registration import ticket
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.group.party import register_party
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    EventState,
    Job,
    JobKind,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Visibility,
)
from tests.builders import NOON, a_queue, a_registration, a_session, an_applicant, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.views.public.pages import words
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


def test_people_are_found_whatever_the_accents_and_the_case(desk: Visitor) -> None:
    event = an_event()
    a_registration(event, name="Örjan Åkerglim", email="orjan@town.example")
    a_registration(event, name="Fadumo Lindspire")
    address = f"/organizer/events/{event.slug}/registrations"

    for query in ("orjan", "ÅKERGLIM", "akerglim orjan", "orjan@town"):
        page = desk.get(address, query_string={"q": query}).text
        assert "Örjan Åkerglim" in page, query
        assert "Fadumo" not in page, query
    for query in ("zzz", "%", "_", "–", "?!"):
        assert "No match" in desk.get(address, query_string={"q": query}).text, query


def test_the_list_is_filtered_by_state_and_organisation(desk: Visitor) -> None:
    event = an_event(seats=1)
    seated = a_registration(event, name="Anna Sittplats")
    (waiting,) = a_queue(event, 1, name="Bo Väntar")
    address = f"/organizer/events/{event.slug}/registrations"

    waits = desk.get(f"{address}?state=waitlisted").text
    none = desk.get(address, query_string={"organisation": "Ingen alls"}).text

    assert waiting.name in waits
    assert seated.name not in waits
    assert "No match" in none


def test_fifty_come_on_a_page(desk: Visitor) -> None:
    event = an_event(seats=60)
    for number in range(51):
        a_registration(event, now=NOON + timedelta(seconds=number))
    address = f"/organizer/events/{event.slug}/registrations"
    assert "1–50 of 51" in desk.get(address).text
    assert "51–51 of 51" in desk.get(f"{address}?page=2").text
    assert "51–51 of 51" in desk.get(f"{address}?page=99").text


def test_of_very_many_who_meet_a_filter_the_last_page_is_one_click_away(
    desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration_list, "PAGE", 1)
    monkeypatch.setattr(registration_list, "COUNTED_MAX", 2)
    event = an_event()
    people = [a_registration(event, name=f"Ali Lång {n}") for n in ("ett", "två", "tre", "fyra")]
    address = f"/organizer/events/{event.slug}/registrations?q=lang"

    first = desk.get(address)

    assert "1–1 of over 2" in words(first.text)
    assert people[-1].name in first.text
    link = re.search(r'href="([^"]+)" aria-label="Last page"', first.text)
    assert link
    last = desk.get(html.unescape(link[1]))
    assert "4–4 of 4" in words(last.text)
    assert people[0].name in last.text
    assert "Last page" not in last.text


def test_rows_of_the_time_when_aliases_were_marked_look_like_limited_visibility(
    desk: Visitor,
) -> None:
    event = an_event()
    old = a_registration(event, name="Anna Nyblad")
    old.visibility = Visibility.PROTECTED
    record("registered under alias", old, actor="security-contact", now=NOON)

    listed = desk.get(f"/organizer/events/{event.slug}/registrations").text
    opened = desk.get(f"/organizer/events/{event.slug}/registrations/{old.code}").text

    for page in (listed, opened):
        assert "Limited visibility" in page
        assert "lias" not in page
        assert "ecurity contact" not in page
    assert "Registered by an organiser" in opened


def test_one_opens_with_its_history(desk: Visitor) -> None:
    event = an_event()
    registration = a_registration(event)
    record("cancelled", registration, actor="system", now=NOON, reason="offer lapsed")
    page = desk.get(f"/organizer/events/{event.slug}/registrations/{registration.code}").text
    assert registration.email in page
    assert "The participant" in page
    assert "Automatically: the offer was not answered in time" in page


def test_a_registration_of_another_event_is_not_there(desk: Visitor) -> None:
    here, elsewhere = an_event(), an_event()
    registration = a_registration(elsewhere)
    address = f"/organizer/events/{here.slug}/registrations/{registration.code}"
    assert desk.get(address).status_code == 404


def test_a_place_is_forced_for_a_reason_which_is_kept_with_who_did_it(client: Visitor) -> None:
    account = an_account(Role.ORGANIZER)
    desk = signed_in(client, account)
    event = an_event(seats=0)
    (waiting,) = a_queue(event, 1)
    address = f"/organizer/events/{event.slug}/registrations/{waiting.code}"

    without = send(desk, f"{address}/place", place__reason=" ")
    assert without.status_code == 422
    assert waiting.state is RegistrationState.WAITLISTED

    assert send(desk, f"{address}/place", place__reason="Talar").status_code == 303
    assert waiting.state is RegistrationState.CONFIRMED
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "place forced")).one()
    assert (entry.actor, entry.reason) == (account.code, "Talar")
    assert account.name in desk.get(address).text


def test_a_person_is_checked_in_today_and_the_check_in_undone(desk: Visitor) -> None:
    event = an_event(starts_at=NOON, ends_at=NOON + timedelta(hours=6))
    person = a_registration(event)
    page = f"/organizer/events/{event.slug}/registrations/{person.code}"
    assert "Has not come." in desk.get(page).text

    done = send(desk, f"{page}/check-in", page)
    again = send(desk, f"{page}/check-in", page)
    shown = desk.get(page).text
    assert (done.status_code, again.status_code) == (303, 409)
    assert "This person has been checked in already." in again.text
    assert "Has come." in shown
    assert "Checked in by an organiser" in shown
    dashboard = words(desk.get(f"/organizer/events/{event.slug}/door").text)
    assert "The organisers" in dashboard
    assert "by an organiser" in dashboard
    undoing = re.search(r'action="([^"]+/check-in/[^"]+/undoing)"', shown)
    assert undoing
    assert send(desk, undoing[1], page).status_code == 303
    assert "Has not come." in desk.get(page).text


def test_the_place_in_line_is_told_apart_from_the_state(desk: Visitor) -> None:
    event = an_event(seats=0)
    (waiting,) = a_queue(event, 1)
    page = desk.get(f"/organizer/events/{event.slug}/registrations/{waiting.code}").text
    assert re.search(r"</span>, number 1 on the waiting list", page)


def test_a_registration_is_cancelled_for_a_reason_and_only_once(desk: Visitor) -> None:
    event = an_event(seats=1)
    seated = a_registration(event)
    (waiting,) = a_queue(event, 1)
    address = f"/organizer/events/{event.slug}/registrations/{seated.code}/cancellation"

    assert send(desk, address, cancellation__reason="Sjuk").status_code == 303
    assert send(desk, address, cancellation__reason="Sjuk").status_code == 409
    assert (seated.state, waiting.state) == (
        RegistrationState.CANCELLED,
        RegistrationState.WAITLISTED,  # it can be undone yet
    )


def test_the_personal_link_is_mailed_to_its_owner_once_an_hour(desk: Visitor) -> None:
    event = an_event()
    registration = a_registration(event)
    address = f"/organizer/events/{event.slug}/registrations/{registration.code}/link"
    assert {send(desk, address).status_code for _ in range(2)} == {303}
    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.LOST_LINK_MAIL)).all()
    assert len(jobs) == 1


@pytest.mark.parametrize("write", ["{}-{}-{}-{}", "{}{}{}{}", "{} {} {} {}"])
def test_a_person_is_found_by_the_code_of_the_ticket(desk: Visitor, write: str) -> None:
    event = an_event()
    registration = a_registration(event, name="Anna Sittplats")
    a_registration(event, name="Bo Annan")
    code = ticket.current_code(registration)
    typed = write.format(code[:4], code[4:8], code[8:12], code[12:]).lower()

    page = desk.get(f"/organizer/events/{event.slug}/registrations", query_string={"q": typed}).text

    assert "Anna Sittplats" in page
    assert "Bo Annan" not in page


def test_a_person_is_found_by_the_desk_code_with_a_hyphen(desk: Visitor) -> None:
    event = an_event()
    registration = a_registration(event, name="Anna Sittplats")
    a_registration(event, name="Bo Annan")
    typed = f"{registration.desk_code[:4]}-{registration.desk_code[4:]}"

    page = desk.get(f"/organizer/events/{event.slug}/registrations", query_string={"q": typed}).text

    assert "Anna Sittplats" in page
    assert "Bo Annan" not in page


def test_an_answer_is_looked_for_by_one_choice(desk: Visitor) -> None:
    event = an_event()
    for code in ("q1", "q2"):
        facts = {"kind": QuestionKind.YES_NO, "label": {"sv": f"Fråga {code}?"}}
        db.session.add(RegistrationQuestion(event_id=event.id, code=code, **facts))
    event.revision += 1
    a_registration(event, name="Anna Svarar", answers={"q1": "yes", "q2": "no"})
    a_registration(event, name="Bo Tiger", answers={"q2": "yes"})
    address = f"/organizer/events/{event.slug}/registrations"

    page = desk.get(f"{address}?answer=q1:yes").text
    assert '<option value="q1:yes" selected>' in page
    assert '<option value="q2:yes">' in page
    assert ("Anna Svarar" in page, "Bo Tiger" in page) == (True, False)
    page = desk.get(f"{address}?answer=q1:unanswered").text
    assert ("Anna Svarar" in page, "Bo Tiger" in page) == (False, True)


def test_the_answer_to_a_choice_is_shown_in_words(desk: Visitor) -> None:
    event = an_event()
    options = [{"value": "o3", "label": {"sv": "Vegetariskt", "en": "Vegetarian"}}]
    label = {"sv": "Mat?", "en": "Food?"}
    question = RegistrationQuestion(
        event_id=event.id, code="q1", kind=QuestionKind.CHOICE, label=label, options=options
    )
    db.session.add(question)
    registration = a_registration(event, answers={"q1": "o3"})

    page = desk.get(f"/organizer/events/{event.slug}/registrations/{registration.code}").text

    assert "Vegetarian" in page
    assert "<dd>o3</dd>" not in page


def test_a_place_in_the_queue_of_a_session_is_not_shown_as_a_seat(desk: Visitor) -> None:
    event = an_event()
    workshop = a_session(event, seats=1, title="Orossamtal")
    for _ in range(2):
        registration = a_registration(event, sessions=(workshop,))
    workshop.title = "Utkast"  # not released: participants see the old title

    page = desk.get(f"/organizer/events/{event.slug}/registrations").text

    assert page.count("Orossamtal</span> (on the waiting list)") == 1
    assert page.count("Orossamtal") == 3  # two people, and what the list may be narrowed by
    address = f"/organizer/events/{event.slug}/registrations/{registration.code}"
    assert "Orossamtal (on the waiting list)" in words(desk.get(address).text)


def test_who_waits_for_an_organizer_is_accepted_and_told(desk: Visitor) -> None:
    event = an_event(seats=6)
    people = [a_registration(event, email="kansli@town.example") for _ in range(7)]
    pending, other = people[5:]
    listed = desk.get(f"/organizer/events/{event.slug}/registrations?state=pending").text
    page = f"/organizer/events/{event.slug}/registrations/{pending.code}"
    assert pending.name in listed
    assert people[0].name not in listed
    assert "Approve or decline" in desk.get(page).text

    assert send(desk, f"{page}/admission").status_code == 303

    assert pending.state is RegistrationState.CONFIRMED
    letters = select(Job).where(Job.kind == JobKind.REGISTRATION_MAIL).order_by(Job.id)
    assert db.session.scalars(letters).all()[-1].payload == {"registration_id": pending.id}
    assert "Approved by an organiser" in desk.get(page).text
    assert send(desk, f"{page}/admission").status_code == 409
    second = f"/organizer/events/{event.slug}/registrations/{other.code}/admission"
    assert send(desk, second).status_code == 303
    assert (other.state, other.queue_number) == (RegistrationState.WAITLISTED, 1)


def test_the_kitchen_gets_figures_without_names_and_the_reading_is_logged(desk: Visitor) -> None:
    event = an_event()
    for diet in ("Glutenfritt", "glutenfritt", "Vegan"):
        a_registration(event, needs=CareNeeds(diet=diet))
    registration = a_registration(event, name="Namnet Syns-Ej", needs=CareNeeds(access="Slinga"))

    page = desk.get(f"/organizer/events/{event.slug}/kitchen").text

    assert 'Glutenfritt</bdi></th><td class="num">2' in page
    assert "Slinga" in page
    assert registration.name not in page
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("kitchen list read") == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ANALYST, Role.DOOR_STAFF, Role.COORDINATOR])
def test_people_are_nobody_elses_business(client: Visitor, role: Role) -> None:
    event = an_event()
    registration = a_registration(event)
    visitor = signed_in(client, an_account(role))
    base = f"/organizer/events/{event.slug}"
    for path in ("registrations", f"registrations/{registration.code}", "kitchen"):
        assert visitor.get(f"{base}/{path}").status_code == 404


def test_an_organizer_of_one_event_has_no_part_in_another(client: Visitor) -> None:
    mine, other = an_event(), an_event()
    visitor = signed_in(client, an_account(Role.ORGANIZER, event=mine))
    assert visitor.get(f"/organizer/events/{mine.slug}/registrations").status_code == 200
    assert visitor.get(f"/organizer/events/{other.slug}/registrations").status_code == 404


def somebody(**changed: str) -> dict[str, str]:
    return {
        "name": "Per Nyblad",
        "email": "per@town.example",
        "organisation": "",
        "other_organisation": "Föreningen Fri",
        "letter_language": "sv",
        "badge": "organisation",
        **changed,
    }


def test_who_rings_is_registered_with_the_public_forms_questions(desk: Visitor) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/registrations"

    answer = send(desk, address, f"{address}/new", **somebody(organisation="other"))

    registration = db.session.scalars(select(Registration)).one()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{address}/{registration.code}"
    assert "Registered by an organiser" in desk.get(answer.headers["Location"]).text
    assert "Register somebody" in desk.get(address).text


def test_the_same_person_is_shown_and_like_names_must_be_told_apart(desk: Visitor) -> None:
    event = an_event()
    other = a_registration(event, name="Per Nyblad", email="per@town.example")
    address = f"/organizer/events/{event.slug}/registrations"
    fields = somebody(organisation="other")

    same = send(desk, address, f"{address}/new", **fields)
    alike = send(desk, address, f"{address}/new", **{**fields, "email": "per.n@town.example"})
    distinct = send(
        desk,
        address,
        f"{address}/new",
        **{**fields, "email": "per.n@town.example", "distinct": "y"},
    )

    assert [answer.status_code for answer in (same, alike, distinct)] == [422, 422, 303]
    assert len(list_pairs(event)) == 1  # no list of doubles asks about them again
    assert "This person is already registered" in same.text
    assert "Is it one of these?" in alike.text
    assert f"{address}/{other.code}" in same.text
    assert f"{address}/{other.code}" in alike.text
    assert "per.n@town.example" in alike.text


def test_after_closing_a_reason_is_asked_for(desk: Visitor) -> None:
    event = an_event(registration_closes_at=NOON - timedelta(hours=1))
    address = f"/organizer/events/{event.slug}/registrations"
    fields = somebody(organisation="other")

    without = send(desk, address, f"{address}/new", **fields)
    given = send(desk, address, f"{address}/new", **fields, reason="Ringde i tid")

    assert (without.status_code, given.status_code) == (422, 303)
    assert "Write why" in without.text


def test_where_it_is_full_one_waits_and_room_can_be_made_for_a_reason(desk: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 1)
    address = f"/organizer/events/{event.slug}/registrations"

    page = desk.get(f"{address}/new").text
    fewer = send(desk, f"{address}/seats", f"{address}/new", seats__seats="1", seats__reason="Sal")
    more = send(desk, f"{address}/seats", f"{address}/new", seats__seats="2", seats__reason="Sal")
    waits = send(desk, address, f"{address}/new", **somebody(organisation="other"))

    assert "Put on the waiting list" in page
    assert (fewer.status_code, more.status_code, waits.status_code) == (422, 303, 303)
    assert "on the waiting list" in desk.get(waits.headers["Location"]).text


def test_where_it_is_full_a_place_is_given_at_once_for_a_reason(desk: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)
    (waiting,) = a_queue(event, 1)
    address = f"/organizer/events/{event.slug}/registrations"
    fields = somebody(organisation="other", do="with-seat")

    without = send(desk, address, f"{address}/new", **fields)
    given = send(desk, address, f"{address}/new", **fields, reason="Talar")

    assert (without.status_code, given.status_code) == (422, 303)
    assert "Write why" in without.text
    assert "Per Nyblad" in without.text
    person = desk.get(given.headers["Location"]).text
    assert "Given a place ahead of the waiting list" in words(person)
    assert waiting.state is RegistrationState.WAITLISTED


def test_nobody_is_registered_for_a_draft(desk: Visitor) -> None:
    event = an_event(state=EventState.DRAFT)
    address = f"/organizer/events/{event.slug}/registrations"

    assert "Nobody can be registered now" in desk.get(f"{address}/new").text
    assert send(desk, address, reason="x", **somebody(organisation="other")).status_code == 409


@pytest.mark.parametrize(
    ("whole", "words_of_the_group"),
    [(True, "Group of 2: all or none"), (False, "Group of 2: as many as possible")],
)
def test_who_waits_in_a_group_is_marked_in_the_list_and_on_the_page(
    desk: Visitor, whole: bool, words_of_the_group: str
) -> None:
    event = an_event(seats=2)
    for _ in range(2):
        a_registration(event)
    party = register_party(event.slug, [an_applicant(), an_applicant()], whole=whole, now=NOON)
    address = f"/organizer/events/{event.slug}/registrations"
    person = f"{address}/{party[0].registration.code}"

    assert desk.get(address).text.count(words_of_the_group) == 2
    page = desk.get(person).text
    assert words_of_the_group in page
    assert ("free places wait for it" in page) is whole

    send(desk, f"{person}/place", person, **{"place-reason": "Talar"})
    assert "Group of" not in desk.get(address).text
