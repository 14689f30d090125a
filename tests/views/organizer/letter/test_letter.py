"""Writing to people at the desk: what is typed is kept, and nothing leaves by accident."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from eventapp.domain.letter.audience import AudienceGroup, LetterAudience
from eventapp.extensions import db
from eventapp.models import (
    Event,
    EventLetter,
    Job,
    JobKind,
    JobState,
    LetterRecipient,
    LetterState,
)
from tests.builders import NOON, a_queue, a_registration, a_session, an_event, an_organisation
from tests.builders.forms import send
from tests.builders.invitee import an_invitee
from tests.builders.letter import a_draft, a_scheduled_letter, let_go
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

TEXT = {
    "group": "registered",
    "subject": "Ny sal",
    "body": "Hej {fornamn}!\n\nVi ses i **Björken**.",
}


def write(desk: Visitor, event: Event, do: str = "save", **fields: Any) -> TestResponse:
    return send(desk, f"/organizer/events/{event.slug}/letters", do=do, **TEXT | fields)


def only_letter() -> EventLetter:
    db.session.expire_all()
    return db.session.scalars(select(EventLetter)).one()


def test_a_letter_is_written_looked_at_and_sent(desk: Visitor) -> None:
    event = an_event()
    workshop = a_session(event, title="Orossamtal")
    person = a_registration(event, name="Linnéa Vårglim", sessions=(workshop,))
    a_registration(event, name="Göran Månäng")
    base = f"/organizer/events/{event.slug}/letters"

    page = desk.get(f"{base}/new?session={workshop.code}").text
    assert "Write to 1 person" in page
    draft = write(desk, event, do="show", session=workshop.code, person=person.code)
    shown = desk.get(draft.location).text
    assert '<span class="filled">Linnéa</span>' in shown
    assert "<strong>Björken</strong>" in shown
    assert "/registrations/" not in re.findall(r'class="mail-body".*?</aside>', shown, re.DOTALL)[0]

    letter = only_letter()
    sent = send(
        desk, f"{base}/{letter.code}", do="send", version="1", session=workshop.code, **TEXT
    )
    assert sent.status_code == 303
    listed = desk.get(sent.location).text
    assert "Leaves on" in listed
    assert "Undo" in listed
    assert only_letter().state is LetterState.SCHEDULED


def test_what_cannot_be_filled_in_is_refused_at_its_line_and_all_is_kept(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)

    answer = write(desk, event, do="send", body="Hej!\n\nSäg {personnummer} i receptionen.")

    assert answer.status_code == 422
    assert "Line 3: {personnummer} cannot be filled in." in answer.text
    assert "Säg {personnummer} i receptionen." in answer.text
    assert 'class="chip chip-bad">personnummer' in answer.text
    assert db.session.scalars(select(EventLetter)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"body": ""},
        {"subject": "x" * 151},
        {"body": "x" * 10_001},
        {"subject_en": "Only half"},
        {"group": "everybody"},
        {"session": "none-such"},
        {"when": "later"},
        {"when": "later", "sends_at": ""},
        {"when": "later", "sends_at": " "},
        {"when": "later", "sends_at": "tomorrow"},
        {"body": "\0"},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_nothing_is_saved(desk: Visitor, wrong: dict[str, str]) -> None:
    event = an_event()
    a_registration(event)

    assert write(desk, event, do="send", **wrong).status_code == 422
    assert db.session.scalars(select(EventLetter)).all() == []


def test_no_letter_is_written_in_a_demo(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)

    page = desk.get(f"/organizer/events/{event.slug}/letters/new").text

    assert "Write to 1 person" in page
    assert "This is a demo" not in page


def test_a_time_that_has_passed_is_refused(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)

    answer = write(desk, event, do="send", when="later", sends_at="2020-01-01T10:00")

    assert answer.status_code == 409
    assert "that time has passed" in answer.text
    assert db.session.scalars(select(EventLetter)).all() == []


def test_a_letter_to_nobody_is_refused(desk: Visitor) -> None:
    answer = write(desk, an_event(), do="send")

    assert answer.status_code == 409
    assert "nobody matches" in answer.text


def test_a_test_goes_to_whoever_writes(desk: Visitor) -> None:
    event = an_event()

    answer = write(desk, event, do="trial")

    assert "A test is on its way to you." in desk.get(answer.location).text
    job = db.session.scalars(select(Job).where(Job.kind == JobKind.EVENT_LETTER_TRIAL)).one()
    assert set(job.payload) == {"letter_id", "account_id"}


def test_a_stale_save_shows_both_texts(desk: Visitor) -> None:
    event = an_event()
    letter = a_draft(event)
    db.session.commit()
    base = f"/organizer/events/{event.slug}/letters/{letter.code}"
    send(desk, base, do="save", version="1", **TEXT | {"subject": "Den andras"})

    answer = send(desk, base, do="save", version="1", **TEXT | {"subject": "Min"})

    assert answer.status_code == 409
    assert "Den andras" in answer.text
    assert "Min" in answer.text


def test_undone_is_a_draft_again_and_too_late_is_said(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)
    letter = a_scheduled_letter(event)
    base = f"/organizer/events/{event.slug}/letters/{letter.code}"

    answer = send(desk, f"{base}/undoing")
    assert answer.location.endswith(f"/{letter.code}/edit")
    assert "taken back" in desk.get(answer.location).text

    again = send(desk, f"{base}/undoing")
    assert again.status_code == 409
    assert "can no longer be changed" in again.text


def test_each_persons_result_is_shown_and_a_failed_one_is_sent_again(desk: Visitor) -> None:
    event = an_event()
    person = a_registration(event, name="Börje Älvskugga", email="fel@town.example")
    letter = a_scheduled_letter(event)
    let_go(letter)
    recipient = db.session.scalars(select(LetterRecipient)).one()
    job = db.session.scalars(select(Job).where(Job.dedupe_key == recipient.job_key)).one()
    job.state, job.error, job.done_at = JobState.FAILED, "SMTP 550 5.1.1 User unknown", NOON
    db.session.commit()
    base = f"/organizer/events/{event.slug}/letters/{letter.code}"

    page = desk.get(f"{base}?outcome=failed").text
    assert "SMTP 550 5.1.1 User unknown" in page
    assert "Börje Älvskugga" in page
    attempts = f"{base}/recipients/{recipient.id}/attempts"
    wrong = send(desk, attempts, email="ingen snabel")
    assert wrong.status_code == 422
    assert "ingen snabel" in wrong.text
    assert send(desk, attempts, email="ratt@town.example").status_code == 303
    assert send(desk, attempts, email="ratt@town.example").status_code == 409
    db.session.expire_all()
    assert person.email == "ratt@town.example"


def test_whom_of_the_invited_it_did_not_reach_has_the_address_mended_in_the_same_row(
    desk: Visitor,
) -> None:
    event = an_event()
    invitee = an_invitee(event, "fel@town.example")
    letter = a_scheduled_letter(event, audience=LetterAudience(AudienceGroup.INVITED))
    let_go(letter)
    recipient = db.session.scalars(select(LetterRecipient)).one()
    job = db.session.scalars(select(Job).where(Job.dedupe_key == recipient.job_key)).one()
    job.state = JobState.FAILED
    db.session.commit()
    base = f"/organizer/events/{event.slug}/letters/{letter.code}"
    assert 'value="fel@town.example"' in desk.get(f"{base}?outcome=failed").text

    answer = send(desk, f"{base}/recipients/{recipient.id}/attempts", email="ratt@town.example")

    assert answer.status_code == 303
    db.session.refresh(invitee)
    assert invitee.email == "ratt@town.example"


def test_the_rest_is_stopped(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)
    letter = a_scheduled_letter(event)
    let_go(letter)
    base = f"/organizer/events/{event.slug}/letters"

    assert "Stop the rest" in desk.get(base).text
    assert send(desk, f"{base}/{letter.code}/stop").status_code == 303
    assert only_letter().state is LetterState.STOPPED
    assert "the letter was stopped" in desk.get(f"{base}/{letter.code}").text


def test_a_draft_is_deleted(desk: Visitor) -> None:
    event = an_event()
    code = a_draft(event).code
    db.session.commit()
    base = f"/organizer/events/{event.slug}/letters"
    assert "Ny sal" in desk.get(base).text

    assert send(desk, f"{base}/{code}/removal").status_code == 303
    assert "Ny sal" not in desk.get(base).text
    assert desk.get(f"{base}/{code}").status_code == 404


def test_those_who_are_listed_can_be_written_to(desk: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 3)
    db.session.commit()

    listed = desk.get(f"/organizer/events/{event.slug}/registrations?state=waitlisted").text
    address = re.search(r'href="([^"]+)">Write to them', listed)

    assert address
    assert "Write to 3 people" in desk.get(address[1].replace("&amp;", "&")).text


def test_a_letter_to_some_organisations_goes_to_nobody_whom_the_page_has_not_counted(
    desk: Visitor,
) -> None:
    event = an_event()
    for name in ("Älvstad", "Björkhaga", "Ekby"):
        a_registration(event, organisation=an_organisation(name))
    base = f"/organizer/events/{event.slug}/letters"
    some = [("organisation", "Älvstad"), ("organisation", "Ekby")]

    page = desk.get(f"{base}/new?{urlencode(some)}").text
    assert "Write to 2 people" in page
    assert "From 2 chosen organisations" in page
    counted = re.findall(r'name="counted" value="([^"]+)"', page)[0]
    other = write(desk, event, do="send", organisation=["Älvstad"], counted=counted)
    assert other.status_code == 409
    assert "You have changed whom the letter goes to." in other.text
    assert "Write to 1 person" in other.text
    assert db.session.scalars(select(EventLetter)).all() == []

    sent = write(desk, event, do="send", organisation=["Älvstad", "Ekby"], counted=counted)
    assert sent.status_code == 303
    letter = only_letter()
    assert letter.audience["criteria"] == {"organisation": ["Älvstad", "Ekby"]}
    let_go(letter)
    people = db.session.scalars(select(LetterRecipient)).all()
    assert {p.registration.organisation_name for p in people} == {"Älvstad", "Ekby"}


def test_the_timetable_says_to_which_organisations_a_letter_goes(desk: Visitor) -> None:
    event = an_event()
    for name in ("Älvstad", "Björkhaga"):
        a_registration(event, organisation=an_organisation(name))
    page = f"/organizer/events/{event.slug}/letters/timetable"
    assert "To 2 people as it looks now." in desk.get(page).text
    done = send(desk, f"{page}/reminder/organisations", page, organisation="Älvstad")
    assert done.status_code == 303
    shown = desk.get(page).text
    assert "To 1 person as it looks now." in shown
    assert "Only to people from Älvstad." in shown
    ids = re.findall(r'id="([^"]+)"', shown)
    assert [name for name in ids if ids.count(name) > 1] == []
