"""Free text before it is shown: masked by patterns, then read by two people."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.paging import Page
from eventapp.domain.survey.analysis.hiding import ALL_FROM
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Survey, SurveyText, TextState

PAGE = 10
UNSEEN = (TextState.WAITING, TextState.SEEN_ONCE)


class SecondReaderNeeded(Refusal):
    """One person cannot be both readers."""

    code = "second-reader-needed"
    sentence = _l("You have read this text. Somebody else must read it too.")


class AlreadyDecided(Refusal):
    """The text has been accepted or withheld."""

    code = "text-already-decided"
    sentence = _l("Others have decided about this text meanwhile.")


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of texts that wait for readers; pages count from 1."""

    texts: Sequence[SurveyText]
    page: int
    pages: int
    total: int


def list_waiting(survey: Survey, *, page: int) -> TextPage:
    """Texts of a survey with results that lack a reader, in the order of their random keys."""
    total = count_waiting(survey)
    shown = Page.of(total, wanted=page, size=PAGE)
    texts = db.session.scalars(
        select(SurveyText)
        .where(_waiting(survey))
        .order_by(SurveyText.key)
        .limit(PAGE)
        .offset(shown.start)
    ).all()
    return TextPage(texts, shown.number, shown.pages, total)


def count_waiting(survey: Survey) -> int:
    """How many texts lack a reader. Before there are results, nobody reads any."""
    if not survey.has_results:
        return 0
    return db.session.scalar(select(func.count(SurveyText.key)).where(_waiting(survey))) or 0


def hold_text(survey: Survey, key: int) -> SurveyText | None:
    """One text of a survey with results, held until the transaction ends."""
    if not survey.has_results:
        return None
    return db.session.scalar(
        select(SurveyText)
        .where(SurveyText.survey_id == survey.id, SurveyText.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def accept(text: SurveyText, masked: str, *, reader_id: int, version: int) -> None:
    """Count one reader's yes to the text as masked; with two, of two people, it may be shown.

    Who masks more of it is its first reader anew. Raises AlreadyDecided, StaleVersion and
    SecondReaderNeeded. The caller commits.
    """
    _refuse_decided(text, version)
    if masked != text.masked:
        text.masked = masked
        _seen_once(text, reader_id)
        return
    if text.first_reviewer_id == reader_id:
        raise SecondReaderNeeded
    if text.first_reviewer_id is None:
        _seen_once(text, reader_id)
        return
    text.second_reviewer_id = reader_id
    text.state = TextState.ACCEPTED
    text.version += 1


def withhold(text: SurveyText, *, reader_id: int, version: int) -> None:
    """Keep the text from being shown: one reader's no is enough.

    Raises AlreadyDecided and StaleVersion. The caller commits.
    """
    _refuse_decided(text, version)
    if text.first_reviewer_id is None:
        text.first_reviewer_id = reader_id
    else:
        text.second_reviewer_id = reader_id
    text.state = TextState.WITHHELD
    text.version += 1


def list_accepted(survey: Survey) -> Sequence[SurveyText]:
    """Texts that two people have accepted; none where so few answered that style tells."""
    if survey.answered < ALL_FROM:
        return []
    return db.session.scalars(
        select(SurveyText)
        .where(SurveyText.survey_id == survey.id, SurveyText.state == TextState.ACCEPTED)
        .order_by(SurveyText.question, SurveyText.key)
    ).all()


def _waiting(survey: Survey) -> ColumnElement[bool]:
    return and_(SurveyText.survey_id == survey.id, SurveyText.state.in_(UNSEEN))


def _seen_once(text: SurveyText, reader_id: int) -> None:
    text.first_reviewer_id = reader_id
    text.state = TextState.SEEN_ONCE
    text.version += 1


def _refuse_decided(text: SurveyText, version: int) -> None:
    if text.state not in UNSEEN:
        raise AlreadyDecided
    check_version(text, version)
