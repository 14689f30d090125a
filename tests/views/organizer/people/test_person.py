"""One person: found with a reason, read, taken out, corrected and erased; each reading logged."""

import json
import re

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from eventapp.clock import standing_at
from eventapp.domain.desk.invitee.answer import answer_invitation
from eventapp.domain.desk.person import REASON_LASTS, load_person
from eventapp.domain.desk.person_change import AlreadyErased, erase_person
from eventapp.domain.people.account import create_account
from eventapp.domain.permission import Role
from eventapp.domain.record.erasure import FILE_NAME
from eventapp.domain.record.pause import begin_pause
from eventapp.domain.registration import link
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.registration import send_link_again
from eventapp.domain.registration.ticket import current_code
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditAction,
    AuditEntry,
    Invitee,
    InviteeAnswer,
    Job,
    JobKind,
    QuestionKind,
    Registration,
    RegistrationQuestion,
)
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.account import an_account, grant, signed_in
from tests.builders.forms import send
from tests.builders.invitee import an_invitee
from tests.databases import MigratedDatabase
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

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


def test_answers_stand_beside_their_questions_and_roles_in_words(desk: Visitor) -> None:
    registration = the_person(answers={"q1": "o3", "q2": "yes"})
    for code, kind, label in (
        ("q1", QuestionKind.CHOICE, "How do you come?"),
        ("q2", QuestionKind.YES_NO, "Do you need a room?"),
    ):
        question = RegistrationQuestion(
            event_id=registration.event_id,
            code=code,
            kind=kind,
            label={"en": label, "sv": "?"},
            options=[{"value": "o3", "label": {"en": "By bus"}}] if code == "q1" else [],
        )
        db.session.add(question)
    account = create_account(OFFICE, registration.name, now=NOON)
    grant(account, Role.RECORDS_OFFICER)
    db.session.commit()

    page = " ".join(re.sub("<[^>]+>", " ", desk.get(f"{PEOPLE}/{registration.code}").text).split())

    assert "How do you come? By bus" in page
    assert "Do you need a room? Yes" in page
    assert "Roles Records officer" in page
    (held,) = desk.get(f"{PEOPLE}/{registration.code}.json").json["registrations"]
    assert [(asked["question"], asked["answer"]) for asked in held["answers_in_words"]] == [
        ("How do you come?", "By bus"),
        ("Do you need a room?", "Yes"),
    ]
    assert held["answers"]["q1"] == "o3"


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
    assert [registration["event"] for registration in held["registrations"]] == [
        registration.event.title
    ]
    assert held["registrations"][0]["needs"] is True
    assert "glutenfritt" not in answer.text
    assert "Bo Annan" not in answer.text
    assert readings() == 1


def correct(desk: Visitor, code: str, **fields: object) -> TestResponse:
    """Open the form, and send it with these fields; the others as they stand in it."""
    page = f"{PEOPLE}/{code}/edit"
    version = re.search(r'name="version"[^>]* value="([^"]+)"', desk.get(page).text)
    assert version
    sent = {"name": "Anna Sjöglimt", "email": OFFICE, "version": version[1], **ASKED}
    return send(desk, f"{PEOPLE}/{code}", **sent | fields)


def letters_to(*kinds: JobKind) -> list[int]:
    jobs = db.session.scalars(select(Job).where(Job.kind.in_(kinds)))
    return [job.payload["registration_id"] for job in jobs]


def test_a_name_is_corrected_everywhere(desk: Visitor) -> None:
    first, second = the_person(), the_person()
    db.session.commit()
    digest = first.link_digest

    answer = correct(desk, first.code, name="Anna Sjöglimt-Ek")

    assert answer.status_code == 303
    db.session.expire_all()
    assert {first.name, second.name} == {"Anna Sjöglimt-Ek"}
    assert first.link_digest == digest
    assert len(first.tickets) == 1
    assert letters_to(JobKind.LOST_LINK_MAIL) == []


def test_another_address_ends_links_tickets_and_feeds_and_brings_new_ones(
    desk: Visitor, client: Visitor
) -> None:
    first, second, over = the_person(), the_person(), the_person()
    over.event.starts_at, over.event.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.commit()
    sent_before = [link.personal_token(person) for person in (first, second, over)]
    feed, old_ticket = link.agenda_token(first), current_code(first)
    for registration in (first, second):  # asked for again within the hour: it has been sent
        send_link_again(registration, actor="admin", now=NOON)
    db.session.commit()

    answer = correct(desk, first.code, email="anna@town.example")

    assert answer.status_code == 303
    db.session.expire_all()
    assert {first.email, second.email, over.email} == {"anna@town.example"}
    assert all(link.find_by_personal_token(token) is None for token in sent_before)
    assert link.find_by_agenda_token(feed) is None
    assert link.find_by_personal_token(link.personal_token(first)) is first
    assert link.find_by_agenda_token(link.agenda_token(first)) is first
    assert current_code(first) != old_ticket
    assert len(over.tickets) == 1
    assert sorted(letters_to(JobKind.LOST_LINK_MAIL)) == sorted([first.id, second.id] * 2)


