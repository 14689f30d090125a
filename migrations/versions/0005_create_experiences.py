"""Create experiences: cards with their versions, leads, adaptations, offers and needs, search.

A published card's stems stand in a plain table. PostgreSQL derives indexed vectors of them; SQLite
has a full-text index beside them, which triggers keep the same.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_create_experiences"
down_revision = "0004_create_surveys"

# No parser in between: PostgreSQL has its own view of what a word is, and stems are words already.
VECTORS = (
    """
    ALTER TABLE experience_stems
      ADD COLUMN experience_index_title tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(title, ' '))) STORED,
      ADD COLUMN experience_index_body tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(body, ' '))) STORED
    """,
    # Cards come one by one: none waits in a list that every search would have to read through.
    """
    CREATE INDEX experience_index_stems ON experience_stems
      USING gin (experience_index_body) WITH (fastupdate = off)
    """,
    """
    CREATE INDEX experience_index_title_stems ON experience_stems
      USING gin (experience_index_title) WITH (fastupdate = off)
    """,
)
FULL_TEXT = (
    """
    CREATE VIRTUAL TABLE experience_index USING fts5(
      title, body, content='experience_stems', content_rowid='experience_id',
      tokenize='unicode61 remove_diacritics 0', prefix='4 6'
    )
    """,
    """
    CREATE TRIGGER experience_stems_in AFTER INSERT ON experience_stems BEGIN
      INSERT INTO experience_index (rowid, title, body)
      VALUES (new.experience_id, new.title, new.body);
    END
    """,
    """
    CREATE TRIGGER experience_stems_out AFTER DELETE ON experience_stems BEGIN
      INSERT INTO experience_index (experience_index, rowid, title, body)
      VALUES ('delete', old.experience_id, old.title, old.body);
    END
    """,
    """
    CREATE TRIGGER experience_stems_anew AFTER UPDATE ON experience_stems BEGIN
      INSERT INTO experience_index (experience_index, rowid, title, body)
      VALUES ('delete', old.experience_id, old.title, old.body);
      INSERT INTO experience_index (rowid, title, body)
      VALUES (new.experience_id, new.title, new.body);
    END
    """,
)


def upgrade() -> None:
    _create_experiences()
    _create_what_belongs_to_a_card()
    _create_leads_and_wishes()
    _create_search()


def _create_experiences() -> None:
    op.create_table(
        "experiences",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        _link("organisation_id", "organisations.id"),
        sa.Column("state", sa.String(40), nullable=False),
        *(
            sa.Column(name, sa.String, nullable=False)
            for name in (
                "title",
                "summary",
                "problem",
                "cause",
                "setting",
                "measure",
                "result",
                "lesson",
            )
        ),
        sa.Column("failed", sa.Boolean, nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("research", sa.String(40), nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.Column("cost", sa.String(40), nullable=False),
        sa.Column("hours_per_month", sa.Integer),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("needed", sa.JSON, nullable=False),
        sa.Column("partners", sa.JSON, nullable=False),
        sa.Column("materials", sa.JSON, nullable=False),
        sa.Column("contact_function", sa.String, nullable=False),
        sa.Column("contact_email", sa.String, nullable=False),
        sa.Column("contact_for", sa.String(40), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        _link("source_event_id", "events.id", nullable=True),
        sa.Column("municipality_approved_at", sa.DateTime(timezone=True)),
        sa.Column("editor_approved_at", sa.DateTime(timezone=True)),
        sa.Column("change_wanted", sa.String, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_reason", sa.String, nullable=False),
        sa.Column("review_on", sa.Date),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("experiences_by_state", "experiences", ["state", "published_at", "version"])


def _create_what_belongs_to_a_card() -> None:
    op.create_table(
        "experience_focus_areas",
        sa.Column("experience_id", sa.Integer, sa.ForeignKey("experiences.id"), primary_key=True),
        sa.Column(
            "focus_area_id",
            sa.Integer,
            sa.ForeignKey("focus_areas.id"),
            primary_key=True,
            index=True,
        ),
    )
    op.create_table(
        "experience_versions",
        sa.Column("experience_id", sa.Integer, sa.ForeignKey("experiences.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.JSON, nullable=False),
    )
    op.create_table(
        "experience_follow_ups",
        sa.Column("id", sa.Integer, primary_key=True),
        _link("experience_id", "experiences.id"),
        sa.Column("told_on", sa.Date, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_experience_follow_ups_says_something")),
    )
    op.create_table(
        "adaptations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        _link("experience_id", "experiences.id"),
        _link("organisation_id", "organisations.id"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("comment", sa.String, nullable=False),
        sa.Column("contact_email", sa.String, nullable=False),
        sa.Column("told_on", sa.Date, nullable=False),
    )


def _create_leads_and_wishes() -> None:
    op.create_table(
        "leads",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        _link("event_id", "events.id", nullable=True),
        _link("organisation_id", "organisations.id"),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("story", sa.String, nullable=False),
        sa.Column("failed", sa.Boolean, nullable=False),
        sa.Column("contact_function", sa.String, nullable=False),
        sa.Column("contact_email", sa.String, nullable=False),
        sa.Column("told_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        _link("experience_id", "experiences.id", nullable=True),
    )
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column("kind", sa.String(40), nullable=False),
        _link("organisation_id", "organisations.id"),
        sa.Column("focus_area_id", sa.Integer, sa.ForeignKey("focus_areas.id"), nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("told_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("withdrawn_on", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("wishes_by_area", "wishes", ["focus_area_id", "kind"])
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        _link("wish_id", "wishes.id"),
        _link("organisation_id", "organisations.id"),
        sa.Column("function", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        _link("answered_by_id", "accounts.id", nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_search() -> None:
    op.create_table(
        "experience_stems",
        sa.Column("experience_id", sa.Integer, sa.ForeignKey("experiences.id"), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    if op.get_context().dialect.name == "postgresql":
        for statement in VECTORS:
            op.execute(statement)
        return
    for statement in FULL_TEXT:
        op.execute(statement)


def _link(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=nullable, index=True)


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE experience_index")
    for table in (
        "experience_stems",
        "contacts",
        "wishes",
        "leads",
        "adaptations",
        "experience_follow_ups",
        "experience_versions",
        "experience_focus_areas",
        "experiences",
    ):
        op.drop_table(table)
