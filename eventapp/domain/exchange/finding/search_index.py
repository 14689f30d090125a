"""The index of published experiences, alike on SQLite (FTS5) and PostgreSQL (tsvector).

Each entry is written by the verb that publishes, changes or withdraws the experience. Nothing is
built when somebody searches.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.domain.exchange.finding.facets import facets_of
from eventapp.domain.exchange.finding.index_terms import Lookup, terms_of, words_by_stem
from eventapp.domain.people.stemmer import RULES
from eventapp.extensions import db
from eventapp.ids import new_code
from eventapp.models import Experience
from eventapp.models.exchange.search_entry import ExperienceEntry, SearchIndex, SearchWord

EXPERIENCES = "experiences"
WORDS_A_STATEMENT = 400
# The ids are gathered by the database: thousands of rows of one number each cost more than finding
# them. The text is the same for any number of lookups, so nothing is compiled for a search.
FIND_ON_SQLITE = text(
    """
    SELECT query.key, (
      SELECT group_concat(rowid) FROM experience_index_terms
      WHERE experience_index_terms MATCH query.value
    ) FROM json_each(:queries) AS query
    """
)
FIND_ON_POSTGRESQL = text(
    """
    SELECT query.number - 1, (
      SELECT string_agg(CAST(experience_id AS text), ',') FROM experience_entries
      WHERE experience_index_terms @@ CAST(query.words AS tsquery)
    ) FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY AS query (words, number)
    """
)


def index_experience(experience: Experience) -> None:
    """Add the published experience to the index, or write its entry anew. Flushes."""
    index_experiences([experience])


def index_experiences(experiences: Sequence[Experience]) -> None:
    """Write the entries of these experiences, which are published. Flushes.

    Others who write entries wait until this transaction ends, so revisions become known in order.
    """
    if not experiences:
        return
    db.session.flush()
    bodies = [_body_of(experience) for experience in experiences]
    texts = [*bodies, *(experience.title for experience in experiences)]
    entries = [
        {
            "experience_id": experience.id,
            "rules": RULES,
            "shown": True,
            "published_at": experience.published_at,
            "facets": " ".join(facets_of(experience)),
            "terms": " ".join(terms_of(experience.title, body)),
        }
        for experience, body in zip(experiences, bodies, strict=True)
    ]
    revision = raise_revision()
    _write_entries([entry | {"revision": revision} for entry in entries])
    _add_words(words_by_stem(texts))


def remove_from_index(experience: Experience) -> None:
    """Let nobody find the experience any more."""
    db.session.flush()
    db.session.execute(
        update(ExperienceEntry)
        .where(ExperienceEntry.experience_id == experience.id)
        .values(shown=False, terms="", facets="", revision=raise_revision())
        .execution_options(synchronize_session=False)
    )


def index_revision(name: str = EXPERIENCES) -> tuple[str, int]:
    """The index's generation, and a number that rises with every entry; 0 before the first."""
    asked = select(SearchIndex.generation, SearchIndex.revision).where(SearchIndex.name == name)
    row = db.session.execute(asked).one_or_none()
    return (row[0], row[1]) if row else ("", 0)


def find_ids(lookups: Sequence[Lookup]) -> list[Sequence[int]]:
    """For each lookup the ids of the experiences that it finds, in one statement."""
    if not lookups:
        return []
    postgresql = db.engine.dialect.name == "postgresql"
    queries = [_tsquery(lookup) if postgresql else _fts5_query(lookup) for lookup in lookups]
    if postgresql:
        rows = db.session.execute(FIND_ON_POSTGRESQL, {"queries": queries})
    else:
        rows = db.session.execute(FIND_ON_SQLITE, {"queries": json.dumps(queries)})
    ids_by_lookup: list[Sequence[int]] = [()] * len(lookups)
    for number, ids in rows:
        if ids:
            ids_by_lookup[number] = json.loads(f"[{ids}]")  # twice as quick as split and int
    return ids_by_lookup


# Terms are letters and digits alone: nothing in them can be read as a sign of either language.
def _fts5_query(lookup: Lookup) -> str:
    query = " OR ".join(f'"{term}"{" *" if lookup.begins else ""}' for term in lookup.terms)
    others = " OR ".join(f'"{term}"' for term in lookup.but_not)
    return f"({query}) NOT ({others})" if others else query


def _tsquery(lookup: Lookup) -> str:
    query = " | ".join(f"'{term}'{':*' if lookup.begins else ''}" for term in lookup.terms)
    others = " | ".join(f"'{term}'" for term in lookup.but_not)
    return f"({query}) & !({others})" if others else query


def _body_of(experience: Experience) -> str:
    texts = (
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
        *experience.materials,
        experience.organisation.name,
        *(area.name for area in experience.focus_areas),
        *(area.name_en for area in experience.focus_areas),
    )
    return "\n".join(texts)


def raise_revision(name: str = EXPERIENCES) -> int:
    """Raise the index's revision; others who would wait until this transaction ends."""
    revision = db.session.scalar(
        _insert_into(SearchIndex)
        .values(name=name, generation=new_code(), revision=1)
        .on_conflict_do_update(
            index_elements=[SearchIndex.name], set_={"revision": SearchIndex.revision + 1}
        )
        .returning(SearchIndex.revision)
    )
    return int(revision or 0)


def _write_entries(entries: list[dict[str, Any]]) -> None:
    written = _insert_into(ExperienceEntry)
    changed = {name: written.excluded[name] for name in entries[0] if name != "experience_id"}
    db.session.execute(
        written.on_conflict_do_update(index_elements=[ExperienceEntry.experience_id], set_=changed),
        entries,
    )


def _add_words(words: dict[str, str]) -> None:
    """Remember how words are written, for offering those near to one that finds nothing."""
    rows = [{"stem": stem, "word": word} for stem, word in sorted(words.items())]
    for start in range(0, len(rows), WORDS_A_STATEMENT):
        part = rows[start : start + WORDS_A_STATEMENT]
        stems = [row["stem"] for row in part]
        known = set(db.session.scalars(select(SearchWord.stem).where(SearchWord.stem.in_(stems))))
        new = [row for row in part if row["stem"] not in known]
        if new:
            db.session.execute(_insert_into(SearchWord).values(new).on_conflict_do_nothing())


def _insert_into(model: Any) -> Any:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert(model)