def test_a_stale_save_shows_both_texts(desk: Visitor) -> None:
    registration = the_person()
    db.session.commit()
    page = f"{PEOPLE}/{registration.code}/edit"
    opened = re.search(r'name="version"[^>]* value="([^"]+)"', desk.get(page).text)
    assert opened
    assert correct(desk, registration.code, name="Anna Sjöglimt-Ek").status_code == 303

    answer = correct(desk, registration.code, name="Anna Glimsjö", version=opened[1])

    assert answer.status_code == 409
    assert "Someone has saved another version" in answer.text
    assert "Anna Sjöglimt-Ek" in answer.text
    assert 'value="Anna Glimsjö"' in answer.text
    db.session.expire_all()
    assert registration.name == "Anna Sjöglimt-Ek"
    again = re.search(r'name="version"[^>]* value="([^"]+)"', answer.text)
    assert again
    assert (
        correct(desk, registration.code, name="Anna Glimsjö", version=again[1]).status_code == 303
    )


def test_the_reason_stays_with_all_that_is_done(desk: Visitor) -> None:
    registration = the_person()
    db.session.commit()
    code = registration.code
    assert "You have not said today why" in desk.get(f"{PEOPLE}/{code}").text

    send(desk, PEOPLE, name="Anna Sjöglimt", email=OFFICE, **ASKED)

    assert ASKED["reason"] in desk.get(f"{PEOPLE}/{code}").text
    desk.get(f"{PEOPLE}/{code}.json")
    assert f'value="{ASKED["reason"]}"' in desk.get(f"{PEOPLE}/{code}/edit").text
    correct(desk, code, email="anna@town.example")
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_code == code).order_by(AuditEntry.id)
    ).all()
    reasons = [(entry.action, entry.reason) for entry in entries[2:]]
    assert {reason for _action, reason in reasons} == {ASKED["reason"]}
    assert {AuditAction.PERSON_CORRECTED, AuditAction.LINK_SENT_AGAIN} <= {
        act for act, _ in reasons
    }


def test_yesterdays_reason_and_a_colleagues_are_not_this_one(desk: Visitor) -> None:
    registration = the_person()
    db.session.commit()
    with standing_at(NOON - REASON_LASTS):
        send(desk, PEOPLE, name="Anna Sjöglimt", email=OFFICE, **ASKED)
    colleague = signed_in(Visitor(desk.application), an_account(Role.RECORDS_OFFICER))
    colleague.set_cookie("language", "en")

    unsaid = "You have not said today why"
    assert unsaid in desk.get(f"{PEOPLE}/{registration.code}").text
    send(desk, PEOPLE, name="Anna Sjöglimt", email=OFFICE, **ASKED)
    assert unsaid not in desk.get(f"{PEOPLE}/{registration.code}").text
    assert unsaid in colleague.get(f"{PEOPLE}/{registration.code}").text


def test_a_name_that_somebody_else_has_at_the_event_is_refused(desk: Visitor) -> None:
    event = an_event()
    anna = a_registration(event, name="Anna Sjöglimt", email=OFFICE)
    a_registration(event, name="Bo Annan", email=OFFICE)
    db.session.commit()

    answer = correct(desk, anna.code, name="Bo Annan")

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
    asked = desk.get(f"{PEOPLE}/{stays.code}/erasure/new").text
    assert "Do you want to erase" not in asked
    assert f'href="/organizer/events/{stays.event.slug}/registrations/{stays.code}"' in asked

    answer = send(desk, f"{PEOPLE}/{stays.code}/erasure", **ASKED)

    assert answer.status_code == 409
    assert "Nothing can be erased now" in answer.text


def test_a_past_event_lets_its_people_go(desk: Visitor) -> None:
    gone = the_person()
    gone.event.starts_at, gone.event.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.commit()

    assert send(desk, f"{PEOPLE}/{gone.code}/erasure", **ASKED).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


