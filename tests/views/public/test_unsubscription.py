"""Declining letters with one click: a look changes nothing, a mail program's POST acts."""

from eventapp.domain.people.unsubscription import is_unsubscribed, unsubscribe_token
from eventapp.extensions import db
from tests.builders import a_registration, an_event
from tests.visitor import Visitor


def test_following_the_link_changes_nothing_and_shows_no_address(client: Visitor) -> None:
    registration = a_registration(an_event())
    db.session.commit()
    address = f"/unsubscribe/{unsubscribe_token(registration)}"

    page = client.get(address)

    assert page.status_code == 200
    assert registration.email not in page.text
    assert not is_unsubscribed(registration.email)


def test_the_post_of_a_mail_program_acts_without_a_form_or_cookies(client: Visitor) -> None:
    registration = a_registration(an_event())
    db.session.commit()
    address = f"/unsubscribe/{unsubscribe_token(registration)}"

    for _time in range(2):
        answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200

    db.session.rollback()
    assert is_unsubscribed(registration.email)


def test_an_address_that_is_not_ours_leads_nowhere(client: Visitor) -> None:
    assert client.get("/unsubscribe/rnobody.aaaa").status_code == 404
    assert client.post("/unsubscribe/rnobody.aaaa").status_code == 404
