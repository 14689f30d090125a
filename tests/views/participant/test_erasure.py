"""People delete their own data by their link, once a letter has confirmed the address."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from eventapp.clock import standing_at
from eventapp.domain.desk.own_erasure import confirmation_token
from eventapp.domain.registration import link
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.mail.registration import confirm_erasure
from eventapp.models import Job, JobKind, Registration
from tests.builders import DAY, NOON, a_registration, an_event
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")

STRANGERS = f"/registrations/{'b' * 32}/erasure/{'a' * 32}"


def seen(answer: TestResponse, address: str) -> tuple[int, str]:
    """What one sees of an answer but the address itself, and the token of the form."""
    text = answer.text.replace(address, "(address)").replace(quote(address, safe=""), "(address)")
    return answer.status_code, re.sub(r'name="csrf_token"[^>]*>', "", text)


def page_of(registration: Registration) -> str:
    return f"/registrations/{link.personal_token(registration)}"


def a_cancelled_registration() -> Registration:
    registration = a_registration(an_event())
    cancel(registration, now=NOON)
    db.session.commit()
    return registration


def letters() -> int:
    return db.session.scalar(select(func.count()).where(Job.kind == JobKind.ERASURE_MAIL)) or 0


def test_who_is_registered_must_cancel_first(client: Visitor) -> None:
    registration = a_registration(an_event())
    db.session.commit()
    own = page_of(registration)

    assert "Delete my data" not in client.get(own).text
    assert "erasure/new" not in client.get(own).text
    answer = client.post(
        f"{own}/erasure", data={"csrf_token": client.token_on(f"{own}/cancellation/new")}
    )
    assert answer.status_code == 409
    assert letters() == 0


def test_a_letter_confirms_and_then_everything_goes(client: Visitor) -> None:
    client.set_cookie("language", "en")
    registration = a_cancelled_registration()
    own = page_of(registration)
    assert f"{own}/erasure/new" in client.get(own).text

    for _ in range(2):
        sent = client.post(
            f"{own}/erasure", data={"csrf_token": client.token_on(f"{own}/erasure/new")}
        )
        assert sent.status_code == 200
        assert "We have sent you a letter" in sent.text
    assert letters() == 1
    letter = confirm_erasure(registration, "m1")
    match = re.search(r"http\S+/erasure/\w+", letter.body)
    assert match
    address = match[0].removeprefix("http://localhost")
    assert db.session.get(Registration, registration.id) is not None

    assert client.get(address).status_code == 200
    done = client.post(address, data={"csrf_token": client.token_on(address)})

    assert done.status_code == 200
    assert "Your data has been deleted" in done.text
    assert client.get(own).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_only_the_letters_link_confirms_and_not_for_long(client: Visitor) -> None:
    registration = a_cancelled_registration()
    own = page_of(registration)
    token = confirmation_token(registration, now=NOON)

    assert client.get(f"{own}/erasure/{'a' * 32}").status_code == 404
    with standing_at(NOON + DAY):
        assert client.get(f"{own}/erasure/{token}").status_code == 200
    with standing_at(NOON + 2 * DAY):
        assert client.get(f"{own}/erasure/{token}").status_code == 404


def test_pressed_twice_says_kindly_that_it_is_done(client: Visitor) -> None:
    client.set_cookie("language", "en")
    registration = a_cancelled_registration()
    address = f"{page_of(registration)}/erasure/{confirmation_token(registration, now=NOON)}"
    form = {"csrf_token": client.token_on(address)}
    assert client.post(address, data=form).status_code == 200

    again = client.post(address, data=form)
    reloaded = client.get(address)

    assert "it is done" in again.text
    assert "it is done" in reloaded.text
    stranger = client.get(STRANGERS)
    assert seen(stranger, STRANGERS) == seen(reloaded, address)


def test_a_stranger_does_not_learn_whose_link_is_right(client: Visitor) -> None:
    registration = a_cancelled_registration()

    wrong = f"{page_of(registration)}/erasure/{'a' * 32}"

    assert seen(client.get(wrong), wrong) == seen(client.get(STRANGERS), STRANGERS)
