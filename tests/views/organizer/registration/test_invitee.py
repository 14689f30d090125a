"""The desk's list of those invited: looked through before it is saved, searched, and taken out."""

import pytest
from sqlalchemy import func, select

from eventapp.domain.desk.invitee.answer import answer_invitation
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event, Invitee, InviteeAnswer
from tests.builders import DAY, NEXT_MONTH, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.invitee import an_invitee
from tests.views.public.pages import words
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def event() -> Event:
    return an_event(title="Trygga torg", registration_closes_at=NEXT_MONTH)


def list_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/invited"


def send(desk: Visitor, event: Event, **fields: str) -> tuple[int, str]:
    token = desk.token_on(f"{list_of(event)}/new")
    answer = desk.post(list_of(event), data={"csrf_token": token, **fields})
    return answer.status_code, answer.location if answer.status_code == 303 else words(answer.text)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Invitee)) or 0


def test_an_empty_list_says_what_to_do(desk: Visitor, event: Event) -> None:
    page = desk.get(list_of(event)).text
    assert "Nobody is invited yet" in page
    assert f'href="{list_of(event)}/new"' in page


def test_the_list_is_looked_through_before_anybody_is_on_it(desk: Visitor, event: Event) -> None:
    a_registration(event, email="bo@town.example")
    pasted = "Anna Ek, anna@town.example, Älvstad\nanna@town.example\nBo Ek, bo@town.example"

    status, seen = send(desk, event, people=pasted)
    assert status == 200
    assert "1 person is new" in seen
    assert "2 are left out" in seen
    for reason in ("The address comes twice", "Registered already"):
        assert reason in seen
    assert count() == 0
    assert 'name="people"' in desk.get(f"{list_of(event)}/new").text

    assert send(desk, event, people=pasted, do="add") == (303, f"{list_of(event)}/letter")
    assert count() == 1
    assert send(desk, event, people=pasted, do="add") == (303, list_of(event))
    assert "Nobody was added" in desk.get(list_of(event)).text


def test_what_cannot_be_read_is_kept_as_it_was_typed(desk: Visitor, event: Event) -> None:
    status, seen = send(desk, event, people="Anna Ek, anna@town")
    assert status == 422
    assert "Line 1: “anna@town” is not a complete email address." in seen
    assert "Anna Ek, anna@town" in seen
    assert send(desk, event, people="", source="nowhere:came")[0] == 422


def test_those_of_an_earlier_event_are_offered_with_their_number(
    desk: Visitor, event: Event
) -> None:
    earlier = an_event(title="Förra året", starts_at=NOON - 30 * DAY)
    for _ in range(2):
        a_registration(earlier)
    page = words(desk.get(f"{list_of(event)}/new").text)
    assert "Förra året" in page
    assert "2 who were registered" in page

    source = f"{earlier.slug}:registered"
    assert "2 people are new" in send(desk, event, source=source)[1]
    assert send(desk, event, source=source, do="add")[0] == 303
    assert count() == 2


def test_an_events_organizer_takes_nobody_from_events_of_others(
    client: Visitor, event: Event
) -> None:
    others = an_event()
    a_registration(others)
    desk = signed_in(client, an_account(Role.ORGANIZER, event=event))
    assert others.title not in desk.get(f"{list_of(event)}/new").text
    assert send(desk, event, source=f"{others.slug}:registered")[0] == 422


def test_the_list_is_narrowed_by_answer_words_and_organisation(desk: Visitor, event: Event) -> None:
    no = an_invitee(event, name="Bo Berg", organisation="Älvstad")
    an_invitee(event, name="Anna Ek", organisation="Bergby")
    answer_invitation(no, InviteeAnswer.NO, reason="Semester", now=NOON)
    for query in ("status=no", "q=bo", "organisation=%C3%84lvstad", "q=ALVSTAD&status=no"):
        page = words(desk.get(f"{list_of(event)}?{query}").text)
        assert "Bo Berg" in page
        assert "Anna Ek" not in page
    assert "Semester" in page
    assert "No match" in desk.get(f"{list_of(event)}?q=nobody").text
    for query in ("status=odd&page=x", "page=99999", "organisation=", "q=%00"):
        assert desk.get(f"{list_of(event)}?{query}").status_code in {200, 400}


def test_one_of_them_is_shown_logged_and_taken_off(desk: Visitor, event: Event) -> None:
    invitee = an_invitee(event, name="Anna Ek")
    page = f"{list_of(event)}/{invitee.code}"
    assert invitee.email in desk.get(page).text
    read = select(AuditEntry).where(AuditEntry.action == AuditAction.PERSON_READ)
    assert db.session.scalars(read).one().details == {"invitee": invitee.code}

    answer = desk.post(f"{page}/removal", data={"csrf_token": desk.token_on(page)})
    assert answer.status_code == 303
    assert count() == 0
    assert desk.get(page).status_code == 404


def test_the_list_is_a_file_that_is_logged(desk: Visitor, event: Event) -> None:
    an_invitee(event, name="Anna Ek")
    file = desk.get(f"/organizer/events/{event.slug}/exports/invited.csv")
    assert "Anna Ek" in file.data.decode()
    exported = select(AuditEntry).where(AuditEntry.action == AuditAction.FILE_EXPORTED)
    assert db.session.scalars(exported).one().details["list"] == "invited"


def test_a_line_that_mentions_protection_is_taken_out_unread(desk: Visitor, event: Event) -> None:
    pasted = "Anna Ek, anna@town.example\nBo Al, bo@town.example, skyddade uppgifter"

    status, seen = send(desk, event, people=pasted)

    assert status == 422
    assert "Line 2 has been taken out" in seen
    assert "Anna Ek, anna@town.example" in seen
    for text in ("skyddade", "bo@town.example", "Bo Al"):
        assert text not in seen
    assert send(desk, event, people="Bo, bo@town.example, Skyddsombuden", do="add")[0] == 303
