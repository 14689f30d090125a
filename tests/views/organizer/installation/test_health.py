"""The page of those who run the installation, and what organizers are told of it."""

import pytest

from eventapp.clock import standing_at
from eventapp.domain import outbox
from eventapp.domain.event.start_list import CLOSED
from eventapp.domain.installation import heartbeat
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import JobKind, StartMark
from tests.builders import HOUR, NOON
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def english(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return client


def test_an_empty_installation_is_well(english: Visitor) -> None:
    page = signed_in(english, an_account(Role.ADMIN)).get("/organizer/health").text

    assert "<h1>Nothing stands still</h1>" in page
    assert "No backup has been made." in page


def test_what_stands_still_is_said_with_what_to_do(english: Visitor) -> None:
    outbox.enqueue(JobKind.SIGN_IN_MAIL, key="a", now=NOON)
    (leased,) = outbox.lease(1, now=NOON)
    outbox.retry(leased, "Connection refused <b>", now=NOON)
    db.session.commit()
    signed_in(english, an_account(Role.ADMIN))

    with standing_at(NOON + HOUR / 60):
        page = english.get("/organizer/health").text
        home = english.get("/organizer").text

    assert "<h1>Emails are not going out</h1>" in page
    assert "Connection refused &lt;b&gt;" in page
    assert "1 email has not been sent yet" in home


def test_organizers_are_told_of_a_silent_worker(english: Visitor) -> None:
    heartbeat.beat("host", now=NOON)
    db.session.commit()
    signed_in(english, an_account(Role.ORGANIZER))

    assert "Background work" not in english.get("/organizer").text
    with standing_at(NOON + HOUR / 60):
        home = english.get("/organizer").text
        assert english.get("/organizer/health").status_code == 403
    assert "Background work has stopped" in home
    assert "Tell whoever runs the system." in home


def test_the_page_says_what_the_clock_is_compared_with(english: Visitor) -> None:
    admin = signed_in(english, an_account(Role.ADMIN))
    assert "Not compared: neither the database nor" in admin.get("/organizer/health").text

    heartbeat.beat("host", now=NOON)
    heartbeat.note_clock("host", NOON - HOUR / 1200, now=NOON)
    page = admin.get("/organizer/health").text
    assert "Compared with the mail server’s, to the second." in page
    assert "3.0 s off" in page


def test_the_page_leads_to_a_test_email_also_when_the_start_list_is_closed(
    english: Visitor,
) -> None:
    owner = an_account(Role.ADMIN)
    db.session.add(StartMark(name=CLOSED, account_id=owner.id, marked_at=NOON))
    admin = signed_in(english, owner)
    trials = "/organizer/start/mail-trials"
    assert f'href="{trials}/new"' in admin.get("/organizer/health").text

    sent = send(admin, trials, page=f"{trials}/new", trial_email="viggo@bra.example")
    assert sent.location == f"{trials}/new"
    shown = admin.get(f"{trials}/new").text
    assert "The test email to viggo@bra.example is on its way." in shown
    wrong = send(admin, trials, page=f"{trials}/new", trial_email="viggo")
    assert (wrong.status_code, 'value="viggo"' in wrong.text) == (422, True)
