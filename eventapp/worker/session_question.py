"""Mail to those who have asked a lecturer something."""

from eventapp.domain.letter.recipient import find_recipient
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.schedule.session_question.notification import find_answered
from eventapp.mail import session_question as letters
from eventapp.mail.message import Letter


def answer_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The answer; nothing where it was taken off the page, or the asker wants no letter now."""
    registration = find_recipient(leased.payload["registration_id"])
    if registration is None:
        return None
    question = find_answered(leased.payload["question_id"], registration.id)
    return letters.answered(registration, question, leased.message_id) if question else None
