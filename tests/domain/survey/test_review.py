"""Two people read each free text before it is shown."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.people.account import create_account
from eventapp.domain.survey import review
from eventapp.domain.survey.response import SurveyReply
from eventapp.extensions import db
from eventapp.models import Survey, SurveyText, TextState
from tests.builders import NOON
from tests.builders.survey import an_open_survey, answered, closed_and_mixed


@pytest.fixture
def survey(app: Flask) -> Survey:
    survey = an_open_survey(12)
    answered(
        survey,
        [SurveyReply({"q3": "4"}, {"q14": f"Rolf sade nummer {number}."}) for number in range(11)],
    )
    return closed_and_mixed(survey)


@pytest.fixture
def readers(app: Flask) -> tuple[int, int]:
    accounts = [create_account(f"{name}@bra.example", name, now=NOON) for name in ("ett", "två")]
    return accounts[0].id, accounts[1].id


def a_text(survey: Survey) -> SurveyText:
    return db.session.scalars(select(SurveyText).where(SurveyText.survey_id == survey.id)).first()  # type: ignore[return-value]


def test_texts_lie_masked_in_an_order_of_their_own(survey: Survey) -> None:
    listed = review.list_waiting(survey, page=1)
    assert (listed.total, listed.pages) == (11, 2)
    assert all(text.masked.startswith("[namn] sade nummer") for text in listed.texts)


def test_two_people_must_accept(survey: Survey, readers: tuple[int, int]) -> None:
    first, two = readers
    text = a_text(survey)
    review.accept_text(text, text.masked, reader_id=first, version=1)
    assert review.list_accepted(survey) == []
    with pytest.raises(review.SecondReaderNeeded):
        review.accept_text(text, text.masked, reader_id=first, version=2)
    review.accept_text(text, text.masked, reader_id=two, version=2)
    assert [text.key for text in review.list_accepted(survey)] == [text.key]
    with pytest.raises(review.AlreadyDecided):
        review.withhold_text(text, reader_id=two, version=3)


def test_who_masks_more_is_the_first_reader_anew(survey: Survey, readers: tuple[int, int]) -> None:
    first, two = readers
    text = a_text(survey)
    review.accept_text(text, text.masked, reader_id=first, version=1)
    review.accept_text(text, "[namn] sade något.", reader_id=two, version=2)
    assert text.state is TextState.SEEN_ONCE
    review.accept_text(text, "[namn] sade något.", reader_id=first, version=3)
    assert text.state is TextState.ACCEPTED


def test_one_no_is_enough(survey: Survey, readers: tuple[int, int]) -> None:
    text = a_text(survey)
    review.accept_text(text, text.masked, reader_id=readers[0], version=1)
    review.withhold_text(text, reader_id=readers[1], version=2)
    assert text.state is TextState.WITHHELD
    assert review.count_waiting(survey) == 10


def test_a_reader_of_an_older_wording_is_told(survey: Survey, readers: tuple[int, int]) -> None:
    text = a_text(survey)
    review.accept_text(text, "Annat.", reader_id=readers[0], version=1)
    with pytest.raises(StaleVersion):
        review.accept_text(text, "Något.", reader_id=readers[1], version=1)


def test_before_there_are_results_nobody_reads(app: Flask) -> None:
    open_survey = an_open_survey(12)
    answered(open_survey, [SurveyReply({"q3": "4"}, {"q14": "Hej."})] * 6)
    assert review.count_waiting(open_survey) == 0
    assert review.find_text(open_survey, 1) is None


def test_where_something_was_masked_comes_first(survey: Survey) -> None:
    plain = review.list_waiting(survey, page=1).texts[0]
    plain.text = plain.masked = "Tack för dagen."
    db.session.flush()

    pages = [review.list_waiting(survey, page=page).texts for page in (1, 2)]

    assert [text.key for page in pages for text in page][-1] == plain.key


def test_many_are_accepted_at_once_as_they_were_read(
    survey: Survey, readers: tuple[int, int]
) -> None:
    first, two = readers
    texts = review.list_waiting(survey, page=1).texts[:3]
    versions = {text.key: text.version for text in texts}
    assert review.accept_texts(survey, versions, reader_id=first) == (3, 0)
    assert review.accept_texts(survey, versions, reader_id=two) == (0, 3)  # of an older version

    texts[0].masked = "Ändrat."
    texts[0].version += 1
    now = {text.key: text.version for text in texts} | {texts[0].key: 2, 1: 1}
    assert review.accept_texts(survey, now, reader_id=two) == (2, 2)
    assert {text.key for text in review.list_accepted(survey)} == {text.key for text in texts[1:]}
    assert review.accept_texts(survey, now, reader_id=first) == (0, 4)


@pytest.mark.parametrize(("answers", "min_group"), [(1, 5), (4, 5), (9, 5), (12, 15)])
def test_what_few_wrote_is_read_by_nobody_nor_counted(
    app: Flask, answers: int, min_group: int
) -> None:
    survey = an_open_survey(20)
    survey.min_group = min_group
    answered(survey, [SurveyReply({"q3": "4"}, {"q14": "Hos oss är det så."})] * answers)
    closed_and_mixed(survey)
    text = a_text(survey)
    assert review.has_too_few_for_texts(survey)
    assert review.count_waiting(survey) == 0
    assert not review.list_waiting(survey, page=1).texts
    assert review.find_text(survey, text.key) is None

    text.state = TextState.ACCEPTED
    db.session.flush()
    assert review.list_accepted(survey) == []
