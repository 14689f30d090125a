"""Free text before it is shown: masked by patterns, then read by two people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.paging import Page
from eventapp.domain.survey.analysis.disclosure import FULL_FROM
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Survey, SurveyText, TextState

TEXTS_PER_PAGE = 10
UNDECIDED = (TextState.WAITING, TextState.SEEN_ONCE)


class SecondReaderNeeded(Refusal):
    """One person cannot be both readers."""

    code = "second-reader-needed"
    sentence = _l("You have read this text. Someone else needs to read it too.")


class AlreadyDecided(Refusal):
    """The text has been accepted or withheld."""

    code = "text-already-decided"
    sentence = _l("Others have decided about this text in the meantime.")


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of texts that wait for readers; pages count from 1."""

    texts: Sequence[SurveyText]
    page: int
    pages: int
    total: int


def list_waiting(survey: Survey, *, page: int) -> TextPage:
    """Texts that lack a reader, of a survey whose texts may be read.

    Those where masking proposes something come first; else in the order of their random keys.
    """
    total = count_waiting(survey)
    shown = Page.of(total, wanted=page, size=TEXTS_PER_PAGE)
    if not total:
        return TextPage([], shown.number, shown.pages, total)
    texts = db.session.scalars(
        select(SurveyText)
        .where(_waiting(survey))
        .order_by(SurveyText.masked == SurveyText.text, SurveyText.key)
        .limit(TEXTS_PER_PAGE)
        .offset(shown.start)
    ).all()
    return TextPage(texts, shown.number, shown.pages, total)


def count_waiting(survey: Survey) -> int:
    """How many texts lack a reader: none before there are results, or where they stay hidden."""
    if not _may_be_read(survey):
        return 0
    return db.session.scalar(select(func.count(SurveyText.key)).where(_waiting(survey))) or 0


def find_text(survey: Survey, key: int) -> SurveyText | None:
    """One text of a survey whose texts may be read."""
    if not _may_be_read(survey):
        return None
    return db.session.scalar(
        select(SurveyText).where(SurveyText.survey_id == survey.id, SurveyText.key == key)
    )


def accept_text(text: SurveyText, masked: str, *, reader_id: int, version: int) -> None:
    """Count one reader's yes to the text as masked; with two, of two people, it may be shown.

    Who masks more of it is its first reader anew. Raises AlreadyDecided, StaleVersion and
    SecondReaderNeeded.
    """
    _lock_undecided(text, version)
    if masked == text.masked and text.first_reviewer_id == reader_id:
        raise SecondReaderNeeded
    if masked == text.masked and text.first_reviewer_id is not None:
        text.second_reviewer_id = reader_id
        text.state = TextState.ACCEPTED
    else:
        text.masked = masked
        text.first_reviewer_id = reader_id
        text.state = TextState.SEEN_ONCE
    text.version += 1
    db.session.flush()


def accept_texts(survey: Survey, versions: Mapping[int, int], *, reader_id: int) -> tuple[int, int]:
    """Count one reader's yes to each of these texts as it stands, in the version that was read.

    Returns how many were accepted, and how many were left: others have changed them or decided
    meanwhile, or the reader was their first one too.
    """
    accepted = 0
    for key, version in sorted(versions.items()):
        text = find_text(survey, key)
        try:
            if text:
                accept_text(text, text.masked, reader_id=reader_id, version=version)
                accepted += 1
        except Refusal:  # raised before anything is written
            continue
    return accepted, len(versions) - accepted


def withhold_text(text: SurveyText, *, reader_id: int, version: int) -> None:
    """Decide that the text is not shown: one reader is enough for that.

    Raises AlreadyDecided and StaleVersion.
    """
    _lock_undecided(text, version)
    if text.first_reviewer_id is None:
        text.first_reviewer_id = reader_id
    else:
        text.second_reviewer_id = reader_id
    text.state = TextState.WITHHELD
    text.version += 1
    db.session.flush()


def list_accepted(survey: Survey) -> Sequence[SurveyText]:
    """Texts that two people have accepted."""
    if not _may_be_read(survey):
        return []
    return db.session.scalars(
        select(SurveyText)
        .where(SurveyText.survey_id == survey.id, SurveyText.state == TextState.ACCEPTED)
        .order_by(SurveyText.question, SurveyText.key)
    ).all()


def has_too_few_for_texts(survey: Survey) -> bool:
    """Whether so few answered that style alone reveals them: then nobody reads what they wrote.

    Not the reviewers either: how many texts wait would tell how many answered.
    """
    return survey.has_results and survey.answered < max(FULL_FROM, survey.min_group)


def _may_be_read(survey: Survey) -> bool:
    return survey.has_results and not has_too_few_for_texts(survey)


def _waiting(survey: Survey) -> ColumnElement[bool]:
    return and_(SurveyText.survey_id == survey.id, SurveyText.state.in_(UNDECIDED))


def _lock_undecided(text: SurveyText, version: int) -> None:
    """Lock the text and read it anew. A survey with results is complete: no text goes away."""
    locking.lock_row(text)
    if text.state not in UNDECIDED:
        raise AlreadyDecided
    check_version(text, version)
