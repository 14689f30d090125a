"""An event with one of everything that a copy may take along."""

from datetime import date

from sqlalchemy import select

from eventapp.domain.letter.audience import AudienceGroup, LetterAudience
from eventapp.extensions import db
from eventapp.models import (
    Audience,
    Event,
    EventLetter,
    LetterState,
    Material,
    QuestionKind,
    RegistrationQuestion,
    Session,
    SessionSpeaker,
    Speaker,
    SurveyState,
)
from tests.builders import NOON, a_registration, a_session, an_event, an_organisation
from tests.builders.survey import a_draft


def a_file(event: Event, session: Session | None = None, **facts: object) -> Material:
    """A file of the event or its session."""
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
    """A letter to those who wait and bear a certain name."""
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
    """The event's rows of this table."""
    return list(db.session.scalars(select(model).where(model.event_id == event.id)))
