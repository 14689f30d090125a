"""The standard survey by kind of event, a copy of an earlier survey, and the bank of questions."""

from flask import Flask

from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.template import list_bank
from eventapp.models import AttendanceMode, EventKind, Survey, SurveyQuestion
from tests.builders import NOON, an_event
from tests.builders.experience import a_focus_area
from tests.builders.moments import DAY
from tests.builders.survey import a_draft, an_open_survey


def question(survey: Survey, code: str) -> SurveyQuestion:
    return next(asked for asked in survey.questions if asked.code == code)


def codes(survey: Survey) -> list[str]:
    return [asked.code for asked in survey.questions]


def test_numbers_run_on_where_a_question_is_left_out(app: Flask) -> None:
    del app
    survey = a_draft()  # of an event without focus areas

    assert "q7" not in codes(survey)
    assert [asked.position for asked in survey.questions] == list(range(len(survey.questions)))


def test_an_online_meeting_is_not_asked_about_rooms_and_food(app: Flask) -> None:
    del app
    meeting = a_draft(an_event(kind=EventKind.NETWORK_MEETING, form=AttendanceMode.ONLINE))
    conference = a_draft(an_event())

    labels = {statement.label for statement in question(meeting, "q4").statements}
    assert "lokalen och maten" not in labels
    assert "informationen före nätverksträffen" in labels
    assert question(meeting, "q3").text == "Vilket betyg ger du nätverksträffen som helhet?"
    assert "q11" not in codes(meeting)  # about a workshop at conferences
    assert "lokalen och maten" in {row.label for row in question(conference, "q4").statements}
    assert conference.title == "Vad tyckte du om konferensen?"


def test_none_of_them_goes_along_with_the_focus_areas(app: Flask) -> None:
    del app
    a_focus_area("unga")
    survey = a_draft(an_event(focus_areas=["unga"]))

    assert [choice.code for choice in question(survey, "q7").choices] == ["unga", "none"]
    assert question(survey, "q7").none == "none"


def test_a_copy_has_the_questions_and_none_of_the_answers(app: Flask) -> None:
    del app
    original = an_open_survey()
    question(original, "q3").text = "Vilket betyg får dagen?"
    later = an_event(
        starts_at=original.event.starts_at + 365 * DAY, ends_at=original.event.ends_at + 365 * DAY
    )

    assert original in surveys.list_to_copy(later)
    copy = surveys.create_copy(original, later, now=NOON)

    assert codes(copy) == codes(original)
    assert question(copy, "q3").text == "Vilket betyg får dagen?"
    assert (copy.asked, copy.answered, copy.state) == (0, 0, "draft")
    first, then = question(original, "q12").days, question(copy, "q12").days
    assert first[0][:4] < then[0][:4]


def test_a_copy_for_an_online_meeting_asks_nothing_about_rooms_and_food(app: Flask) -> None:
    del app
    meeting = an_event(form=AttendanceMode.ONLINE)

    copy = surveys.create_copy(an_open_survey(), meeting, now=NOON)

    labels = {statement.label for statement in question(copy, "q4").statements}
    assert "lokalen och maten" not in labels
    assert "informationen före konferensen" in labels


def test_the_bank_has_no_code_twice(app: Flask) -> None:
    del app
    bank = [written["code"] for written in list_bank(an_event())]

    assert len(bank) == len(set(bank))
