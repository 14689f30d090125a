"""Changing one thing of a registration: what follows for seats, links, letters and the log."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.desk import registration_edit as edit
from eventapp.domain.desk.registration_edit import NoSeatThere
from eventapp.domain.errors import StaleVersion
from eventapp.domain.record.audit import NOT_STORED
from eventapp.domain.record.history import list_history
from eventapp.domain.registration import link, ticket
from eventapp.domain.registration.cancellation import AlreadyCancelled, cancel
from eventapp.domain.registration.registration import Affiliation, AlreadyRegistered
from eventapp.extensions import db
from eventapp.models import (
    Badge,
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


def test_an_answer_is_changed_and_taken_away_and_the_log_holds_none() -> None:
    registration = a_registration(an_event(), answers={"fika": "yes", "bus": "no"})

    edit.edit_answer(registration, "fika", "no", **by(registration))
    edit.edit_answer(registration, "bus", "", **by(registration))

    assert registration.answers == {"fika": "no"}
    assert {NOT_STORED} == {
        value for entry in list_history(registration)[:2] for value in entry.after.values()
    }


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
