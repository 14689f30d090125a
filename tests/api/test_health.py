"""What operators' programs are told: alive, ready, or why not."""

import pytest

from eventapp.domain import outbox
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import JobKind
from tests.builders import HOUR, NOON
from tests.builders.account import an_account, signed_in
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


def test_ready_when_all_is_well(client: Visitor) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.get_json() == {
        "status": "ready",
        "checks": {
            "database": True,
            "disk": True,
            "files": True,
            "migrations": True,
            "outbox": True,
        },
        "reasons": {},
    }


def test_mail_that_is_refused_again_and_again_is_said(client: Visitor) -> None:
    outbox.enqueue(JobKind.SIGN_IN_MAIL, key="a", now=NOON - HOUR, sign_in_link_id=1)
    (leased,) = outbox.lease(1, now=NOON - HOUR)
    outbox.retry(leased, "SMTP 451", now=NOON)
    db.session.commit()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json()["reasons"] == {
        "outbox": "nothing has been sent, and the oldest has waited for 60 min"
    }


def test_home_and_the_outbox_say_so_too(client: Visitor) -> None:
    client.set_cookie("language", "en")
    signed_in(client, an_account(Role.ORGANIZER))
    assert "not been sent yet" not in client.get("/organizer").text
    for number in range(2):
        outbox.enqueue(JobKind.SIGN_IN_MAIL, key=f"{number}", now=NOON - HOUR, sign_in_link_id=1)
    for leased in outbox.lease(2, now=NOON - HOUR):
        outbox.retry(leased, "SMTP 451", now=NOON)

    home = client.get("/organizer").text
    assert "2 emails have not been sent yet" in home
    assert "The oldest has been waiting for 60 minutes." in home
    assert ">60<" in client.get("/organizer/outbox").text.replace(" ", "").replace("\n", "")
