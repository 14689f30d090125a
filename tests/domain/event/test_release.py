"""Releasing a schedule: seats and sign-up of the draft act from then on, and only then."""

import pytest
from sqlalchemy import select

from eventapp.domain.event.release import (
    SeatsBelowTaken,
    list_seat_changes,
    prepare_release,
    release_schedule,
)
from eventapp.domain.registration.form_content import load_form_content
from eventapp.domain.registration.session_choice import (
    UnknownSession,
    count_sessions,
    shown_choices,
)
from eventapp.domain.schedule import availability
from eventapp.domain.schedule.material import (
    MaterialText,
    UploadedFile,
    add_material,
    list_all_materials,
)
from eventapp.domain.schedule.materials.access import VISITOR, find_open, list_open
from eventapp.domain.schedule.session import SessionText, edit_session, list_sessions
from eventapp.extensions import db
from eventapp.models import (
    Audience,
    Availability,
    ChoiceState,
    Event,
    Job,
    JobKind,
    Session,
    SessionChoice,
    SessionKind,
)
from tests.builders import HOUR, NOON, a_registration, a_session, an_event
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")


def write(event: Event, session: Session, **other: object) -> None:
    """Save the session to the draft as an organizer does."""
    text = SessionText(
        **{
            "title": session.title,
            "kind": session.kind,
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
            "choice_group": session.choice_group,
            "seats": session.seats,
            **other,
        }
    )
    edit_session(event, session, text, version=session.version, actor="organizer", now=NOON)


def states(session: Session) -> list[str]:
    db.session.expire_all()
    choices = db.session.scalars(
        select(SessionChoice).where(SessionChoice.session_id == session.id)
    )
    return sorted(choice.state.value for choice in choices)


def place_mails() -> int:
    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.SESSION_PLACE_MAIL))
    return len(jobs.all())


def test_more_seats_in_a_draft_give_nobody_a_seat_before_the_release() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    for _ in range(3):
        a_registration(event, sessions=(session,))
    assert states(session) == ["confirmed", "waitlisted", "waitlisted"]

    write(event, session, seats=2)
    assert states(session) == ["confirmed", "waitlisted", "waitlisted"]
    assert place_mails() == 0
    a_registration(event, sessions=(session,))
    assert states(session).count("confirmed") == 1

    (change,) = list_seat_changes(list_sessions(event))
    assert (change.before, change.after, change.taken, change.waiting) == (1, 2, 1, 3)
    assert (change.promoted, change.beyond) == (1, 0)

    release_schedule(event, actor="organizer", now=NOON)
    assert states(session) == ["confirmed", "confirmed", "waitlisted", "waitlisted"]
    assert place_mails() == 1
    assert list_seat_changes(list_sessions(event)) == []


def test_fewer_seats_than_are_taken_are_released_only_for_a_reason() -> None:
    event = an_event()
    session = a_session(event, seats=3)
    for _ in range(3):
        a_registration(event, sessions=(session,))
    write(event, session, seats=1)
    assert list_seat_changes(list_sessions(event))[0].beyond == 2

    with pytest.raises(SeatsBelowTaken):
        release_schedule(event, actor="organizer", now=NOON)
    db.session.rollback()


def test_a_reason_lets_fewer_seats_be_released_and_nobody_loses_theirs() -> None:
    event = an_event()
    session = a_session(event, seats=3)
    for _ in range(3):
        a_registration(event, sessions=(session,))
    write(event, session, seats=1)
    release_schedule(event, actor="organizer", reason="Mindre sal", now=NOON)
    assert states(session) == ["confirmed"] * 3


