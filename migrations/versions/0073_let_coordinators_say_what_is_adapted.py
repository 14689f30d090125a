"""Let coordinators say what their organisation does with an experience, and take it back."""

import sqlalchemy as sa
from alembic import op

revision = "0073_let_coordinators_say_what_is_adapted"
down_revision = "0072_give_experiences_files_and_references"

OWN = "fk_adaptations_own_experience_id_experiences"


def upgrade() -> None:
    with op.batch_alter_table("adaptations") as adaptations:
        for column in (
            sa.Column("declared", sa.Boolean, nullable=False, server_default=sa.false()),
            sa.Column("named", sa.Boolean, nullable=False, server_default=sa.true()),
            sa.Column("own_experience_id", sa.Integer, nullable=True),
            sa.Column("withdrawn", sa.Boolean, nullable=False, server_default=sa.false()),
            sa.Column("before", sa.JSON, nullable=True),
            sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        ):
            adaptations.add_column(column)
        adaptations.create_foreign_key(OWN, "experiences", ["own_experience_id"], ["id"])
        adaptations.create_index("ix_adaptations_own_experience_id", ["own_experience_id"])


def downgrade() -> None:
    with op.batch_alter_table("adaptations") as adaptations:
        adaptations.drop_index("ix_adaptations_own_experience_id")
        adaptations.drop_constraint(OWN, type_="foreignkey")
        for name in (
            "version",
            "changed_at",
            "before",
            "withdrawn",
            "own_experience_id",
            "named",
            "declared",
        ):
            adaptations.drop_column(name)
