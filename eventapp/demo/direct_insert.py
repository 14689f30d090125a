"""What of the sample no page or command can make yet: rows and codes written here directly.

- Follow-ups of an experience, until its organisation has a page that asks how it went on.
- Codes stay: verbs draw them, while the people of the sample choose and answer by its own.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from eventapp.demo.sample import Sample
from eventapp.extensions import db
from eventapp.models import (
    Experience,
    ExperienceFollowUp,
    RegistrationQuestion,
    Room,
    Series,
    Session,
    Speaker,
    Track,
)


def insert_follow_ups(experience: Experience, follow_ups: Iterable[Sample]) -> None:
    """Add how an experience went on."""
    db.session.add_all(
        ExperienceFollowUp(
            experience_id=experience.id,
            told_on=date.fromisoformat(follow_up["told_on"]),
            text=follow_up["text"],
        )
        for follow_up in follow_ups
    )


def set_codes(rows: Mapping[str, Room | Track | Speaker | Session]) -> None:
    """Give rows the codes of the sample instead of those that were drawn. Flushes."""
    for code, row in rows.items():
        row.code = code
    db.session.flush()


def set_question_codes(question: RegistrationQuestion, sample: Sample) -> None:
    """Give a question and its options the codes by which the sample's people answer."""
    question.code = sample["code"]
    question.options = sample["options"]


def set_series_slug(series: Series, slug: str) -> None:
    """Give a series the address of the sample."""
    series.slug = slug