def test_a_session_can_be_chosen_from_its_release_to_the_release_that_cancels_it() -> None:
    event = an_event()
    session = a_session(event, released=False, title="Vägar in")
    with pytest.raises(UnknownSession):
        count_sessions(event, [session.code])
    assert load_form_content(event.slug).groups == ()  # type: ignore[union-attr]

    release_schedule(event, actor="organizer", now=NOON)
    assert count_sessions(event, [session.code])[0].can_be_chosen

    write(event, session, cancelled=True, title="Nya vägar in", kind=SessionKind.PLENARY)
    assert count_sessions(event, [session.code])[0].can_be_chosen
    (group,) = load_form_content(event.slug).groups  # type: ignore[union-attr]
    assert [session.title for session in group.sessions] == ["Vägar in"]

    release_schedule(event, actor="organizer", now=NOON)
    with pytest.raises(UnknownSession):
        count_sessions(event, [session.code])


def test_a_new_time_in_a_draft_shows_nowhere_before_the_release() -> None:
    event = an_event()
    session = a_session(event)
    registration = a_registration(event, sessions=(session,))
    before = session.starts_at
    write(event, session, starts_at=before + HOUR, ends_at=before + 2 * HOUR)

    (choice,) = shown_choices(registration)
    assert (choice.session.starts_at, choice.state) == (before, ChoiceState.CONFIRMED)

    release_schedule(event, actor="organizer", now=NOON)
    assert shown_choices(registration)[0].session.starts_at == before + HOUR


def seat_words(event: Event) -> dict[str, Availability]:
    return availability.availability_by_session(event.id, now=NOON)


def test_seats_of_a_draft_are_not_in_the_words_for_seats_left() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    a_registration(event, sessions=(session,))
    assert seat_words(event) == {session.code: Availability.FULL}

    write(event, session, seats=None)
    assert seat_words(event) == {session.code: Availability.FULL}

    release_schedule(event, actor="organizer", now=NOON)
    assert seat_words(event) == {}
    assert session.availability is Availability.PLENTY


def test_a_material_of_a_session_that_is_only_a_draft_is_nobodys() -> None:
    event = an_event()
    session = a_session(event, released=False)
    text = MaterialText("Bilder", "sv", Audience.PUBLIC, session)
    upload = UploadedFile("bilder.pdf", "application/pdf", "0" * 64, 10)
    material = add_material(event, text, upload, actor="organizer", now=NOON)
    assert add_material(event, text, upload, actor="organizer", now=NOON) is material  # sent twice

    assert list_open(event, VISITOR, now=NOON) == []
    assert find_open(event, material.code, VISITOR, now=NOON) is None
    assert list_all_materials(event) == [material]

    release_schedule(event, actor="organizer", now=NOON)
    assert list_open(event, VISITOR, now=NOON) == [material]
    assert find_open(event, material.code, VISITOR, now=NOON) is material


def test_a_draft_that_was_prepared_is_read_again_where_it_has_changed_since() -> None:
    event = an_event()
    session = a_session(event, title="Först")
    prepared = prepare_release(event)
    write(event, session, title="Sedan")

    release = release_schedule(event, actor="organizer", prepared=prepared, now=NOON)

    assert [values["title"] for values in release.schedule["sessions"]] == ["Sedan"]
    assert session.released
    assert session.released["title"] == "Sedan"


def test_a_prepared_release_writes_many_sessions_in_few_statements() -> None:
    event = an_event()
    sessions = [a_session(event, code=f"s{number}") for number in range(30)]
    release_schedule(event, actor="organizer", now=NOON)
    sequences = [session.calendar_sequence for session in sessions]
    for session in sessions[1:]:
        session.starts_at += HOUR
        session.ends_at += HOUR
    prepared = prepare_release(event)

    with counted_statements() as sent:
        release_schedule(event, actor="organizer", prepared=prepared, now=NOON + HOUR)

    assert sum(text.startswith("UPDATE sessions") for text in sent) == 1
    assert len(sent) <= 20
    db.session.expire_all()
    rises = [s.calendar_sequence - before for s, before in zip(sessions, sequences, strict=True)]
    assert rises == [0] + [1] * 29
    assert {session.calendar_changed_at for session in sessions[1:]} == {NOON + HOUR}
    assert sessions[0].calendar_changed_at != NOON + HOUR
    assert all(s.released and s.released["starts_at"] == s.starts_at.isoformat() for s in sessions)
