"""Mail to those who have asked a lecturer something: what was answered."""

from eventapp.addresses import absolute
from eventapp.documents import markdown
from eventapp.domain.registration import link
from eventapp.domain.site.site import shown_site
from eventapp.mail.message import Letter, compose
from eventapp.mail.own_words import find_own_words
from eventapp.models import BuiltInLetter, Registration, SessionQuestion


def answered(registration: Registration, question: SessionQuestion, message_id: str) -> Letter:
    """The question as everybody reads it, the answer, and the asker's own page."""
    event = registration.event
    letter = compose(
        "registration/question_answered",
        to=registration.email,
        language=registration.language,
        message_id=message_id,
        registration=registration,
        event=event,
        question=question,
        html_answer=markdown.page_html(question.answer),
        text_answer=markdown.plain_text(question.answer),
        own_words=find_own_words(BuiltInLetter.QUESTION_ANSWERED, registration),
        questions_url=absolute(
            "participant.session_question.index", token=link.personal_token(registration)
        ),
    )
    letter.reply_to = event.contact_email or shown_site()["contact_email"]
    return letter
