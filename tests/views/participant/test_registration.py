"""The personal page: what it tells in each state, and what one can do there."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.registration import care_need
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.extensions import db
from eventapp.models import (
    AttendanceMode,
    ChoiceState,
    Event,
    EventState,
    EventVisibility,
    Job,
    JobKind,
    Promotion,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Visibility,
)
from tests.builders import (
    DAY,
    HOUR,
    NEXT_WEEK,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_event,
)
from tests.views.filled import ENGLISH, hidden_in, send
from tests.views.participant.own import own_page
from tests.views.public.pages import ask, cost_of, read, tell, words
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


def state_on(page: str) -> str:
    match = re.search('<main[^>]* data-registration-state="([a-z]+)">', page)
    assert match
    return match[1]


def a_queue_of_one(event: Event) -> Registration:
    return a_queue(event, 1)[0]


def promised_mails() -> list[JobKind]:
    return list(db.session.scalars(select(Job.kind).order_by(Job.id)))


# What it tells


def test_confirmed_see_ticket_place_and_what_to_do(client: Visitor) -> None:
    event = an_event(visibility=EventVisibility.CLOSED)
    lecture = a_session(event, title="Orossamtal")
    mine = a_registration(event, sessions=(lecture,), name="Linnéa Vårglim")
    page = read(client, own_page(mine), "en")

    text = words(page)
    assert state_on(page) == "confirmed"
    assert "Welcome, Linnéa. You have a place." in text
    assert "Exempelhallen" in text
    assert f"say {mine.desk_code}" in text
    assert "Orossamtal" in text
    assert "You have a place in the session" in text
    assert "Cancel by Monday 8 March at 13:00" in text


def test_those_who_wait_see_their_place_in_line_and_no_address(client: Visitor) -> None:
    event = an_event(seats=1, visibility=EventVisibility.CLOSED)
    a_registration(event)
    _first, second = a_queue(event, 2)
    page = read(client, own_page(second), "en")

    assert state_on(page) == "waitlisted"
    assert "You are number 2 on the waiting list, Linnéa" in words(page)
    assert "Prästgatan" not in page
    assert "Exempelhallen" not in page
    assert "Leave the waiting list" in words(page)


def test_those_who_wait_see_day_place_number_and_what_follows(client: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)
    _first, second = a_queue(event, 2)
    said = tell(client, own_page(second), "en")

    assert "When 31 March 2027" in said
    assert "Where Exempelhallen, Prästgatan 1, Exempelstad Your number" in said
    assert "Your number on the waiting list 2" in said
    assert "When it is your turn the place is yours" in said


def test_whoever_waits_for_an_organizer_sees_that(client: Visitor) -> None:
    event = an_event()
    for _ in range(6):
        pending = a_registration(event, email="kansli@town.example")
    page = read(client, own_page(pending), "en")

    assert state_on(page) == "pending"
    assert "Your registration has been received, Linnéa" in words(page)
    assert "An organiser will look at it first" in words(page)
    assert client.get(own_page(pending, "/ticket")).status_code == 404
    asked = read(client, own_page(pending, "/cancellation/new"), "en")
    assert "Do you want to withdraw your registration?" in asked
    assert "waiting list" not in words(page + asked)
    answer = send(
        client, own_page(pending, "/cancellation/new"), own_page(pending, "/cancellation")
    )
    assert answer.status_code == 303
    assert pending.state is RegistrationState.CANCELLED


def test_an_offer_whose_time_has_passed_is_not_said_to_be_held(client: Visitor) -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER, offer_hours=24)
    first, waiting = a_registration(event), a_queue_of_one(event)
    cancel(first, now=NOON)
    db.session.commit()

    with standing_at(NOON + DAY):  # the clock has not settled it yet
        said = tell(client, own_page(waiting), "en")

    assert "The time to answer has passed, Linnéa" in said
    assert "It is no longer being held." in said
    assert "Accept the place" not in said
    assert "next person on the waiting list" not in said


def test_offered_place_shows_its_deadline_and_is_taken_by_a_button(client: Visitor) -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER, offer_hours=24)
    first, waiting = a_registration(event), a_queue_of_one(event)
    cancel(first, now=NOON)
    page = read(client, own_page(waiting), "en")

    assert state_on(page) == "offered"
    assert "Answer by Tuesday 2 March at 13:00." in words(page)
    assert "Decline the place" in words(page)

    answer = send(client, own_page(waiting), own_page(waiting, "/acceptance"))
    assert answer.status_code == 303
    after = read(client, answer.headers["Location"], "en")
    assert state_on(after) == "confirmed"
    assert "You have accepted the place." in words(after)


def test_offer_taken_too_late_is_refused_in_words(client: Visitor) -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER, offer_hours=24)
    first, waiting = a_registration(event), a_queue_of_one(event)
    cancel(first, now=NOON)
    hidden = hidden_in(read(client, own_page(waiting)))

    with standing_at(NOON + 25 * HOUR):
        answer = client.post(own_page(waiting, "/acceptance"), data=hidden, headers=ENGLISH)

    assert answer.status_code == 409
    assert "The time to answer has passed" in answer.text
    assert state_on(answer.text) == "offered"


def test_lapsed_offer_says_that_the_place_went_on(client: Visitor) -> None:
    event = an_event()
    mine = a_registration(event)
    mine.state = RegistrationState.CANCELLED
    mine.offer_ends_at = mine.cancelled_at = NOON

    assert "The offer of a place has ended" in tell(client, own_page(mine), "en")


def test_cancelled_may_register_again_while_registration_is_open(client: Visitor) -> None:
    event = an_event()
    mine = a_registration(event)
    cancel(mine, now=NOON)
    page = read(client, own_page(mine), "en")

    assert state_on(page) == "cancelled"
    assert "Your registration is cancelled" in words(page)
    assert f'href="/events/{event.slug}/registration/new"' in page
    with standing_at(NEXT_WEEK):
        assert "Register again" not in tell(client, own_page(mine), "en")


def test_network_meeting_shows_its_link_to_the_confirmed_and_no_ticket(client: Visitor) -> None:
    meeting = "https://meet.example/abc"
    event = an_event(seats=1, form=AttendanceMode.ONLINE, online_url=meeting, venue_name="")
    mine, waiting = a_registration(event), a_queue_of_one(event)
    page = read(client, own_page(mine), "en")

    assert f'href="{meeting}"' in page
    assert "Go to the meeting" in words(page)
    assert 'class="ticket"' not in page
    assert meeting not in read(client, own_page(waiting))


def test_called_off_event_says_so_and_offers_nothing_more(client: Visitor) -> None:
    event = an_event()
    mine = a_registration(event)
    event.state = EventState.CANCELLED
    event.revision += 1
    text = tell(client, own_page(mine), "en")

    assert "The event has been cancelled" in text
    assert "Has something changed?" not in text


def test_nobody_goes_on_waiting_for_an_event_that_is_over_or_called_off(client: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)
    waiting = a_queue_of_one(event)

    with standing_at(event.ends_at):
        text = tell(client, own_page(waiting), "en")
    assert "The event has taken place" in text
    assert "no place became available for you" in text
    assert "number 1" not in text
    assert "Waiting for a place" not in text

    event.state = EventState.CANCELLED
    event.revision += 1
    text = tell(client, own_page(waiting), "en")
    assert "The event has been cancelled" in text
    assert "number 1" not in text


def test_those_who_wait_for_a_postponed_event_keep_their_place_in_line(client: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)
    waiting = a_queue_of_one(event)
    event.state = EventState.POSTPONED
    event.revision += 1

    assert "You keep your place on the waiting list." in tell(client, own_page(waiting), "en")


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "{{7*7}}", "\u202eevil", "<img src=x onerror=alert(1)>"],
)
def test_names_that_look_like_weapons_come_out_literally(client: Visitor, name: str) -> None:
    mine = a_registration(an_event(), name=name, role=name)

    for path in ("", "/edit", "/ticket", "/cancellation/new"):
        page = read(client, own_page(mine, path))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert ">49<" not in page
    assert name in words(read(client, own_page(mine)))


def test_visibility_that_staff_have_set_is_told_and_not_lifted(client: Visitor) -> None:
    mine = a_registration(an_event())
    mine.visibility = Visibility.PROTECTED

    assert "Limited visibility: your name is not shown to others" in tell(
        client, own_page(mine), "en"
    )
    change(client, mine)
    assert mine.visibility is Visibility.PROTECTED


def test_personal_pages_are_kept_by_nobody_and_lead_no_one_here(client: Visitor) -> None:
    mine = a_registration(an_event())

    for path in ("", "/edit", "/ticket", "/cancellation/new"):
        answer = ask(client, own_page(mine, path))
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in answer.text


def test_unknown_address_answers_like_any_page_that_is_not_there(client: Visitor) -> None:
    for path in ("", "/edit", "/ticket", "/ticket.pdf", "/cancellation/new", "/copy.json"):
        assert ask(client, f"/registrations/{'a' * 32}{path}").status_code == 404


def test_page_costs_the_same_with_one_session_and_with_three(client: Visitor) -> None:
    event = an_event()
    sessions = [
        a_session(event, choice_group=f"g{n}", starts_at=event.starts_at + n * HOUR)
        for n in range(3)
    ]
    registration = a_registration(event, sessions=tuple(sessions[:1]))
    three = a_registration(event, sessions=tuple(sessions))
    read(client, own_page(registration))  # what the event asks is read once and kept

    assert cost_of(client, own_page(registration)) == cost_of(client, own_page(three)) <= 12


# Changing


def change(client: Visitor, mine: Registration, **fields: Any) -> Any:
    values = {"name": mine.name, "role": mine.role, "badge": mine.badge.value, **fields}
    return send(client, own_page(mine, "/edit"), own_page(mine), **values)


def test_change_form_holds_what_was_saved(client: Visitor) -> None:
    event = an_event()
    lecture = a_session(event)
    mine = a_registration(
        event, sessions=(lecture,), needs=CareNeeds("glutenfritt", "hörslinga"), role="chef"
    )
    page = read(client, own_page(mine, "/edit"))

    assert f'value="{mine.name}"' in page
    assert 'value="chef"' in page
    assert "glutenfritt</textarea>" in page
    assert re.search(f'<input checked[^>]* value="{lecture.code}">', page)
    assert hidden_in(page)["version"].startswith(f"{mine.version}.")


def test_change_form_says_what_one_has_in_a_full_session(client: Visitor) -> None:
    event = an_event()
    lecture = a_session(event, seats=1)
    mine, behind = (a_registration(event, sessions=(lecture,)) for _ in range(2))

    text = tell(client, own_page(mine, "/edit"), "en")
    assert "You have a place in the session" in text
    assert "Choose it to stand in its queue" not in text
    text = tell(client, own_page(behind, "/edit"), "en")
    assert "You are on the session’s waiting list" in text
    assert "Choose it to stand in its queue" not in text


def test_change_form_leaves_what_is_over_as_it_is(client: Visitor) -> None:
    event = an_event()
    early = a_session(event, title="Morgon", choice_group="a")
    late = a_session(event, title="Kväll", choice_group="b", starts_at=early.ends_at)
    mine = a_registration(event, sessions=(early,))
    db.session.commit()

    with standing_at(early.ends_at):
        page = tell(client, own_page(mine, "/edit"), "en")
        answer = change(client, mine, **{"session-b": late.code})

    assert "Kväll" in page
    assert "Morgon" not in page
    assert answer.status_code == 303
    assert {choice.session_id for choice in mine.choices} == {early.id, late.id}


def test_change_is_saved_and_told(client: Visitor) -> None:
    event = an_event()
    early, late = a_session(event, seats=1), a_session(event, seats=1)
    mine = a_registration(event, sessions=(early,), needs=CareNeeds("glutenfritt"))
    waits = a_registration(event, sessions=(early,))

    answer = change(client, mine, name="Åsa", diet="", **{"session-a": late.code})

    assert answer.status_code == 303
    assert "Your changes have been saved." in tell(client, answer.headers["Location"], "en")
    assert mine.name == "Åsa"
    assert [choice.session for choice in mine.choices] == [late]
    assert not care_need.decrypt_needs(mine)
    assert waits.choices[0].state is ChoiceState.CONFIRMED


def test_wrong_change_is_said_at_the_field_and_nothing_is_saved(client: Visitor) -> None:
    mine = a_registration(an_event(), role="chef")
    answer = change(client, mine, name="", role="samordnare")

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert 'value="samordnare"' in answer.text
    assert mine.role == "chef"


def test_stale_change_shows_saved_and_typed_and_can_then_be_sent(client: Visitor) -> None:
    event = an_event()
    lecture = a_session(event, title="Orossamtal")
    mine = a_registration(event, name="Linnéa", role="chef")
    opened = hidden_in(read(client, own_page(mine, "/edit")))
    change(client, mine, role="samordnare", diet="glutenfritt")

    typed = {**opened, "name": "Linnéa", "role": "utredare", "session-a": lecture.code}
    answer = client.post(own_page(mine), data=typed, headers=ENGLISH)

    assert answer.status_code == 409
    text = words(answer.text)
    assert "Someone has saved another version since you opened the page." in text
    assert "Saved: samordnare You wrote: utredare" in text
    assert "Saved: glutenfritt" not in text  # only the first save touched it
    assert "Saved: I will choose later You wrote: Orossamtal" in text
    assert 'value="utredare"' in answer.text

    again = client.post(own_page(mine), data={**typed, **hidden_in(answer.text)})
    assert again.status_code == 303
    assert mine.role == "utredare"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400])
def test_broken_version_saves_nothing(client: Visitor, version: str) -> None:
    mine = a_registration(an_event(), role="chef")
    answer = change(client, mine, role="x", version=version)

    assert answer.status_code in {409, 422}
    assert mine.role == "chef"


def test_cancelled_registration_changes_no_more(client: Visitor) -> None:
    mine = a_registration(an_event(), role="chef")
    hidden = hidden_in(read(client, own_page(mine, "/edit")))
    cancel(mine, now=NOON)
    answer = client.post(own_page(mine), data={**hidden, "name": "x"}, headers=ENGLISH)

    assert answer.status_code == 409
    assert "The registration is cancelled." in answer.text


def test_who_can_change_nothing_is_shown_no_form(client: Visitor) -> None:
    event = an_event()
    mine, other = a_registration(event), a_registration(event)
    cancel(mine, now=NOON)

    answer = ask(client, own_page(mine, "/edit"))
    assert answer.headers["Location"] == own_page(mine)
    with standing_at(event.ends_at):
        answer = ask(client, own_page(other, "/edit"))
    assert answer.headers["Location"] == own_page(other)


# Cancelling


def test_cancelling_asks_first_and_says_what_follows(client: Visitor) -> None:
    event = an_event(seats=1)
    mine = a_registration(event)
    text = tell(client, own_page(mine, "/cancellation/new"), "en")

    assert mine.state is RegistrationState.CONFIRMED
    assert "Do you want to cancel your registration?" in text
    assert "register again while there are places." in text
    assert "next person on the waiting list" not in text
    assert "What you wrote about diet and access is deleted immediately." in text
    assert "Keep my place" in text

    a_queue_of_one(event)
    text = tell(client, own_page(mine, "/cancellation/new"), "en")
    assert (
        "The next person on the waiting list gets your place straight away. You cannot get it back."
        in text
    )


def test_cancelling_frees_the_place_and_forgets_the_needs(client: Visitor) -> None:
    event = an_event(seats=1)
    mine = a_registration(event, needs=CareNeeds("glutenfritt"))
    waiting = a_queue_of_one(event)

    page, action = own_page(mine, "/cancellation/new"), own_page(mine, "/cancellation")
    answer = send(client, page, action)

    assert answer.status_code == 303
    assert state_on(read(client, answer.headers["Location"])) == "cancelled"
    assert not care_need.decrypt_needs(mine)
    assert waiting.state is RegistrationState.CONFIRMED
    assert promised_mails()[-2:] == [JobKind.CANCELLATION_MAIL, JobKind.PROMOTION_MAIL]


def test_looking_at_the_cancellation_page_cancels_nothing(client: Visitor) -> None:
    mine = a_registration(an_event())
    ask(client, own_page(mine, "/cancellation/new"))

    assert client.get(own_page(mine, "/cancellation")).status_code in {404, 405}
    assert client.post(own_page(mine, "/cancellation")).status_code == 400
    assert mine.state is RegistrationState.CONFIRMED


def test_after_the_last_day_the_page_says_whom_to_ring(client: Visitor) -> None:
    event = an_event(contact_phone="08-465 004 10")
    mine = a_registration(event)
    hidden = hidden_in(read(client, own_page(mine, "/cancellation/new")))

    with standing_at(NEXT_WEEK):
        text = tell(client, own_page(mine, "/cancellation/new"), "en")
        assert "Call 08-465 004 10 or email konferens@bra.example" in text
        assert "Cancel my registration" not in text
        answer = client.post(own_page(mine, "/cancellation"), data=hidden, headers=ENGLISH)

    assert answer.status_code == 409
    assert "The cancellation deadline has passed." in answer.text
    assert mine.state is RegistrationState.CONFIRMED


def test_cancelling_twice_says_that_it_is_done(client: Visitor) -> None:
    mine = a_registration(an_event())
    hidden = hidden_in(read(client, own_page(mine, "/cancellation/new")))
    cancel(mine, now=NOON)

    assert "Your registration is already cancelled" in tell(
        client, own_page(mine, "/cancellation/new"), "en"
    )
    answer = client.post(own_page(mine, "/cancellation"), data=hidden)
    assert answer.status_code == 409


# A copy


def test_copy_holds_everything_that_is_kept(client: Visitor) -> None:
    event = an_event()
    lecture = a_session(event)
    mine = a_registration(event, sessions=(lecture,), needs=CareNeeds("glutenfritt", ""))
    answer = client.get(own_page(mine, "/copy.json"))

    assert answer.headers["Content-Disposition"].startswith("attachment;")
    copied = json.loads(answer.data)
    assert copied["email"] == mine.email
    assert copied["diet"] == "glutenfritt"
    assert copied["sessions"] == [{"title": lecture.title, "state": "confirmed"}]
    assert mine.secret not in answer.text


def test_questions_that_wait_for_an_answer_are_said_until_they_have_one(client: Visitor) -> None:
    event = an_event()
    facts = {"kind": QuestionKind.YES_NO, "label": {"sv": "Middag?"}, "required": True}
    db.session.add(RegistrationQuestion(event_id=event.id, code="dinner", **facts))
    event.revision += 1
    registration = a_registration(event)
    db.session.commit()

    assert "1 question waits for your answer" in tell(client, own_page(registration), "en")
    registration.answers = {"dinner": "no"}
    db.session.commit()
    assert "waits for your answer" not in tell(client, own_page(registration), "en")
