"""Asking a lecturer: who may, about what, and what is left when somebody is erased."""

import pytest
from sqlalchemy import select

from eventapp.domain.record.disposal import delete_registrations
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.registration_copy import copy_of
from eventapp.domain.schedule.release import store_release
from eventapp.domain.schedule.session_question.answer import list_published
from eventapp.domain.schedule.session_question.ask import (
    WAITING_MAX,
    SessionTakesNoQuestion,
    TooManyQuestions,
    list_askable,
    list_own_questions,
)
from eventapp.domain.schedule.session_question.moderation import set_taking
from eventapp.extensions import db
from eventapp.models import AuditEntry, Session, SessionKind, SessionQuestion, Visibility
from tests.builders import HOUR, NOON, a_registration, a_session, an_event
from tests.builders.session_question import a_lecture, a_question, published

pytestmark = pytest.mark.usefixtures("app")


def codes_of(sessions: list[object]) -> set[str]:
    return {session.code for session in sessions}  # type: ignore[attr-defined]


def test_those_with_a_place_may_ask_and_nobody_else() -> None:
    event = an_event(seats=2)
    for_all = a_lecture(event)
    chosen = a_lecture(event, kind=SessionKind.CHOICE, starts_at=event.starts_at + HOUR)
    full = a_lecture(event, kind=SessionKind.CHOICE, seats=0, starts_at=event.starts_at + 2 * HOUR)
    a_session(event)  # nobody speaks there
    store_release(event, actor="organizer", now=NOON)
    chooser = a_registration(event, sessions=(chosen, full))
    other, waiting = a_registration(event), a_registration(event)

    assert codes_of(list_askable(chooser)) == {for_all.code, chosen.code}
    assert codes_of(list_askable(other)) == {for_all.code}
    assert list_askable(waiting) == []
    for person, session in ((other, chosen), (chooser, full), (waiting, for_all)):
        with pytest.raises(SessionTakesNoQuestion):
            a_question(person, session)

    set_taking(event, takes=False, actor="o", now=NOON)
    with pytest.raises(SessionTakesNoQuestion):
        a_question(chooser, for_all)
    set_taking(event, takes=True, actor="o", now=NOON)
    assert a_question(chooser, for_all).registration is chooser
    cancel(chooser, now=NOON)
    with pytest.raises(SessionTakesNoQuestion):
        a_question(chooser, for_all)


def test_the_same_words_are_one_question_and_a_sixth_waits() -> None:
    event = an_event()
    session, asker = a_lecture(event), a_registration(event)

    assert a_question(asker, session) is a_question(asker, session)
    for number in range(1, WAITING_MAX):
        a_question(asker, session, f"Fråga {number}?")
    with pytest.raises(TooManyQuestions):
        a_question(asker, session, "En till?")
    published(list_own_questions(asker)[0], event)
    a_question(asker, session, "En till?")


def test_the_log_does_not_say_who_asked() -> None:
    event = an_event()
    session, asker = a_lecture(event), a_registration(event)
    before = len(db.session.scalars(select(AuditEntry.id)).all())

    question = a_question(asker, session)
    assert len(db.session.scalars(select(AuditEntry.id)).all()) == before

    published(question, event)
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert last.subject_kind == "event"
    assert asker.code not in str(last.details)


def test_a_name_stands_there_only_for_those_who_want_it_and_take_part() -> None:
    event = an_event()
    session = a_lecture(event)
    shy, limited = a_registration(event), a_registration(event, visibility=Visibility.LIMITED)
    proud = a_registration(event, name="Stolta Sten")
    for person in (shy, limited, proud):
        named = person is not shy
        published(a_question(person, session, names_asker=named), event)

    assert [bool(shown.asker) for shown in list_published(event, session.code)] == [
        False,
        False,
        True,
    ]
    assert list_published(event, session.code)[2].asker.startswith("Stolta Sten")
    cancel(proud, now=NOON)
    assert {shown.asker for shown in list_published(event, session.code)} == {""}


def test_erasing_a_person_leaves_what_is_published_and_not_whose_it_was() -> None:
    event = an_event()
    session, asker = a_lecture(event), a_registration(event)
    a_question(asker, session, "Väntar Anna?")
    read = published(a_question(asker, session, "Vad sa Bo?", names_asker=True), event, "Vad sas?")
    copied = copy_of(asker)["questions_to_lecturers"]
    assert {(row["text"], row["state"]) for row in copied} == {
        ("Väntar Anna?", "waiting"),
        ("Vad sa Bo?", "published"),
    }
    revision = event.revision

    delete_registrations([asker.id])
    db.session.expire_all()

    (left,) = db.session.scalars(select(SessionQuestion))
    assert (left.code, left.text, left.registration_id) == (read.code, "Vad sas?", None)
    assert not left.names_asker
    assert event.revision > revision
    assert [shown.text for shown in list_published(event, session.code)] == ["Vad sas?"]
    assert db.session.get(Session, session.id)
