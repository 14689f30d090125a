"""A question that is gone is said to be, to whoever had it open: nothing falls over."""

import pytest

from eventapp.domain.schedule.session_question.answer import propose_answer
from eventapp.domain.schedule.session_question.locked_question import QuestionTakenBack
from eventapp.domain.schedule.session_question.moderation import publish_question
from eventapp.domain.schedule.session_question.withdrawal import take_back_question, take_name_off
from eventapp.extensions import db
from eventapp.models import SessionQuestion
from tests.builders import NOON, a_registration, an_event
from tests.builders.session_question import a_lecture, a_question, published

pytestmark = pytest.mark.usefixtures("app")
ACT = {"actor": "organizer", "now": NOON}


def test_whoever_still_has_it_open_is_told() -> None:
    event = an_event()
    session = a_lecture(event)
    asker = a_registration(event)
    question = published(a_question(asker, session), event)
    speaker = session.appearances[0].speaker
    version = question.version
    opened = db.session.get_one(SessionQuestion, question.id)
    db.session.delete(opened)
    db.session.flush()
    for late in (
        lambda: propose_answer(event, question, "Ja.", speaker=speaker, version=version, now=NOON),
        lambda: publish_question(event, question, "När?", version=version, **ACT),
        lambda: take_back_question(asker, question, version=version, now=NOON),
        lambda: take_name_off(asker, question, now=NOON),
    ):
        with pytest.raises(QuestionTakenBack):
            late()
