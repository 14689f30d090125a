"""What was prepared around the schedule: questions, letters, delegations, surveys."""

from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import selectinload

from eventapp.domain.event.copy.move import Move, values_of
from eventapp.extensions import db
from eventapp.models import (
    AutomaticLetter,
    Delegation,
    Event,
    EventLetter,
    LetterKind,
    LetterState,
    LetterWording,
    Organisation,
    RegistrationQuestion,
    Survey,
    SurveyQuestion,
)

QUESTION_FIELDS = (
    *("code", "kind", "label", "hint", "options", "required", "choices_max", "none_option"),
    *("condition", "purpose", "position"),
)
TEXT_FIELDS = ("subject", "body", "subject_en", "body_en")
LETTER_FIELDS = (*TEXT_FIELDS, "about_place", "actor", "created_at", "saved_at")
TIMETABLE_FIELDS = ("kind", "active", "days", "minute", *TEXT_FIELDS)
SURVEY_FIELDS = ("title", "intro", "language", "mode", "min_group", "breakdown")
SURVEY_QUESTION_FIELDS = (
    *("code", "kind", "text", "hint", "position", "page", "required"),
    *("choice_list", "statement_list"),
)
DAYS_OF_DATES = ("first_day", "last_day")


def copy_questions(event: Event, copy: Event, move: Move) -> None:
    """Copy the questions of the form, and how many places their options have."""
    for question in event.questions:
        deletes_on = move.day(question.delete_on) if question.delete_on else None
        values = values_of(question, QUESTION_FIELDS)
        copy.questions.append(RegistrationQuestion(**values, delete_on=deletes_on))
    copy.option_limits = dict(event.option_limits)


def copy_automatic_letters(event: Event, copy: Event, _move: Move) -> None:
    """Copy when letters go by themselves, whether, and all words of the event's own."""
    for row in db.session.scalars(
        select(AutomaticLetter).where(AutomaticLetter.event_id == event.id)
    ):
        db.session.add(AutomaticLetter(event_id=copy.id, **values_of(row, TIMETABLE_FIELDS)))
    for wording in db.session.scalars(select(LetterWording).where(is_wording_to_copy(event))):
        values = values_of(wording, ("kind", *TEXT_FIELDS))
        db.session.add(LetterWording(event_id=copy.id, **values))


def copy_written_letters(event: Event, copy: Event, _move: Move) -> None:
    """Copy what organizers wrote, as drafts to the same group; who wrote them, and when, stays.

    What narrowed the group is left: it may hold names, and answers to questions of last time.
    """
    for row in db.session.scalars(
        select(EventLetter).where(is_letter_to_copy(event)).order_by(EventLetter.id)
    ):
        audience = {"to": row.audience["to"]} if "to" in row.audience else {}
        values = values_of(row, LETTER_FIELDS)
        db.session.add(EventLetter(event_id=copy.id, audience=audience, **values))


def copy_delegations(event: Event, copy: Event, _move: Move) -> None:
    """Reserve as many seats for the same organisations, without their people."""
    for row in db.session.scalars(select(Delegation).where(is_delegation_to_copy(event))):
        values = values_of(row, ("organisation_id", "reserved_seats"))
        db.session.add(Delegation(event_id=copy.id, **values))


def copy_surveys(event: Event, copy: Event, move: Move) -> None:
    """Copy the surveys as drafts, without answers. Raises NoSuchTime."""
    originals = (
        select(Survey).where(is_survey_to_copy(event)).options(selectinload(Survey.questions))
    )
    for original in db.session.scalars(originals.order_by(Survey.id)):
        opens_at, closes_at = move.span(original.opens_at, original.closes_at)
        survey = Survey(
            event_id=copy.id,
            **values_of(original, SURVEY_FIELDS),
            opens_at=opens_at,
            closes_at=closes_at,
            reminds_at=move.value(original.reminds_at),
        )
        survey.questions = [_copy_question(row, move) for row in original.questions]
        db.session.add(survey)


def is_survey_to_copy(event: Event) -> ColumnElement[bool]:
    """Whether a survey is of the event itself: not of a session, and no follow-up of its answers.

    Feedback about sessions is asked for anew.
    """
    return and_(Survey.event_id == event.id, Survey.session_id.is_(None), Survey.follows == "")


def is_letter_to_copy(event: Event) -> ColumnElement[bool]:
    """Whether a letter of the event was written by somebody, and not stopped."""
    return and_(
        EventLetter.event_id == event.id,
        EventLetter.kind == LetterKind.WRITTEN,
        EventLetter.state != LetterState.STOPPED,
    )


def is_wording_to_copy(event: Event) -> ColumnElement[bool]:
    """Whether the event has words of its own for a built-in letter."""
    return and_(LetterWording.event_id == event.id, LetterWording.subject != "")


def is_delegation_to_copy(event: Event) -> ColumnElement[bool]:
    """Whether the organisation of an event's delegation is still in use."""
    in_use = Delegation.organisation.has(Organisation.ended_on.is_(None))
    return and_(Delegation.event_id == event.id, in_use)


def _copy_question(original: SurveyQuestion, move: Move) -> SurveyQuestion:
    settings = dict(original.settings)
    for name in DAYS_OF_DATES:
        if name in settings:
            settings[name] = move.day(date.fromisoformat(settings[name])).isoformat()
    return SurveyQuestion(**values_of(original, SURVEY_QUESTION_FIELDS), settings=settings)
