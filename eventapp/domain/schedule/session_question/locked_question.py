"""Locking a question to a lecturer: whoever asked may have taken it back in the meantime."""

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Event, SessionQuestion


class QuestionTakenBack(Refusal):
    """Whoever asked it does not ask it any more."""

    code = "session-question-taken-back"
    sentence = _l("Whoever asked the question has taken it back. What you wrote was not saved.")


def lock_question(event: Event, question: SessionQuestion, version: int | None = None) -> Event:
    """Lock the event and read the question again. Raises QuestionTakenBack.

    Raises StaleVersion where it has another version than this, if one is said.
    """
    number = question.id
    event = locking.lock_event(event).event
    if db.session.get(SessionQuestion, number, populate_existing=True) is None:
        raise QuestionTakenBack
    if version is not None:
        check_version(question, version)
    return event
