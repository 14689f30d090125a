"""Keep for each term of the index which experiences hold it, as bits.

What is indexed already is only written in another way, from the entries' terms. Entries that the
release before writes meanwhile have older rules, and the worker indexes them anew. That release
goes on with its own index, on PostgreSQL without the inverted one, which was slow to write.
"""

import struct
from collections import defaultdict

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0083_keep_postings_of_terms"
down_revision = "0082_note_walk_ins"

RULES_BEFORE, RULES = 4, 5
BLOCK_SIZE, ALL_BITS_LENGTH, ROWS = 4_096, 512, 2_000
ENTRIES = sa.table("experience_entries", *map(sa.column, ("experience_id", "terms", "rules")))
PAGES = sa.table("material_pages", sa.column("rules"))
# Its old index is written anew where terms change, and no longer with whatever else changes.
TRIGGER = """
    CREATE TRIGGER experience_entries_anew AFTER UPDATE {of} ON experience_entries BEGIN
      INSERT INTO experience_index_terms (experience_index_terms, rowid, terms)
      VALUES ('delete', old.experience_id, old.terms);
      INSERT INTO experience_index_terms (rowid, terms) VALUES (new.experience_id, new.terms);
    END
    """
POSTINGS = sa.table("experience_postings", *map(sa.column, ("term", "block", "content")))


def upgrade() -> None:
    op.create_table(
        "experience_postings",
        sa.Column(
            "term",
            sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("term", "block", name=op.f("pk_experience_postings")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX experience_index_by_term")
    else:
        _write_old_index("OF terms")
    top = op.get_bind().scalar(sa.select(sa.func.max(ENTRIES.c.experience_id))) or 0
    for block in range(top // BLOCK_SIZE + 1):
        _fill(block)
    for table in (ENTRIES, PAGES):
        op.execute(table.update().where(table.c.rules == RULES_BEFORE).values(rules=RULES))


def _write_old_index(of: str) -> None:
    op.execute("DROP TRIGGER experience_entries_anew")
    op.execute(TRIGGER.format(of=of))


def _fill(block: int) -> None:
    places = defaultdict(list)
    first = block * BLOCK_SIZE
    entries = (
        sa.select(ENTRIES.c.experience_id, ENTRIES.c.terms)
        .where(ENTRIES.c.experience_id.between(first, first + BLOCK_SIZE - 1))
        .order_by(ENTRIES.c.experience_id)
    )
    for experience_id, terms in op.get_bind().execute(entries):
        for term in set(terms.split()):
            places[term].append(experience_id - first)
    rows = [
        {"term": term, "block": block, "content": _encoded(its_places)}
        for term, its_places in sorted(places.items())
    ]
    for start in range(0, len(rows), ROWS):
        op.bulk_insert(POSTINGS, rows[start : start + ROWS])


def _encoded(places: list[int]) -> bytes:
    if 2 * len(places) < ALL_BITS_LENGTH:
        return struct.pack(f"<{len(places)}H", *places)
    return sum(1 << place for place in places).to_bytes(ALL_BITS_LENGTH, "little")


def downgrade() -> None:
    for table in (ENTRIES, PAGES):
        op.execute(table.update().where(table.c.rules == RULES).values(rules=RULES_BEFORE))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX experience_index_by_term ON experience_entries"
            " USING gin (experience_index_terms) WITH (fastupdate = off)"
        )
    else:
        _write_old_index("")
    op.drop_table("experience_postings")
