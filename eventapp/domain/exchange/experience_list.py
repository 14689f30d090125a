"""Experiences of every state, for editors and organisations."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.extensions import db
from eventapp.models import Experience, ExperienceState, ExperienceVersion, Organisation, Readership

PAGE_SIZE = 50
QUERY_WORDS_MAX = 8


@dataclass(frozen=True, slots=True)
class ExperiencePage:
    """One page of the editors' list; pages count from 1.

    `counts` are the matches in each state, whichever state is wanted.
    """

    experiences: Sequence[Experience]
    page: int
    pages: int
    total: int
    counts: Mapping[ExperienceState, int]


def find(code: str) -> Experience | None:
    """The experience with this code, in any state, for those who work with it."""
    return db.session.scalar(
        select(Experience)
        .where(Experience.code == code)
        .options(joinedload(Experience.organisation), selectinload(Experience.focus_areas))
    )


def list_born_at(event_ids: Sequence[int]) -> Sequence[Experience]:
    """Published experiences for all that grew out of these events, the newest first."""
    return db.session.scalars(
        select(Experience)
        .where(
            Experience.source_event_id.in_(event_ids),
            Experience.state == ExperienceState.PUBLISHED,
            Experience.audience == Readership.ALL,
        )
        .order_by(Experience.published_at.desc(), Experience.id)
        .options(joinedload(Experience.organisation))
    ).all()


def list_for_desk(words: str, state: ExperienceState | None, *, page: int) -> ExperiencePage:
    """Experiences of every state whose title or organisation contains each word, the newest first.

    Words are compared as `fold` writes them, since SQLite's own LIKE folds A to Z only.
    """
    newest_first = select(Experience.id).order_by(
        Experience.created_at.desc(), Experience.id.desc()
    )
    query = fold_query(words)[:QUERY_WORDS_MAX]
    if query:
        return _find_page(newest_first, query, state, page)
    if state:
        newest_first = newest_first.where(Experience.state == state)
    return _page_of_all(newest_first, page)


def _find_page(
    newest_first: Select[int], query: Sequence[str], state: ExperienceState | None, page: int
) -> ExperiencePage:
    rows = db.session.execute(
        newest_first.join(Experience.organisation).add_columns(
            Experience.state, Experience.title, Organisation.name
        )
    )
    matches = [row for row in rows if all(word in fold(f"{row[2]} {row[3]}") for word in query)]
    ids = [row[0] for row in matches if state is None or row[1] is state]
    shown = Page.of(len(ids), wanted=page, size=PAGE_SIZE)
    return _load_page(shown.cut(ids), shown, len(ids), Counter(row[1] for row in matches))


def _page_of_all(newest_first: Select[int], page: int) -> ExperiencePage:
    total = db.session.scalar(select(func.count()).select_from(newest_first.subquery())) or 0
    shown = Page.of(total, wanted=page, size=PAGE_SIZE)
    ids = newest_first.limit(PAGE_SIZE).offset(shown.start)
    return _load_page(ids, shown, total, _count_by_state())


def _load_page(
    ids: Sequence[int] | Select[int],
    shown: Page,
    total: int,
    counts: Mapping[ExperienceState, int],
) -> ExperiencePage:
    experiences = db.session.scalars(
        select(Experience)
        .where(Experience.id.in_(ids))
        .options(joinedload(Experience.organisation))
        .order_by(Experience.created_at.desc(), Experience.id.desc())
    ).all()
    return ExperiencePage(experiences, shown.number, shown.pages, total, counts)


def _count_by_state() -> dict[ExperienceState, int]:
    rows = db.session.execute(select(Experience.state, func.count()).group_by(Experience.state))
    return {row[0]: row[1] for row in rows}


def list_for_organisations(ids: set[int]) -> Sequence[Experience]:
    """The experiences of these organisations, those that wait for approval first."""
    waits = Experience.state == ExperienceState.IN_REVIEW
    return db.session.scalars(
        select(Experience)
        .where(Experience.organisation_id.in_(ids), Experience.state != ExperienceState.WITHDRAWN)
        .options(joinedload(Experience.organisation))
        .order_by(waits.desc(), Experience.created_at.desc(), Experience.id.desc())
        .limit(200)
    ).all()


def list_versions(experience: Experience) -> Sequence[ExperienceVersion]:
    """Every text it has had, the newest first."""
    return db.session.scalars(
        select(ExperienceVersion)
        .where(ExperienceVersion.experience_id == experience.id)
        .order_by(ExperienceVersion.number.desc())
    ).all()
