"""After a restore: looking at held letters, releasing and discarding them."""

import pytest
from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.installation.held_letter import suspend_letters
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState
from tests.builders import NOON
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HELD = "/organizer/outbox/held"


@pytest.fixture
def organizer(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.ORGANIZER))


@pytest.fixture
def number(organizer: Visitor) -> int:
    del organizer
    outbox.enqueue(JobKind.CONTACT_MAIL, key="a", now=NOON, contact_id=0)
    suspend_letters()
    db.session.commit()
    return db.session.scalars(select(Job.id)).one()


def state(number: int) -> JobState:
    db.session.expire_all()
    return db.session.get_one(Job, number).state


def test_without_a_restore_there_is_nothing(organizer: Visitor) -> None:
    assert "only when the system has been restored" in organizer.get(HELD).text
    assert "No emails are held" in organizer.get(f"{HELD}/release").text


def test_the_outbox_leads_to_them_and_all_are_released_after_a_question(
    organizer: Visitor, number: int
) -> None:
    assert HELD in organizer.get("/organizer/outbox").text
    assert "Send 1 held email?" in organizer.get(f"{HELD}/release?kind=contact-mail").text

    done = send(organizer, f"{HELD}/release", page=f"{HELD}/release")

    assert done.status_code == 303
    assert state(number) is JobState.WAITING
    assert "1 email is released." in organizer.get(HELD).text


def test_one_is_discarded_and_released_after_all(organizer: Visitor, number: int) -> None:
    assert send(organizer, f"{HELD}/{number}/discard", page=HELD).status_code == 303
    assert state(number) is JobState.DISCARDED
    send(organizer, f"{HELD}/{number}/discard", page=HELD)
    assert "Someone has already dealt with this email." in organizer.get(HELD).text

    discarded = f"{HELD}?state=discarded"
    assert send(organizer, f"{HELD}/{number}/release", page=discarded).status_code == 303
    assert state(number) is JobState.WAITING


@pytest.mark.parametrize("act", ["release", "discard"])
def test_a_kind_that_does_not_exist_is_not_taken_for_all(
    organizer: Visitor, number: int, act: str
) -> None:
    assert organizer.get(f"{HELD}/release?kind=other").status_code == 404
    assert send(organizer, f"{HELD}/{act}", page=HELD, kind="other").status_code == 404
    assert state(number) is JobState.HELD
