"""Keep long texts of the search index beside its rows: thousands of rows are read at once."""

from alembic import op

revision = "0077_keep_index_rows_narrow"
down_revision = "0076_limit_letters_and_tell_askers"

LONG = ("terms", "experience_index_terms")


def upgrade() -> None:
    _store("EXTERNAL", "SET (toast_tuple_target = 256)")


def downgrade() -> None:
    _store("EXTENDED", "RESET (toast_tuple_target)")


def _store(storage: str, row: str) -> None:
    """For rows that PostgreSQL writes from now on; all are, for the rules of words have changed."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for column in LONG:
        op.execute(f"ALTER TABLE experience_entries ALTER COLUMN {column} SET STORAGE {storage}")
    op.execute(f"ALTER TABLE experience_entries {row}")
