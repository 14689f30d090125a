"""Survey question: fourteen kinds, their choices, statements and scales."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey


class SurveyQuestionKind(StrEnum):
    """How a question is answered."""

    DROPDOWN = "dropdown"
    SINGLE_CHOICE = "single_choice"
    RATING = "rating"
    MATRIX = "matrix"
    MATRIX_LIKERT = "matrix_likert"
    BEFORE_AFTER = "before_after"
    MULTI_CHOICE = "multi_choice"
    RANKING = "ranking"
    NUMBER = "number"
    NPS = "nps"
    YES_NO = "yes_no"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice, or one statement of a matrix. Its code has neither commas nor spaces."""

    code: str
    label: str
    # The organisation whose people choose this, where there is one.
    organisation: str = ""
    # Chosen by those who prefer not to answer: they belong to no group.
    unstated: bool = False
    # Completes a figure: "63 % … mean to use something within three months".
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from lowest to highest, with words at both ends."""

    lowest: int
    highest: int
    low: str
    high: str
    no_opinion: str = ""

    @property
    def steps(self) -> range:
        """Every step, the lowest first."""
        return range(self.lowest, self.highest + 1)


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only of those who chose this for another question."""

    question: str
    choice: str


class SurveyQuestion(Base):
    """One question; what only some kinds need is JSON, read through the properties below."""

    __tablename__ = "survey_questions"
    __table_args__ = (UniqueConstraint("survey_id", "code"),)

    id: Mapped[PrimaryKey]
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    code: Mapped[str]
    kind: Mapped[SurveyQuestionKind]
    text: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    page: Mapped[int] = mapped_column(default=1)
    required: Mapped[bool] = mapped_column(default=False)
    choice_list: Mapped[list[dict[str, Any]]] = mapped_column("choices", default=list)
    statement_list: Mapped[list[dict[str, Any]]] = mapped_column("statements", default=list)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What one may choose between."""
        return tuple(Choice(**stored) for stored in self.choice_list)

    @property
    def statements(self) -> tuple[Choice, ...]:
        """The rows of a matrix."""
        return tuple(Choice(**stored) for stored in self.statement_list)

    @property
    def scale(self) -> Scale:
        """The scale of a rating, a matrix, a change or a recommendation."""
        return Scale(**self.settings["scale"])

    def text_in(self, language: str) -> str:
        """The question in this language, if it is written in it."""
        return str(self._english(language).get("text", self.text))

    def scale_in(self, language: str) -> Scale:
        """As `scale`, with the words at its ends in this language, if they are written in it."""
        words = self._english(language)
        ends = {name: words[name] for name in ("low", "high") if name in words}
        return Scale(**{**self.settings["scale"], **ends})

    def _english(self, language: str) -> dict[str, str]:
        return self.settings.get("english", {}) if language == "en" else {}

    @property
    def condition(self) -> Condition | None:
        """What another answer must be for this question to be asked."""
        condition = self.settings.get("condition")
        return Condition(**condition) if condition else None

    @property
    def most(self) -> int:
        """How many choices one may make or rank, or the highest number one may give."""
        return int(self.settings["most"])

    @property
    def longest(self) -> int:
        """How many characters a text may have."""
        return int(self.settings["longest"])

    @property
    def other(self) -> str:
        """The choice beside which one may write in words; none when empty."""
        return str(self.settings.get("other", ""))

    @property
    def none(self) -> str:
        """The choice that goes with no other: none of them; not offered when empty."""
        return str(self.settings.get("none", ""))

    @property
    def headline(self) -> str:
        """The words that complete the figure as a headline of the results."""
        return str(self.settings.get("headline", ""))

    @property
    def days(self) -> tuple[str, str]:
        """The first and last day of a date question, as ISO dates."""
        return str(self.settings["first_day"]), str(self.settings["last_day"])
