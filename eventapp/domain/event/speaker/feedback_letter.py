"""Telling speakers that what participants thought of their sessions can be read.

It is promised when a session's answers are complete, whatever they are; whether anything may be
shown is asked when the letter is written.
"""

from datetime import datetime

from eventapp.domain import outbox
from eventapp.domain.outbox import Promise
from eventapp.domain.schedule.session_question.notification import list_reachable, next_morning
from eventapp.domain.schedule.speaker_link import number_of
from eventapp.models import JobKind, Survey


def promise_feedback_letters(survey: Survey, *, now: datetime) -> None:
    """Promise one letter for the next morning, also where several sessions are complete by then."""
    if survey.session_id is None:
        return
    due_at = next_morning(survey.event, now=now)
    outbox.post_many(
        [
            Promise(
                JobKind.SPEAKER_FEEDBACK_MAIL,
                f"speaker-feedback:{address.code}:{address.link_revision}:{due_at:%Y%m%d}",
                due_at,
                {"speaker_address_id": address.id, "link": number_of(address)},
            )
            for address in list_reachable(survey.session_id)
        ],
        now=now,
    )
