"""The words of published experiences, indexed alike on SQLite (FTS5) and PostgreSQL (tsvector)."""

from typing import Any

from sqlalchemy import Select, delete, func, literal_column, select, text

from eventapp.domain.people.stemmer import PREFIX_MIN_LENGTH, stem_query, stems_of
from eventapp.extensions import db
from eventapp.models import Experience, ExperienceStems


def index_experience(experience: Experience) -> None:
    """Add the card to the index. Flushes."""
    remove_from_index(experience)
    texts = (
        experience.title,
        experience.summary,
        experience.problem,
        experience.cause,
        experience.setting,
        experience.measure,
        experience.result,
        experience.lesson,
        experience.target,
        *experience.needed,
        *experience.partners,
        experience.organisation.name,
        *(area.name for area in experience.focus_areas),
    )
    title = stems_of(experience.title)
    body = stems_of(" ".join(texts))
    db.session.add(ExperienceStems(experience_id=experience.id, title=title, body=body))
    db.session.flush()


def remove_from_index(experience: Experience) -> None:
    """Take the card out of the index."""
    db.session.execute(
        delete(ExperienceStems).where(ExperienceStems.experience_id == experience.id)
    )


def find_matching_ids(words: str, *, title: bool = False) -> set[int]:
    """The ids of the experiences that contain every word, in their title or anywhere."""
    stems = stem_query(words)
    if not stems:
        return set()
    # Gathered by the database: thousands of rows of one number each cost more than finding them.
    if db.engine.dialect.name == "postgresql":
        return set(db.session.scalar(_match_postgresql(stems, title=title)) or ())
    ids = db.session.scalar(_match_sqlite(stems, title=title)) or ""
    return set(map(int, ids.split(","))) if ids else set()


def _match_sqlite(stems: list[tuple[str, ...]], *, title: bool) -> Select[Any]:
    # Stems are letters and digits alone: nothing in them can be read as FTS5's own syntax.
    terms = (
        " OR ".join(f'"{stem}"{"*" if len(stem) >= PREFIX_MIN_LENGTH else ""}' for stem in forms)
        for forms in stems
    )
    query = " AND ".join(f"({term})" for term in terms)
    name = "title_query" if title else "query"
    return (
        select(func.group_concat(literal_column("rowid")))
        .select_from(text("experience_index"))
        .where(
            text(f"experience_index MATCH :{name}").bindparams(
                **{name: f"title : ({query})" if title else query}
            )
        )
    )


def _match_postgresql(stems: list[tuple[str, ...]], *, title: bool) -> Select[Any]:
    terms = (
        " | ".join(f"'{stem}'{':*' if len(stem) >= PREFIX_MIN_LENGTH else ''}" for stem in forms)
        for forms in stems
    )
    query = " & ".join(f"({term})" for term in terms)
    matches = text("experience_index_body @@ CAST(:query AS tsquery)").bindparams(query=query)
    query_ids = select(func.array_agg(ExperienceStems.experience_id)).where(matches)
    if not title:
        return query_ids
    in_title = text("experience_index_title @@ CAST(:title_query AS tsquery)")
    return query_ids.where(in_title.bindparams(title_query=query))
