"""Copies of events: what they take along, moved by the clock on the wall, and what stays behind."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from eventapp.domain.event.copy.event_copy import CopyPart, count_parts, suggest_copy
from eventapp.domain.event.local_time import NoSuchTime
from eventapp.domain.letter.audience import AudienceGroup, LetterAudience
from eventapp.extensions import db
from eventapp.models import (
    Audience,
    Delegation,
    Event,
    EventLetter,
    EventState,
    LetterState,
    Material,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    Session,
    SessionSpeaker,
    Speaker,
    Survey,
    SurveyState,
)
from tests.builders import DAY, HOUR, NOON, a_registration, a_session, an_event, an_organisation
from tests.builders.event import a_copy
from tests.builders.survey import a_draft

pytestmark = pytest.mark.usefixtures("app")
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def a_file(event: Event, session: Session | None = None, **facts: object) -> Material:
    material = Material(
        event_id=event.id,
        session=session,
        title="Bilder",
        filename="bilder.pdf",
        media_type="application/pdf",
        checksum="c" * 64,
        size=3,
        created_at=NOON,
        **facts,
    )
    db.session.add(material)
    return material


def a_letter(event: Event, state: LetterState = LetterState.SENT) -> EventLetter:
    audience = LetterAudience(AudienceGroup.WAITING, {"q": ["Anna Ek"]}).stored()
    letter = EventLetter(
        event_id=event.id,
        audience=audience,
        subject="Parkering",
        body="Text",
        state=state,
        sends_at=NOON,
        last_id=7,
        actor="anna",
        created_at=NOON,
        saved_at=NOON,
    )
    db.session.add(letter)
    return letter


def a_full_event() -> Event:
    """One of everything that can be copied, and beside it what was cancelled or withdrawn."""
    event = an_event(
        reserved={an_organisation("Storköping"): 3, an_organisation("Avvecklad"): 2},
        record_number="Dnr 2027/1",
        title="Tryggare tillsammans 2027",
    )
    event.delegations[1].organisation.ended_on = date(2027, 1, 1)
    held, cancelled = a_session(event), a_session(event, cancelled=True)
    for name, session in (("Talar", held), ("Ställde in", cancelled), ("Utan pass", None)):
        speaker = Speaker(event_id=event.id, name=name)
        db.session.add(speaker)
        if session:
            session.appearances.append(SessionSpeaker(speaker=speaker))
    db.session.add(
        RegistrationQuestion(
            event_id=event.id,
            code="q1",
            kind=QuestionKind.YES_NO,
            label={"sv": "Kommer du med buss?"},
            delete_on=date(2027, 5, 1),
        )
    )
    event.option_limits = {"q1 yes": 5}
    for session in (held, cancelled, None):
        a_file(event, session, audience=Audience.CONFIRMED)
    a_file(event, withdrawn_at=NOON)
    a_letter(event)
    a_letter(event, LetterState.STOPPED)
    a_draft(event).state = SurveyState.CLOSED
    a_registration(event)
    db.session.flush()
    db.session.expire_all()
    return event


def rows(model: type, event: Event) -> list[object]:
    return list(db.session.scalars(select(model).where(model.event_id == event.id)))


def test_the_counts_say_what_comes_along_and_all_of_it_does() -> None:
    event = a_full_event()
    assert set(count_parts(event).values()) == {0, 1, 2}
    assert count_parts(event)[CopyPart.MATERIALS] == 2
    assert count_parts(event)[CopyPart.AUTOMATIC_LETTERS] == 0

    copy = a_copy(event, event.starts_at + 364 * DAY, parts=frozenset(CopyPart))

    assert count_parts(copy) == count_parts(event)
    assert copy.state is EventState.DRAFT
    assert sorted(speaker.name for speaker in rows(Speaker, copy)) == ["Talar", "Utan pass"]
    assert [row.reserved_seats for row in rows(Delegation, copy)] == [3]
    assert rows(Registration, copy) == []
    assert rows(RegistrationQuestion, copy)[0].delete_on == date(2028, 4, 29)
    assert copy.option_limits == {"q1 yes": 5}


def test_what_is_taken_starts_anew() -> None:
    event = a_full_event()
    copy = a_copy(event, event.starts_at + 364 * DAY, parts=frozenset(CopyPart))

    (letter,) = rows(EventLetter, copy)
    assert (letter.state, letter.sends_at, letter.last_id) == (LetterState.DRAFT, None, 0)
    assert letter.audience == {"to": "waiting"}
    (survey,), (before,) = rows(Survey, copy), rows(Survey, event)
    assert survey.state is SurveyState.DRAFT
    assert survey.opens_at == before.opens_at + 364 * DAY
    assert [row.code for row in survey.questions] == [row.code for row in before.questions]
    (session,) = rows(Session, copy)
    assert session.released is None
    assert {row.session_id for row in rows(Material, copy)} == {None, session.id}
    assert {row.audience for row in rows(Material, copy)} == {Audience.CONFIRMED}


def test_only_what_was_chosen_is_taken() -> None:
    event = a_full_event()
    for part in CopyPart:
        copy = a_copy(event, event.starts_at + DAY, parts={part})
        taken = {name for name, count in count_parts(copy).items() if count}
        assert taken == ({part} if count_parts(event)[part] else set())
    alone = a_copy(event, event.starts_at + DAY, parts={CopyPart.MATERIALS})
    assert [row.session_id for row in rows(Material, alone)] == [None]


def test_a_year_on_is_suggested_on_the_same_day_of_the_week() -> None:
    event = an_event(
        title="Tryggare tillsammans 2027",
        starts_at=datetime(2027, 5, 4, 7, tzinfo=UTC),
        ends_at=datetime(2027, 5, 4, 15, tzinfo=UTC),
    )
    suggested = suggest_copy(event)
    assert suggested.title == "Tryggare tillsammans 2028"
    assert f"{suggested.starts_at:%Y-%m-%d %H:%M %a}" == "2028-05-02 09:00 Tue"


def test_a_copy_keeps_the_times_of_day_across_the_clocks_change() -> None:
    event = an_event()
    session = a_session(event)
    assert session.starts_at == event.starts_at
    copy = a_copy(event, datetime(2027, 1, 12, 9, tzinfo=STOCKHOLM))
    (copied,) = rows(Session, copy)
    moved = copied.starts_at.astimezone(STOCKHOLM)
    assert f"{moved:%Y-%m-%d %H:%M}" == "2027-01-12 09:00"
    assert copied.released is None


def test_a_copy_whose_session_would_be_at_a_missing_time_is_refused() -> None:
    event = an_event(starts_at=datetime(2027, 3, 20, 20, tzinfo=STOCKHOLM))
    event.ends_at = event.starts_at + 12 * HOUR
    a_session(event, starts_at=datetime(2027, 3, 21, 2, 30, tzinfo=STOCKHOLM))
    with pytest.raises(NoSuchTime):
        a_copy(event, datetime(2027, 3, 27, 20, tzinfo=STOCKHOLM))
    db.session.rollback()
