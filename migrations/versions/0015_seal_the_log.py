"""Seal the log, refuse to change it, and let it be searched."""

import sqlalchemy as sa
from alembic import op

revision = "0015_seal_the_log"
down_revision = "0014_add_aliases"

INDEXES = {
    "audit_by_time": ["at", "id"],
    "audit_by_actor": ["actor", "at", "id"],
    "audit_by_action": ["action", "at", "id"],
    "audit_by_event": ["event_id", "at", "id"],
    "audit_by_kind": ["subject_kind", "at", "id"],
    "audit_by_code": ["subject_code", "at", "id"],
}
TABLES = ("audit_entries", "audit_seals", "audit_changes")
# INSERT OR REPLACE deletes a row without asking the trigger of deletions: SQLite must be told of
# every unique column. What was before and after may be deleted (by retention), never changed.
REPLACED = {
    "audit_entries": "id = NEW.id",
    "audit_seals": "position = NEW.position OR entry_id = NEW.entry_id",
    "audit_changes": "entry_id = NEW.entry_id",
}
REFUSED = {
    "audit_entries": ("UPDATE", "DELETE"),
    "audit_seals": ("UPDATE", "DELETE"),
    "audit_changes": ("UPDATE",),
}


def upgrade() -> None:
    op.add_column("audit_entries", sa.Column("event_id", sa.Integer(), nullable=True))
    op.add_column(
        "audit_entries",
        sa.Column("change_digest", sa.String(), server_default="", nullable=False),
    )
    for name in ("reason", "salt"):
        op.add_column(
            "audit_changes", sa.Column(name, sa.String(), server_default="", nullable=False)
        )
    for name, columns in INDEXES.items():
        op.create_index(name, "audit_entries", columns)
    op.create_table(
        "audit_words",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["audit_changes.entry_id"],
            name=op.f("fk_audit_words_entry_id_audit_changes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("word", "entry_id", name=op.f("pk_audit_words")),
    )
    op.create_index(op.f("ix_audit_words_entry_id"), "audit_words", ["entry_id"])
    op.create_table(
        "audit_seals",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("key_print", sa.String(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seals_entry_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _refuse_on_sqlite()
    else:
        _refuse_on_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, deeds in REFUSED.items():
            for deed in (*deeds, "REPLACE"):
                op.execute(f"DROP TRIGGER {table}_refuse_{deed.lower()}")
    else:
        for table in TABLES:
            op.execute(f"DROP TRIGGER {table}_refuse ON {table}")
            op.execute(f"DROP TRIGGER {table}_refuse_truncate ON {table}")
        op.execute("DROP FUNCTION audit_refuse()")
    op.drop_table("audit_seals")
    op.drop_table("audit_words")
    for name in INDEXES:
        op.drop_index(name, "audit_entries")
    op.drop_column("audit_entries", "change_digest")
    op.drop_column("audit_entries", "event_id")
    for name in ("reason", "salt"):
        op.drop_column("audit_changes", name)


def _refuse_on_sqlite() -> None:
    for table, deeds in REFUSED.items():
        for deed in deeds:
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{deed.lower()} BEFORE {deed} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {REPLACED[table]}) "
            "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"
        )


def _refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is only added to'; END $$"
    )
    for table, deeds in REFUSED.items():
        op.execute(
            f"CREATE TRIGGER {table}_refuse BEFORE {' OR '.join(deeds)} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
