"""One person: found with a reason, read, taken out, corrected and erased; each reading logged."""

import json

import pytest
from sqlalchemy import func, select

from eventapp.domain.permission import Role
from eventapp.domain.record.erasure import FILE_NAME
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Job, JobKind, Registration
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.databases import MigratedDatabase
from tests.visitor import Visitor

PEOPLE = "/organizer/people"
OFFICE = "kansli@town.example"
ASKED = {"reason": "Begäran 2027/12"}


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    """A browser in which a records officer has signed in."""
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.RECORDS_OFFICER))


def the_person(name: str = "Anna Sjöglimt", **facts: object) -> Registration:
    return a_registration(an_event(), name=name, email=OFFICE, **facts)


def readings() -> int:
    read = select(func.count()).where(AuditEntry.action == AuditAction.PERSON_READ)
    return db.session.scalar(read) or 0


def test_a_person_is_found_by_name_and_address_and_the_reason_is_logged(desk: Visitor) -> None:
    registration = the_person(needs=CareNeeds(diet="glutenfritt"))
    the_person("Bo Annan")

    answer = send(desk, PEOPLE, name="anna  SJÖGLIMT", email="Kansli@Town.example", **ASKED)

    assert answer.status_code == 303
    assert answer.location == f"{PEOPLE}/{registration.code}"
    page = desk.get(answer.location).text
    assert registration.event.title in page
    assert "Bo Annan" not in page
    assert "glutenfritt" not in page
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.PERSON_READ)
    ).all()
    assert [entry.subject_code for entry in entries] == [registration.code] * 2
    assert entries[0].reason == ASKED["reason"]


def test_whoever_is_not_stored_is_not_found_and_the_search_is_logged(desk: Visitor) -> None:
    the_person()

    answer = send(desk, PEOPLE, name="Anna Annan", email=OFFICE, **ASKED)

    assert answer.status_code == 404
    assert "Nothing is stored" in answer.text
    assert 'value="Anna Annan"' in answer.text
    assert readings() == 1


@pytest.mark.parametrize("missing", ["name", "email", "reason"])
def test_nothing_is_looked_for_without_all_three(desk: Visitor, missing: str) -> None:
    sent = {"name": "Anna Sjöglimt", "email": OFFICE, **ASKED} | {missing: ""}

    assert send(desk, PEOPLE, **sent).status_code == 422
    assert readings() == 0


def test_everything_is_taken_out_as_a_file_without_others(desk: Visitor) -> None:
    registration = the_person(needs=CareNeeds(diet="glutenfritt"))
    the_person("Bo Annan")

    answer = desk.get(f"{PEOPLE}/{registration.code}.json")

    held = json.loads(answer.text)
    assert held["name"] == "Anna Sjöglimt"
    assert [each["event"] for each in held["registrations"]] == [registration.event.title]
    assert held["registrations"][0]["needs"] is True
    assert "glutenfritt" not in answer.text
    assert "Bo Annan" not in answer.text
    assert readings() == 1


def test_a_name_is_corrected_everywhere(desk: Visitor) -> None:
    first, second = the_person(), the_person()
    digest = first.link_digest

    answer = send(
        desk, f"{PEOPLE}/{first.code}", name="Anna Sjöglimt-Ek", email="anna@town.example", **ASKED
    )

    assert answer.status_code == 303
    db.session.expire_all()
    assert {first.name, second.name} == {"Anna Sjöglimt-Ek"}
    assert {first.email, second.email} == {"anna@town.example"}
    assert first.link_digest == digest
    links = select(Job.payload).where(Job.kind == JobKind.LOST_LINK_MAIL)
    told = {each["registration_id"] for each in db.session.scalars(links)}
    assert told == {first.id, second.id}


def test_a_name_that_somebody_else_has_at_the_event_is_refused(desk: Visitor) -> None:
    event = an_event()
    anna = a_registration(event, name="Anna Sjöglimt", email=OFFICE)
    a_registration(event, name="Bo Annan", email=OFFICE)
    db.session.commit()

    answer = send(desk, f"{PEOPLE}/{anna.code}", name="Bo Annan", email=OFFICE, **ASKED)

    assert answer.status_code == 409
    assert "registered for the same event already" in answer.text
    assert 'value="Bo Annan"' in answer.text


def test_erasing_asks_first_and_leaves_what_is_under_way(
    desk: Visitor, database: MigratedDatabase
) -> None:
    gone, stays, other = the_person(), the_person(), the_person("Bo Annan")
    title = gone.event.title
    cancel(gone, now=NOON)
    db.session.commit()
    code = gone.code

    page = desk.get(f"{PEOPLE}/{code}/erasure/new").text
    assert f"Registration for {title}, with letters" in page
    assert f"Registration for {stays.event.title}: cancel it first" in page
    assert send(desk, f"{PEOPLE}/{code}/erasure", reason="").status_code == 422
    answer = send(desk, f"{PEOPLE}/{code}/erasure", **ASKED)

    assert answer.status_code == 303
    left = set(db.session.scalars(select(Registration.code)))
    assert left == {stays.code, other.code}
    assert (database.data / FILE_NAME).read_text().count("\n") == 2
    assert desk.get(f"{PEOPLE}/{code}").status_code == 404


def test_where_nothing_may_go_it_is_refused(desk: Visitor) -> None:
    stays = the_person()

    answer = send(desk, f"{PEOPLE}/{stays.code}/erasure", **ASKED)

    assert answer.status_code == 409
    assert "Nothing can be erased now" in answer.text


def test_a_past_event_lets_its_people_go(desk: Visitor) -> None:
    gone = the_person()
    gone.event.starts_at, gone.event.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.commit()

    assert send(desk, f"{PEOPLE}/{gone.code}/erasure", **ASKED).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0
