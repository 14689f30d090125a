"""The worker's jobs for surveys: mails, and what is done by the clock, from opening to cleanup."""

import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.event.speaker.feedback_letter import promise_feedback_letters
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.survey import cleanup, letter, mixing, retention, session_feedback, timetable
from eventapp.domain.survey.audience import Attended
from eventapp.extensions import db
from eventapp.mail import survey as letters
from eventapp.mail.message import Letter

PAUSE_SECONDS = 0.01
PURGE_ATTEMPTS = 20


def survey_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The question, with the link; nothing if the link has been used or the survey closed."""
    opened = letter.unseal_letter(leased.payload["letter"])
    return letters.ask(opened, leased.message_id) if opened else None


def survey_reminder_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The only reminder; nothing if the link has been used or the survey closed."""
    opened = letter.unseal_letter(leased.payload["letter"])
    return letters.remind(opened, leased.message_id) if opened else None


def delete_letter(leased: Lease) -> None:
    """Delete the letter: nothing is left that leads from the person to the link."""
    letter.delete_letter(leased.payload["letter"])


def delete_letter_without_reminder(leased: Lease) -> None:
    """Delete the letter, unless a reminder is to be sent with the same link."""
    survey = letter.survey_of(leased.payload["letter"])
    if survey and (survey.reminds_at is None or survey.reminded):
        letter.delete_letter(leased.payload["letter"])


def run_due(*, now: datetime, attended: Attended = attended_registration_ids) -> None:
    """Tend each survey whose time has come, in short transactions. Safe with many workers."""
    with transactions.reading(db.session):
        ended = session_feedback.list_ended(now=now)
        due = timetable.list_due(now=now)
    for session_id in ended:
        session_feedback.ask_about(session_id, now=now)
        db.session.commit()
    for survey_id in due:
        run_survey(survey_id, now=now, attended=attended)


def run_survey(survey_id: int, *, now: datetime, attended: Attended) -> None:
    """Do for one survey what it is time for, then the long work that is due."""
    work = timetable.advance(survey_id, now=now, attended=attended)
    db.session.commit()
    if work.mixing:
        mix(survey_id)
    more = work.forgetting_links
    while more:
        more = retention.delete_some_links(survey_id)
        db.session.commit()
        pause()


def mix(survey_id: int) -> None:
    """Mix answers and tokens: many short transactions, between which others get their turn."""
    steps = mixing.mixing_steps(survey_id, partial(promise_feedback_letters, now=utcnow()))
    try:
        while step := _next(steps):
            step()
            db.session.commit()
            pause()
    except mixing.MixingOvertaken:
        db.session.rollback()
    for _attempt in range(PURGE_ATTEMPTS):
        if cleanup.purge_old_versions():
            break
        pause()


def pause() -> None:
    """Wait, so that others get the lock: asking again at once would win it again."""
    time.sleep(PAUSE_SECONDS)


def _next(steps: Iterator[mixing.Step]) -> mixing.Step | None:
    """The next step, made ready without the lock."""
    with transactions.reading(db.session):
        return next(steps, None)
