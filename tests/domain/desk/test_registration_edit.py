"""Changing one thing of a registration: what follows for seats, links, letters and the log."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.desk import registration_edit as edit
from eventapp.domain.desk.registration_edit import NoSeatThere
from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.question import RegistrationQuestionText, change_question
from eventapp.domain.record.audit import NOT_STORED
from eventapp.domain.record.history import list_history
from eventapp.domain.registration import link, ticket
from eventapp.domain.registration.cancellation import AlreadyCancelled, cancel
from eventapp.domain.registration.registration import Affiliation, AlreadyRegistered
from eventapp.extensions import db
from eventapp.models import (
    Badge,
    Event,
    Job,
    JobKind,
    JobState,
    Organisation,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Visibility,
)
from tests.builders import NOON, a_queue, a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")

Verb = Callable[..., None]
EDITS: list[tuple[Verb, Any, str]] = [
    (edit.rename_person, "Åsa Lund", "name"),
    (edit.edit_role, "utredare", "role"),
    (edit.edit_language, "en", "language"),
    (edit.edit_badge, Badge.NONE, "badge"),
    (edit.edit_visibility, Visibility.LIMITED, "visibility"),
]


def by(registration: Registration, **more: Any) -> dict[str, Any]:
    return {"version": registration.version, "actor": "acc", "now": NOON, **more}


def affiliation(organisation: Organisation) -> Affiliation:
    return Affiliation(organisation.name, organisation.id, (organisation.id,))


def letters(registration: Registration, kind: JobKind) -> list[Job]:
    jobs = db.session.scalars(select(Job).where(Job.kind == kind))
    return [job for job in jobs if job.payload["registration_id"] == registration.id]


@pytest.mark.parametrize(("verb", "value", "field"), EDITS)
def test_each_change_is_logged_with_before_and_after(verb: Verb, value: Any, field: str) -> None:
    registration = a_registration(an_event())
    before, version = getattr(registration, field), registration.version

    verb(registration, value, **by(registration))

    (entry, *_) = list_history(registration)
    assert getattr(registration, field) == value
    assert registration.version == version + 1
    assert (entry.before.get(field) or "", entry.after[field]) == (before, value)


@pytest.mark.parametrize(("verb", "value", "_field"), EDITS)
def test_a_stale_page_and_a_cancelled_registration_change_nothing(
    verb: Verb, value: Any, _field: str
) -> None:
    registration = a_registration(an_event())
    with pytest.raises(StaleVersion):
        verb(registration, value, **by(registration, version=registration.version - 1))
    cancel(registration, now=NOON)
    with pytest.raises(AlreadyCancelled):
        verb(registration, value, **by(registration))


def test_another_address_ends_link_ticket_and_feed_and_brings_a_letter() -> None:
    registration = a_registration(an_event())
    personal, feed = link.personal_token(registration), link.agenda_token(registration)
    code = ticket.current_code(registration)
    (failed,) = letters(registration, JobKind.REGISTRATION_MAIL)
    failed.state = JobState.FAILED

    edit.move_to_address(registration, "new@town.example", **by(registration))

    assert registration.email == "new@town.example"
    assert link.find_by_personal_token(personal) is None
    assert link.find_by_agenda_token(feed) is None
    assert link.find_by_personal_token(link.personal_token(registration)) is registration
    assert ticket.current_code(registration) != code
    assert len(letters(registration, JobKind.LOST_LINK_MAIL)) == 1
    db.session.refresh(failed)
    assert failed.state is JobState.DISCARDED


def test_the_same_address_again_changes_nothing() -> None:
    registration = a_registration(an_event())
    edit.move_to_address(registration, registration.email, **by(registration))

    assert letters(registration, JobKind.LOST_LINK_MAIL) == []


def test_nobody_takes_anothers_name_and_address() -> None:
    event = an_event()
    a_registration(event, name="Åsa Ek", email="asa@town.example")
    other = a_registration(event, name="Åsa Ek", email="other@town.example")

    with pytest.raises(AlreadyRegistered):
        edit.move_to_address(other, "asa@town.example", **by(other))


def ask(event: Event, code: str, kind: QuestionKind, **facts: Any) -> RegistrationQuestion:
    question = RegistrationQuestion(
        event_id=event.id, code=code, kind=kind, label={"sv": f"Om {code}?"}, **facts
    )
    db.session.add(question)
    db.session.flush()
    return question


def test_the_history_names_the_question_with_the_answer_before_and_now() -> None:
    event = an_event()
    hotels = [{"value": "o1", "label": {"sv": "Norr"}}, {"value": "o2", "label": {"sv": "Söder"}}]
    ask(event, "q1", QuestionKind.YES_NO)
    ask(event, "q2", QuestionKind.CHOICES, options=hotels)
    registration = a_registration(event, answers={"q1": "yes", "q2": "o1"})

    edit.edit_answer(registration, "q2", "o1 o2", **by(registration))
    edit.edit_answer(registration, "q1", "", **by(registration))

    assert registration.answers == {"q2": "o1 o2"}
    latest, earlier = list_history(registration)[:2]
    assert (latest.before, latest.after) == (
        {"answer:q1:Om q1?": "yes"},
        {"answer:q1:Om q1?": None},
    )
    assert earlier.before == {"answer:q2:Om q2?": "Norr"}
    assert earlier.after == {"answer:q2:Om q2?": "Norr, Söder"}


def test_free_text_and_what_is_deleted_on_a_day_never_enter_the_log() -> None:
    event = an_event()
    ask(event, "q1", QuestionKind.TEXT)
    ask(event, "q2", QuestionKind.LINE)
    ask(event, "q3", QuestionKind.YES_NO, delete_on=NOON.date())
    registration = a_registration(event, answers={"q1": "hemligt", "q3": "yes"})

    for code, answer in (("q1", "annat"), ("q2", "mer"), ("q3", "no"), ("gone", "x")):
        edit.edit_answer(registration, code, answer, **by(registration))

    entries = list_history(registration)[:4]
    assert [entry.before for entry in entries] == [{}] * 4
    assert {value for entry in entries for value in entry.after.values()} == {NOT_STORED}
    names = [name for entry in entries for name in entry.after]
    assert names == ["answers", *(f"answer:q{n}:Om q{n}?" for n in (3, 2, 1))]


def test_a_first_day_of_deletion_takes_the_answers_out_of_the_log() -> None:
    event = an_event()
    first = ask(event, "q1", QuestionKind.YES_NO)
    ask(event, "q11", QuestionKind.YES_NO)
    registration = a_registration(event, answers={"q1": "yes", "q11": "yes"})
    edit.edit_answer(registration, "q1", "no", **by(registration))
    edit.edit_answer(registration, "q11", "no", **by(registration))
    text = RegistrationQuestionText(first.kind, first.label, delete_on=NOON.date())

    change_question(event, first, text, version=1, actor="organizer", now=NOON)

    db.session.expire_all()
    assert [bool(entry.after) for entry in list_history(registration)[:2]] == [True, False]


def test_an_answer_takes_along_those_to_questions_that_are_then_not_asked() -> None:
    event = an_event()
    for code, condition in (("hotel", {}), ("night", {"question": "hotel", "value": "yes"})):
        yes_no = {"kind": QuestionKind.YES_NO, "label": {"sv": code}, "condition": condition}
        db.session.add(RegistrationQuestion(event_id=event.id, code=code, **yes_no))
    registration = a_registration(event, answers={"hotel": "yes", "night": "yes", "bus": "no"})

    edit.edit_answer(registration, "hotel", "no", **by(registration))

    assert registration.answers == {"hotel": "no", "bus": "no"}


def test_whoever_moves_takes_a_seat_of_the_other_organisation_and_frees_their_own() -> None:
    old, new = an_organisation(), an_organisation()
    event = an_event(seats=2, reserved={old: 1, new: 1})
    mover = a_registration(event, organisation=old)
    (waiting,) = a_queue(event, 1, organisation=old)

    edit.move_to_organisation(mover, affiliation(new), **by(mover))

    assert mover.organisation_name == new.name
    assert mover.delegation_id != waiting.delegation_id
    assert waiting.state is RegistrationState.CONFIRMED


def test_without_a_seat_there_moving_takes_a_reason() -> None:
    full, own = an_organisation(), an_organisation()
    event = an_event(seats=2, reserved={full: 1, own: 1})
    a_registration(event, organisation=full)
    mover = a_registration(event, organisation=own)

    with pytest.raises(NoSeatThere):
        edit.move_to_organisation(mover, affiliation(full), **by(mover))
    edit.move_to_organisation(mover, affiliation(full), **by(mover, reason="Ny tjänst"))

    assert mover.organisation_id == full.id
    assert list_history(mover)[0].reason == "Ny tjänst"
