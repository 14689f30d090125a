"""The index of published experiences, alike on SQLite and PostgreSQL.

Each entry is written by the verb that publishes, changes or withdraws the experience. Nothing is
built when somebody searches.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.domain.exchange.finding.facets import facets_of
from eventapp.domain.exchange.finding.index_terms import terms_of, words_by_stem
from eventapp.domain.exchange.finding.posting import TermChange, write_postings
from eventapp.domain.people.stemmer import RULES
from eventapp.extensions import db
from eventapp.ids import new_code
from eventapp.models import Experience
from eventapp.models.exchange.search_entry import ExperienceEntry, SearchIndex, SearchWord

EXPERIENCES = "experiences"
WORDS_A_STATEMENT = 400
# The rules of an entry whose terms no block has yet: older than all.
WITHOUT_POSTINGS = 0


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
    entries = [_entry_of(*pair) for pair in zip(experiences, bodies, strict=True)]
    revision = raise_revision()
    before = _entries_before(experiences)
    _write_entries([entry | {"revision": revision} for entry in entries], before)
    write_postings([_change(entry["experience_id"], before, entry["terms"]) for entry in entries])
    _add_words(words_by_stem([*bodies, *(experience.title for experience in experiences)]))


def rewrite_entries(experiences: Sequence[Experience]) -> None:
    """Write those entries anew that are not as they should be, without their postings. Flushes.

    The caller has locked the experiences. One whose terms are others is WITHOUT_POSTINGS until its
    block is written, and is found by what it was found by before.
    """
    if not experiences:
        return
    db.session.flush()
    bodies = [_body_of(experience) for experience in experiences]
    before = _entries_before(experiences)
    different = [
        entry
        for entry in (_entry_of(*pair) for pair in zip(experiences, bodies, strict=True))
        if entry != before.get(entry["experience_id"])
    ]
    if different:
        revision = raise_revision()
        for entry in different:
            known = before.get(entry["experience_id"])
            same = known is not None and known["terms"] == entry["terms"]
            entry |= {"revision": revision, "rules": RULES if same else WITHOUT_POSTINGS}
        _write_entries(different, before)
    _add_words(words_by_stem([*bodies, *(experience.title for experience in experiences)]))


def remove_from_index(experience: Experience) -> None:
    """Let nobody find the experience any more."""
    db.session.flush()
    revision, id_ = raise_revision(), experience.id
    write_postings([_change(id_, _entries_before([experience]), "")])
    db.session.execute(
        update(ExperienceEntry)
        .where(ExperienceEntry.experience_id == id_)
        .values(shown=False, terms="", facets="", revision=revision)
        .execution_options(synchronize_session=False)
    )


def index_revision(name: str = EXPERIENCES) -> tuple[str, int]:
    """The index's generation, and a number that rises with every entry; 0 before the first."""
    asked = select(SearchIndex.generation, SearchIndex.revision).where(SearchIndex.name == name)
    row = db.session.execute(asked).one_or_none()
    return (row[0], row[1]) if row else ("", 0)


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


def _entry_of(experience: Experience, body: str) -> dict[str, Any]:
    return {
        "experience_id": experience.id,
        "rules": RULES,
        "shown": True,
        "published_at": experience.published_at,
        "facets": " ".join(facets_of(experience)),
        "terms": " ".join(terms_of(experience.title, body)),
    }


def _entries_before(experiences: Sequence[Experience]) -> dict[int, Mapping[str, Any]]:
    """By experience its entry as it stands, where it has one."""
    entry = ExperienceEntry
    columns = (entry.experience_id, entry.rules, entry.shown, entry.published_at, entry.facets)
    rows = db.session.execute(
        select(*columns, entry.terms).where(
            entry.experience_id.in_([experience.id for experience in experiences])
        )
    ).mappings()
    return {row["experience_id"]: dict(row) for row in rows}


def _change(experience_id: int, before: Mapping[int, Mapping[str, Any]], after: str) -> TermChange:
    terms = before[experience_id]["terms"] if experience_id in before else ""
    return TermChange(experience_id, frozenset(terms.split()), frozenset(after.split()))


def _write_entries(
    entries: Sequence[dict[str, Any]], before: Mapping[int, Mapping[str, Any]]
) -> None:
    """Write them; terms that are as before stay, for they are long and much is derived of them."""
    same, other = list[dict[str, Any]](), list[dict[str, Any]]()
    for entry in entries:
        known = before.get(entry["experience_id"])
        (same if known and known["terms"] == entry["terms"] else other).append(entry)
    for part, left in ((same, {"experience_id", "terms"}), (other, {"experience_id"})):
        if not part:
            continue
        written = _insert_into(ExperienceEntry)
        changed = {name: written.excluded[name] for name in part[0] if name not in left}
        key = [ExperienceEntry.experience_id]
        db.session.execute(written.on_conflict_do_update(index_elements=key, set_=changed), part)


def _add_words(words: dict[str, str]) -> None:
    """Remember how words are written, for offering those near to one that finds nothing."""
    stems = sorted(words)
    for start in range(0, len(stems), WORDS_A_STATEMENT):
        part = stems[start : start + WORDS_A_STATEMENT]
        known = set(db.session.scalars(select(SearchWord.stem).where(SearchWord.stem.in_(part))))
        new = [{"stem": stem, "word": words[stem]} for stem in part if stem not in known]
        if new:
            db.session.execute(_insert_into(SearchWord).values(new).on_conflict_do_nothing())


def _insert_into(model: Any) -> Any:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert(model)
