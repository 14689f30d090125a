"""Mails about a survey: the invitation, and one reminder. Thanks are on the page itself."""

from eventapp.addresses import address
from eventapp.domain.survey.letter import UnsealedLetter
from eventapp.mail.message import Letter, compose
from eventapp.mail.own_words import find_own_words
from eventapp.models import BuiltInLetter


def ask(opened: UnsealedLetter, message_id: str) -> Letter:
    """Ask for an answer, with the link that opens the survey once."""
    return _about(opened, "survey/ask", BuiltInLetter.SURVEY, message_id)


def remind(opened: UnsealedLetter, message_id: str) -> Letter:
    """Ask once more, with the same link."""
    return _about(opened, "survey/remind", BuiltInLetter.SURVEY_REMINDER, message_id)


def _about(opened: UnsealedLetter, template: str, kind: BuiltInLetter, message_id: str) -> Letter:
    return compose(
        template,
        to=opened.registration.email,
        language=opened.registration.language,
        message_id=message_id,
        survey=opened.survey,
        event=opened.survey.event,
        questions=len(opened.survey.questions),
        own_words=find_own_words(kind, opened.registration),
        url=address(f"/surveys/{opened.token}"),
        privacy_url=address("/privacy"),
    )
