"""Who a survey asks: those who came, those with a place, or those of one session."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Select, select

from eventapp.extensions import db
from eventapp.models import (
    Attendance,
    ChoiceState,
    Registration,
    RegistrationState,
    Session,
    SessionChoice,
    Survey,
    SurveyAudience,
)

# Who has come past the doors of an event, by their registrations.
Attended = Callable[[int], Collection[int]]


def find_asked(survey: Survey, attended: Attended) -> set[int]:
    """The registrations that the survey asks as things are now.

    Feedback about a session brings its own people, whoever came.
    """
    if survey.session_id is not None:
        return set(attended(survey.event_id))
    if survey.audience is SurveyAudience.PLACED:
        return set(db.session.scalars(_placed(survey.event_id)))
    came = set(attended(survey.event_id)) | set(db.session.scalars(_took_part(survey.event_id)))
    if survey.audience is SurveyAudience.CAME:
        return came
    return came & set(db.session.scalars(_seated(survey.event_id, survey.session_code)))


def list_sessions(survey: Survey) -> Sequence[tuple[str, str]]:
    """Code and title of each session of the event that people have seats in."""
    rows = db.session.execute(
        select(Session.code, Session.title)
        .where(Session.event_id == survey.event_id, Session.seats.is_not(None))
        .order_by(Session.starts_at, Session.id)
    )
    return [(row.code, row.title) for row in rows]


def _placed(event_id: int) -> Select[int]:
    return select(Registration.id).where(
        Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED
    )


def _took_part(event_id: int) -> Select[int]:
    """An online meeting has no doors: it is marked who took part."""
    marked = select(Attendance.registration_id).join(
        Registration, Registration.id == Attendance.registration_id
    )
    return marked.where(Registration.event_id == event_id)


def _seated(event_id: int, session_code: str) -> Select[int]:
    return (
        select(SessionChoice.registration_id)
        .join(Session, Session.id == SessionChoice.session_id)
        .where(
            Session.event_id == event_id,
            Session.code == session_code,
            SessionChoice.state == ChoiceState.CONFIRMED,
        )
    )