@pytest.mark.parametrize("everything", [False, True])
def test_a_pause_holds_everything_of_the_person(desk: Visitor, everything: bool) -> None:
    gone, paused = the_person(), the_person()
    account = create_account(OFFICE, "Anna Sjöglimt", now=NOON)
    for registration in (gone, paused):
        cancel(registration, now=NOON)
    begin_pause(None if everything else paused.event, "Begäran", actor="admin", now=NOON)
    db.session.commit()

    answer = send(desk, f"{PEOPLE}/{gone.code}/erasure", **ASKED)

    assert answer.status_code == 409
    assert "deleting is paused, since somebody waits for documents" in answer.text
    assert db.session.get(Account, account.id) is not None
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 2


def test_a_pause_of_anothers_event_holds_what_belongs_to_no_event(desk: Visitor) -> None:
    gone, other = the_person(), the_person("Bo Annan")
    account = create_account("anna@town.example", "Anna Sjöglimt", now=NOON)
    gone.email = account.email
    cancel(gone, now=NOON)
    begin_pause(other.event, "Begäran", actor="admin", now=NOON)
    db.session.commit()
    code = gone.code

    page = desk.get(f"{PEOPLE}/{code}/erasure/new").text
    assert "Account, invitations, messages and leads: deleting is paused" in page
    assert send(desk, f"{PEOPLE}/{code}/erasure", **ASKED).status_code == 303

    assert db.session.scalar(select(Registration.id).where(Registration.code == code)) is None
    assert db.session.get(Account, account.id) is not None


def test_pressing_twice_says_that_it_is_done(desk: Visitor) -> None:
    gone = the_person()
    cancel(gone, now=NOON)
    db.session.commit()
    person = load_person(gone.code)
    assert person
    send(desk, f"{PEOPLE}/{gone.code}/erasure", **ASKED)

    with pytest.raises(AlreadyErased):
        erase_person(person, actor="admin", now=NOON)
    db.session.rollback()


def test_who_was_only_invited_is_found_taken_out_and_erased(desk: Visitor) -> None:
    event = an_event()
    invitee = an_invitee(event, OFFICE, name="Anna Sjöglimt")
    other = an_invitee(an_event(), OFFICE, name="Bo Annan")
    answer_invitation(invitee, InviteeAnswer.NO, reason="Semester", now=NOON)
    answer = send(desk, PEOPLE, name="anna SJÖGLIMT", email=OFFICE, reason="Begäran")
    page = f"{PEOPLE}/{invitee.code}"
    assert answer.location == page

    seen = desk.get(page).text
    assert event.title in seen
    assert "Semester" in seen
    assert "Bo Annan" not in seen
    (taken,) = desk.get(f"{page}.json").json["invitations"]
    assert (taken["event"], taken["answer"]) == (event.title, "no")

    assert f"Invitation to {event.title}" in desk.get(f"{page}/erasure/new").text
    assert send(desk, f"{page}/erasure", **ASKED).status_code == 303
    assert db.session.scalars(select(Invitee.code)).all() == [other.code]


def test_a_correction_reaches_the_lists_of_those_invited(desk: Visitor) -> None:
    anna = the_person()
    invitee = an_invitee(an_event(), OFFICE, name="Anna Sjöglimt")
    digest = invitee.link_digest
    db.session.commit()

    assert correct(desk, anna.code, name="Anna Sjö", email="anna@town.example").status_code == 303
    db.session.refresh(invitee)
    assert (invitee.name, invitee.email) == ("Anna Sjö", "anna@town.example")
    assert invitee.link_digest != digest


def test_the_account_is_renamed_too_and_keeps_its_address(desk: Visitor) -> None:
    registration = the_person()
    account = create_account(OFFICE, "Anna Sjöglimt", now=NOON)
    db.session.commit()
    assert f"keeps the address {OFFICE}" in desk.get(f"{PEOPLE}/{registration.code}/edit").text

    answer = correct(desk, registration.code, name="Anna Ek", email="anna@town.example")

    assert answer.status_code == 303
    db.session.expire_all()
    assert (registration.name, registration.email) == ("Anna Ek", "anna@town.example")
    assert (account.name, account.email) == ("Anna Ek", OFFICE)
    action = AuditEntry.action == AuditAction.ACCOUNT_CHANGED
    (entry,) = db.session.scalars(select(AuditEntry).where(action)).all()
    assert entry.subject_code == account.code
    assert entry.reason == ASKED["reason"]


def test_an_account_alone_is_renamed_and_its_address_refused_with_a_reason(desk: Visitor) -> None:
    account = create_account(OFFICE, "Anna Sjöglimt", now=NOON)
    db.session.commit()

    refused = correct(desk, account.code, email="anna@town.example")
    assert refused.status_code == 409
    assert "only its owner can change it" in refused.text
    assert 'value="anna@town.example"' in refused.text
    assert correct(desk, account.code, name="Anna Ek").status_code == 303
    db.session.expire_all()
    assert (account.name, account.email) == ("Anna Ek", OFFICE)
