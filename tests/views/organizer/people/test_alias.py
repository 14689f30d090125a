"""The security contact's pages: an alias registered, found, changed, reached and cancelled."""

import re

import pytest
from sqlalchemy import func, select

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Alias,
    AuditAction,
    AuditEntry,
    Job,
    JobKind,
    Registration,
    RegistrationState,
    Submission,
)
from tests.builders import HOUR, NEXT_WEEK, NOON, an_event, an_organisation
from tests.builders.account import an_account, grant, signed_in
from tests.builders.alias import REACH, an_alias
from tests.builders.forms import send
from tests.visitor import Visitor

LIST = "/organizer/protected"


@pytest.fixture
def contact(app: object) -> Account:
    return an_account(Role.SECURITY_CONTACT)


@pytest.fixture
def desk(client: Visitor, contact: Account) -> Visitor:
    """A browser in which the security contact has signed in."""
    client.set_cookie("language", "en")
    return signed_in(client, contact)


def fields(**changed: str) -> dict[str, str]:
    return {
        "name": "Karin Lindgren",
        "email": "kansli@town.example",
        "organisation": "",
        "other_organisation": "",
        "letter_language": "sv",
        "badge": "organisation",
        "reach": REACH,
        **changed,
    }


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_first_page_invites_and_the_form_suggests_a_name(desk: Visitor) -> None:
    event = an_event()
    page = desk.get(LIST).text
    form = desk.get(f"{LIST}/events/{event.slug}/new").text

    assert "Nobody is registered under an alias" in page
    assert event.title in page
    assert re.search(r'name="name"[^>]*value="\w+ \w+"', form)


def test_somebody_is_registered_and_listed_and_a_second_click_changes_nothing(
    desk: Visitor,
) -> None:
    event, organisation = an_event(), an_organisation()
    address = f"{LIST}/events/{event.slug}"
    form_fields = fields(organisation=organisation.code)

    first = send(desk, address, f"{address}/new", **form_fields)
    second = send(desk, address, f"{address}/new", **form_fields)

    assert (first.status_code, first.headers["Location"]) == (303, LIST)
    assert second.status_code == 422
    assert "already registered" in second.text
    assert "Karin Lindgren" in desk.get(LIST).text
    assert (count(Alias), count(Registration)) == (1, 1)
    assert count(Submission) == 0  # it would say when, and by which page


def test_what_was_typed_stays_when_something_is_missing_or_tells(
    desk: Visitor, contact: Account
) -> None:
    event, organisation = an_event(), an_organisation()
    address = f"{LIST}/events/{event.slug}"

    for changed in ({"reach": ""}, {"email": contact.email}, {"name": ""}):
        answer = send(
            desk, address, f"{address}/new", **fields(organisation=organisation.code, **changed)
        )
        assert answer.status_code == 422
        assert "Check 1 answer" in answer.text
        assert organisation.code in answer.text
    assert count(Alias) == 0


def test_who_may_register_anybody_late_may_do_so_under_an_alias(
    desk: Visitor, contact: Account
) -> None:
    event = an_event(registration_closes_at=NOON - HOUR)
    organisation = an_organisation()
    grant(contact, Role.ORGANIZER, event=event)
    db.session.commit()
    signed_in(desk, contact)
    address = f"{LIST}/events/{event.slug}"

    assert f"{address}/new" in desk.get(LIST).text
    assert "Why is the person registered now?" in desk.get(f"{address}/new").text
    without = send(desk, address, **fields(organisation=organisation.code))
    assert without.status_code == 422
    assert "Write why" in without.text
    assert 'value="Karin Lindgren"' in without.text
    form_fields = fields(organisation=organisation.code, reason="Ringde efter sista dagen")
    assert send(desk, address, **form_fields).status_code == 303

    registration = db.session.scalars(select(Registration)).one()
    assert count(Alias) == 1
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_code == registration.code)
    ).all()
    assert [(entry.actor, entry.action, entry.reason) for entry in entries] == [
        (contact.code, AuditAction.REGISTRATION_FORCED, "Ringde efter sista dagen")
    ]


