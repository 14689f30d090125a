"""What is done for surveys: mails by promise; opening to clearing away by the clock."""

import time
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from eventapp import transactions
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.outbox import Lease
from eventapp.domain.record.audit import SYSTEM
from eventapp.domain.registration.invitation import CalendarTurn
from eventapp.domain.survey import asking, letter, mixing, retention, sweeping
from eventapp.domain.survey import survey as surveys
from eventapp.extensions import db
from eventapp.mail import survey as letters
from eventapp.mail.message import Letter
from eventapp.models import Survey, SurveyState

MIX_EVERY = timedelta(hours=1)
TURN = timedelta(minutes=5)
PAUSE = 0.01  # seconds
SWEEPS = 20
Attended = Callable[[int], Collection[int]]


def survey_mail(leased: Lease, _turn: CalendarTurn | None) -> Letter | None:
    """The question, with the link; nothing if the link has been used or the survey closed."""
    opened = letter.open_letter(leased.payload["letter"])
    return letters.ask(opened, leased.message_id) if opened else None


def survey_reminder_mail(leased: Lease, _turn: CalendarTurn | None) -> Letter | None:
    """The only reminder; nothing if the link has been used or the survey closed."""
    opened = letter.open_letter(leased.payload["letter"])
    return letters.remind(opened, leased.message_id) if opened else None


def forget_letter(leased: Lease) -> None:
    """Delete the letter: nothing is left that leads from the person to the link."""
    letter.forget(leased.payload["letter"])


def forget_letter_without_reminder(leased: Lease) -> None:
    """Delete the letter, unless a reminder is to be sent with the same link."""
    survey = letter.survey_of(leased.payload["letter"])
    if survey and (survey.reminds_at is None or survey.reminded):
        letter.forget(leased.payload["letter"])


def keep(*, now: datetime, attended: Attended = attended_registration_ids) -> None:
    """Tend each survey whose time has come, in short transactions. Safe with many workers."""
    with transactions.reading():
        due = surveys.list_to_tend(now=now)
        db.session.rollback()
    for survey_id in due:
        tend(survey_id, now=now, attended=attended)


def tend(survey_id: int, *, now: datetime, attended: Attended) -> None:
    """Open, ask, remind, close, mix and clear one survey, as far as it is time."""
    survey = surveys.hold(survey_id)
    if survey is None:
        db.session.rollback()
        return
    _advance(survey, now=now, attended=attended)
    mixes = _is_time_to_mix(survey, now=now)
    if mixes:
        survey.mixed_at = now  # a turn: other workers leave the survey alone meanwhile
    clears = retention.is_due(survey, now=now)
    db.session.commit()
    if mixes:
        mix(survey_id)
    while clears:
        surveys.hold(survey_id)
        clears = retention.forget_some_links(survey_id)
        db.session.commit()
        pause()


def mix(survey_id: int) -> None:
    """Mix answers and tokens: many short transactions, between which others get their turn."""
    steps = mixing.steps(survey_id)
    try:
        while step := _next(steps):
            step()
            db.session.commit()
            pause()
    except mixing.Overtaken:
        db.session.rollback()
    for _try in range(SWEEPS):
        if sweeping.sweep_up():
            break
        pause()


def pause() -> None:
    """Let others in: whoever asks for the lock again at once would get it again."""
    time.sleep(PAUSE)


def _next(steps: Iterator[mixing.Step]) -> mixing.Step | None:
    """The next step, made ready without the lock."""
    with transactions.reading():
        step = next(steps, None)
        db.session.rollback()
    return step


def _advance(survey: Survey, *, now: datetime, attended: Attended) -> None:
    if survey.state is SurveyState.READY and survey.opens_at <= now < survey.closes_at:
        came = attended(survey.event_id)
        if len(came) >= survey.min_group:
            surveys.open_for(survey, came, now=now, actor=SYSTEM)
    elif survey.state is SurveyState.OPEN and survey.closes_at <= now:
        surveys.close(survey, now=now, actor=SYSTEM)
    elif survey.state is SurveyState.OPEN:
        asking.ask(survey, attended(survey.event_id), now=now)
        if survey.reminds_at and survey.reminds_at <= now and not survey.reminded:
            asking.remind(survey, now=now)


def _is_time_to_mix(survey: Survey, *, now: datetime) -> bool:
    """At closing at once; while open every hour, counted from whatever was mixed last.

    Of a closed survey whose mixing has not come to its end: when whoever began must have died.
    """
    since = survey.mixed_at or survey.opens_at
    if survey.state is SurveyState.CLOSED:
        begun = survey.mixed_at is not None and survey.mixed_at >= survey.closes_at
        return not survey.complete and not (begun and now - since < TURN)
    return survey.state is SurveyState.OPEN and now - since >= MIX_EVERY
