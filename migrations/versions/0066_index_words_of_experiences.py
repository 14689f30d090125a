"""Index experiences by the forms of their words, and say what they are filtered by.

An entry's terms stand in a plain table. PostgreSQL derives an indexed vector of them; SQLite has a
full-text index beside them, which triggers keep the same. The older release goes on with the
tables of 0005, which a later one takes away.
"""

import sqlalchemy as sa
from alembic import op

revision = "0066_index_words_of_experiences"
down_revision = "0065_relate_sessions_and_experiences"

VECTOR = (
    """
    ALTER TABLE experience_entries ADD COLUMN experience_index_terms tsvector
      GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED
    """,
    # Entries come one by one: none waits in a list that every search would have to read through.
    """
    CREATE INDEX experience_index_by_term ON experience_entries
      USING gin (experience_index_terms) WITH (fastupdate = off)
    """,
)
# A term says by its first sign where it stood, so the index need not: a third of the size.
FULL_TEXT = (
    """
    CREATE VIRTUAL TABLE experience_index_terms USING fts5(
      terms, content='experience_entries', content_rowid='experience_id', detail=none,
      tokenize='unicode61 remove_diacritics 0'
    )
    """,
    """
    CREATE TRIGGER experience_entries_in AFTER INSERT ON experience_entries BEGIN
      INSERT INTO experience_index_terms (rowid, terms) VALUES (new.experience_id, new.terms);
    END
    """,
    """
    CREATE TRIGGER experience_entries_out AFTER DELETE ON experience_entries BEGIN
      INSERT INTO experience_index_terms (experience_index_terms, rowid, terms)
      VALUES ('delete', old.experience_id, old.terms);
    END
    """,
    """
    CREATE TRIGGER experience_entries_anew AFTER UPDATE ON experience_entries BEGIN
      INSERT INTO experience_index_terms (experience_index_terms, rowid, terms)
      VALUES ('delete', old.experience_id, old.terms);
      INSERT INTO experience_index_terms (rowid, terms) VALUES (new.experience_id, new.terms);
    END
    """,
)


def upgrade() -> None:
    _say_what_is_filtered_by()
    op.create_table(
        "search_indexes",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("generation", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_indexes")),
    )
    op.create_table(
        "search_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
        sa.UniqueConstraint("stem", name=op.f("uq_search_words_stem")),
    )
    op.create_table(
        "experience_entries",
        sa.Column("experience_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facets", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["experience_id"],
            ["experiences.id"],
            name=op.f("fk_experience_entries_experience_id_experiences"),
        ),
        sa.PrimaryKeyConstraint("experience_id", name=op.f("pk_experience_entries")),
    )
    op.create_index(op.f("ix_experience_entries_revision"), "experience_entries", ["revision"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in VECTOR if postgresql else FULL_TEXT:
        op.execute(statement)


def _say_what_is_filtered_by() -> None:
    op.add_column(
        "experiences",
        sa.Column("step", sa.String(40), nullable=False, server_default="implementation"),
    )
    op.add_column(
        "organisations",
        sa.Column("size_class", sa.String(40), nullable=False, server_default=""),
    )
    # Pages of materials that were indexed by older rules are indexed anew by the worker.
    op.add_column(
        "material_pages", sa.Column("rules", sa.Integer(), nullable=False, server_default="1")
    )
    op.create_index("material_pages_by_rules", "material_pages", ["rules", "id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE experience_index_terms")
    op.drop_table("experience_entries")
    op.drop_table("search_words")
    op.drop_table("search_indexes")
    op.drop_index("material_pages_by_rules", "material_pages")
    op.drop_column("material_pages", "rules")
    op.drop_column("organisations", "size_class")
    op.drop_column("experiences", "step")
