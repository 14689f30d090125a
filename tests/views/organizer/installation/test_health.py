"""The page of those who run the installation, and what organizers are told of it."""

import pytest

from eventapp.clock import standing_at
from eventapp.domain import outbox
from eventapp.domain.installation import heartbeat
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import JobKind
from tests.builders import HOUR, NOON
from tests.builders.account import an_account, signed_in
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
