"""What was prepared around the schedule starts anew in a copy."""

import pytest

from eventapp.domain.event.copy.event_copy import CopyPart
from eventapp.models import EventLetter, LetterState, Survey, SurveyState
from tests.builders import DAY
from tests.builders.event import a_copy
from tests.builders.event_copy import a_full_event, rows

pytestmark = pytest.mark.usefixtures("app")


def test_letters_and_surveys_are_drafts_without_people() -> None:
    event = a_full_event()
    copy = a_copy(event, event.starts_at + 364 * DAY, parts=frozenset(CopyPart))

    (letter,) = rows(EventLetter, copy)
    assert (letter.state, letter.sends_at, letter.last_id) == (LetterState.DRAFT, None, 0)
    assert letter.audience == {"to": "waiting"}  # and no name that was looked for
    (survey,), (before,) = rows(Survey, copy), rows(Survey, event)
    assert survey.state is SurveyState.DRAFT
    assert survey.opens_at == before.opens_at + 364 * DAY
    assert [row.code for row in survey.questions] == [row.code for row in before.questions]
    days = [row.settings["first_day"] for row in survey.questions if "first_day" in row.settings]
    assert days
    assert not set(days) & {row.settings.get("first_day") for row in before.questions}
