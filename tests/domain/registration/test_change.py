"""Changing a registration: what was wished, once, and nothing that is not one's to change."""

import dataclasses

import pytest
from sqlalchemy import func, select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.record.history import list_history
from eventapp.domain.registration import care_need
from eventapp.domain.registration.cancellation import AlreadyCancelled, cancel
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.domain.registration.registration import RegistrationClosed
from eventapp.domain.registration.session_choice import (
    SessionEnded,
    SessionsCollide,
    UnknownSession,
)
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    Badge,
    CareNeed,
    ChoiceState,
    QuestionKind,
    RegistrationQuestion,
    Visibility,
)
from tests.builders import NOON, a_registration, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")

WISHES = RegistrationChange(
    name="Åsa Öström",
    role="samordnare",
    visibility=Visibility.LIMITED,
    badge=Badge.FIRST_NAME,
    answers={"dinner": "no"},
    needs=CareNeeds(diet="vegan", access="teckenspråkstolk"),
)


def test_the_registration_becomes_as_wished() -> None:
    registration = a_registration(an_event(), needs=CareNeeds(diet="laktosfritt"))

    change(registration, WISHES, version=1, now=NOON)
    db.session.flush()
    db.session.refresh(registration)

    assert (registration.name, registration.role) == ("Åsa Öström", "samordnare")
    assert (registration.visibility, registration.badge) == (Visibility.LIMITED, Badge.FIRST_NAME)
    assert registration.answers == {"dinner": "no"}
    assert care_need.decrypt_needs(registration) == WISHES.needs
    assert registration.version == 2


def test_taking_ones_needs_away_deletes_them() -> None:
    registration = a_registration(an_event(), needs=CareNeeds(diet="laktosfritt"))

    change(registration, dataclasses.replace(WISHES, needs=CareNeeds()), version=1, now=NOON)
    db.session.flush()

    assert db.session.scalar(select(func.count()).select_from(CareNeed)) == 0


def test_the_second_of_two_who_opened_the_same_page_is_told() -> None:
    registration = a_registration(an_event())
    change(registration, WISHES, version=1, now=NOON)

    with pytest.raises(StaleVersion):
        change(registration, dataclasses.replace(WISHES, name="Bo"), version=1, now=NOON)
    assert registration.name == "Åsa Öström"


def test_a_cancelled_registration_changes_no_more() -> None:
    registration = a_registration(an_event())
    cancel(registration, now=NOON)

    with pytest.raises(AlreadyCancelled):
        change(registration, WISHES, version=registration.version, now=NOON)


def test_nothing_changes_once_the_event_is_over() -> None:
    event = an_event()
    registration = a_registration(event)

    with pytest.raises(RegistrationClosed):
        change(registration, WISHES, version=1, now=event.ends_at)


def test_protected_is_never_lifted_by_what_a_form_says() -> None:
    registration = a_registration(an_event(), visibility=Visibility.PROTECTED)

    change(
        registration,
        dataclasses.replace(WISHES, visibility=Visibility.NORMAL),
        version=1,
        now=NOON,
    )

    assert registration.visibility is Visibility.PROTECTED


def test_what_a_change_cannot_be_is_refused_and_leaves_all_as_it_was() -> None:
    event = an_event()
    first, other = a_session(event), a_session(event)
    registration = a_registration(event, sessions=(first,))
    db.session.commit()
    collide = dataclasses.replace(WISHES, sessions=(first.code, other.code))
    unknown = dataclasses.replace(WISHES, sessions=("no-such",))

    for wishes, refusal in ((collide, SessionsCollide), (unknown, UnknownSession)):
        with pytest.raises(refusal):
            change(registration, wishes, version=1, now=NOON)
        db.session.rollback()

    assert [choice.session for choice in registration.choices] == [first]
    assert (registration.version, registration.role) == (1, "")


def test_a_session_that_is_kept_keeps_its_place_in_line() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    a_registration(event, sessions=(session,))
    waiting = a_registration(event, sessions=(session,))

    change(waiting, dataclasses.replace(WISHES, sessions=(session.code,)), version=1, now=NOON)

    assert [(c.state, c.queue_number) for c in waiting.choices] == [(ChoiceState.WAITLISTED, 1)]


def test_what_is_over_can_be_neither_left_nor_chosen() -> None:
    event = an_event()
    mine, other = a_session(event), a_session(event)
    later = a_session(event, starts_at=mine.ends_at)
    registration = a_registration(event, sessions=(mine,))
    wishes = dataclasses.replace(WISHES, sessions=(later.code,))

    change(registration, wishes, version=1, now=mine.ends_at)

    assert {choice.session for choice in registration.choices} == {mine, later}
    wishes = dataclasses.replace(WISHES, sessions=(other.code,))
    with pytest.raises(SessionEnded):
        change(registration, wishes, version=registration.version, now=mine.ends_at)


def test_the_change_is_logged_without_what_was_changed() -> None:
    registration = a_registration(an_event())

    change(registration, WISHES, version=1, now=NOON)

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "changed")).one()
    assert (entry.subject_code, entry.details, entry.reason) == (registration.code, {}, "")


def test_the_log_names_the_question_whose_answer_changed() -> None:
    event = an_event()
    for code in ("dinner", "bus"):
        question = {"code": code, "kind": QuestionKind.YES_NO, "label": {"sv": f"Med {code}?"}}
        db.session.add(RegistrationQuestion(event_id=event.id, **question))
    registration = a_registration(event, answers={"dinner": "yes", "bus": "no"})
    wishes = dataclasses.replace(WISHES, answers={"dinner": "no", "bus": "no"})

    change(registration, wishes, version=1, now=NOON)

    latest = list_history(registration)[0]
    answers = {name: value for name, value in latest.before.items() if name.startswith("answer")}
    assert answers == {"answer:dinner:Med dinner?": "yes"}
    assert latest.after["answer:dinner:Med dinner?"] == "no"
    assert not any("bus" in name for name in latest.after)
