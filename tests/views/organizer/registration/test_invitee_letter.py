"""Writing to those invited: looked at, sent with one button, and taken back with one more."""

import pytest

from eventapp.extensions import db
from eventapp.models import Event, EventState, Job
from tests.builders import DAY, NEXT_MONTH, NOON, an_event
from tests.builders.invitee import an_invitee
from tests.views.public.pages import words
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def event() -> Event:
    return an_event(title="Trygga torg", registration_closes_at=NEXT_MONTH)


def list_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/invited"


def press(desk: Visitor, page: str, address: str) -> tuple[int, str]:
    answer = desk.post(address, data={"csrf_token": desk.token_on(page)}, follow_redirects=True)
    return answer.status_code, words(answer.text)


def test_the_invitation_is_read_before_it_goes_and_can_be_taken_back(
    desk: Visitor, event: Event
) -> None:
    an_invitee(event, invited=False)
    an_invitee(event, invited=False, language="en")
    here, letter = list_of(event), f"{list_of(event)}/letter"

    seen = words(desk.get(letter).text)
    assert "Write to 2 people" in seen
    assert "1 gets it in English" in seen
    assert "Du är inbjuden till Trygga torg." in seen
    assert "You are invited to Trygga torg." in seen
    assert db.session.query(Job).count() == 0

    status, seen = press(desk, letter, letter)
    assert status == 200
    assert "2 invitations leave in ten minutes" in seen
    assert "2 letters leave at" in seen

    status, seen = press(desk, here, f"{here}/undoing")
    assert "2 letters were taken back" in seen
    assert db.session.query(Job).count() == 0
    assert press(desk, letter, f"{here}/undoing")[0] == 409


def test_those_who_are_silent_are_counted_and_reminded_once(desk: Visitor, event: Event) -> None:
    silent = an_invitee(event)
    silent.written_at = NOON - DAY
    db.session.query(Job).delete()
    page = f"{list_of(event)}/reminder"

    assert "Remind 1 person" in words(desk.get(page).text)
    assert "1 reminder leaves in ten minutes" in press(desk, page, page)[1]
    assert "Nobody to remind now" in desk.get(page).text


def test_a_draft_gathers_its_list_and_writes_later(desk: Visitor) -> None:
    draft = an_event(state=EventState.DRAFT)
    an_invitee(draft, invited=False)
    page = words(desk.get(list_of(draft)).text)
    assert "Letters can be sent while the event is open for registration" in page
    assert "Nobody to write to now" in desk.get(f"{list_of(draft)}/letter").text
    status, seen = press(desk, list_of(an_event()), f"{list_of(draft)}/letter")
    assert status in {400, 409}
    assert "leave in ten minutes" not in seen