def test_a_closed_event_says_what_to_do(desk: Visitor) -> None:
    event, later = an_event(registration_closes_at=NOON - HOUR), an_event()
    later.registration_opens_at = NEXT_WEEK
    db.session.commit()

    listed = desk.get(LIST).text
    assert event.title in listed
    assert "An organiser has to help" in listed
    assert later.title not in listed
    page = desk.get(f"{LIST}/events/{event.slug}/new").text
    assert "Ask an organiser to open registration again for a day" in page
    assert "Or ask an organiser to register the alias" in page
    assert "It opens on Monday 8 March 2027" in desk.get(f"{LIST}/events/{later.slug}/new").text


def test_who_reads_an_alias_stands_with_it_and_nowhere_in_the_log(
    desk: Visitor, contact: Account
) -> None:
    code = an_alias(an_event()).code
    name, page = contact.name, f"{LIST}/{code}"
    before, length = count(AuditEntry), len(db.session.get_one(Alias, code).sealed)

    assert "Who has opened this page" not in desk.get(page).text
    shown = [desk.get(page).text, desk.get(f"{page}/cancellation/new").text, desk.get(page).text]

    assert "Who has opened this page" in shown[2]
    assert shown[2].count(f"<bdi>{name}</bdi>, ") == 1  # once an hour
    desk.get(LIST)
    assert count(AuditEntry) == before
    assert len(db.session.get_one(Alias, code).sealed) == length


def test_the_way_is_shown_once_for_a_reason_and_is_in_the_log_before(desk: Visitor) -> None:
    admin = an_account(Role.ADMIN)
    page = f"{LIST}/{an_alias(an_event()).code}"

    assert REACH not in desk.get(page).text
    refused = send(desk, f"{page}/opening", page, opening__reason="")
    shown = send(desk, f"{page}/opening", page, opening__reason="Larmet går")

    assert refused.status_code == 422
    assert (shown.status_code, REACH in shown.text) == (200, True)
    assert "no-store" in shown.headers["Cache-Control"]
    assert REACH not in desk.get(page).text
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "person reached")
    ).one()
    assert entry.reason == "Larmet går"
    job = db.session.scalars(select(Job).where(Job.kind == JobKind.PERSON_REACHED_MAIL)).one()
    assert job.payload["account_id"] == admin.id


def test_nothing_is_shown_where_nobody_else_would_know(desk: Visitor) -> None:
    page = f"{LIST}/{an_alias(an_event()).code}"

    refused = send(desk, f"{page}/opening", page, opening__reason="Larmet går")

    assert refused.status_code == 409
    assert REACH not in refused.text
    assert "Ask an administrator" in refused.text
    assert "Larmet går" in refused.text


def test_alias_and_way_are_changed_and_a_stale_save_shows_both(desk: Visitor) -> None:
    known = an_alias(an_event(), name="Karin Lindgren")
    page, registration_id = f"{LIST}/{known.code}", known.registration.id

    renamed = send(desk, f"{page}/name", page, name="Lena Sandberg", version="1")
    stale = send(desk, f"{page}/name", page, name="Eva Forsberg", version="1")
    replaced = send(desk, f"{page}/reach", page, reach="Växeln")

    assert [answer.status_code for answer in (renamed, stale, replaced)] == [303, 409, 303]
    assert "Lena Sandberg" in stale.text
    assert "Eva Forsberg" in stale.text
    assert db.session.get_one(Registration, registration_id).name == "Lena Sandberg"


def test_cancelling_asks_first_and_forgets_the_way(desk: Visitor) -> None:
    known = an_alias(an_event(), name="Karin Lindgren")
    page, registration_id = f"{LIST}/{known.code}", known.registration.id

    asked = desk.get(f"{page}/cancellation/new").text
    send(desk, f"{page}/cancellation", f"{page}/cancellation/new")

    assert "Do you want to cancel Karin Lindgren" in asked
    registration = db.session.get_one(Registration, registration_id)
    assert registration.state is RegistrationState.CANCELLED
    assert count(Alias) == 0
    assert desk.get(page).status_code == 404
