"""Add speakers' addresses, and letters to them."""

import sqlalchemy as sa
from alembic import op

revision = "0038_add_speaker_addresses"
down_revision = "0037_add_letter_wordings"


def upgrade() -> None:
    op.create_table(
        "speaker_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("folded_name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_speaker_addresses_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_speaker_addresses_speaker_id_speakers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_addresses")),
        sa.UniqueConstraint("code", name=op.f("uq_speaker_addresses_code")),
        sa.UniqueConstraint("speaker_id", name=op.f("uq_speaker_addresses_speaker_id")),
    )
    for column in ("event_id", "email"):
        op.create_index(op.f(f"ix_speaker_addresses_{column}"), "speaker_addresses", [column])
    with op.batch_alter_table("letter_recipients") as batch_op:
        batch_op.add_column(sa.Column("speaker_address_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_letter_recipients_speaker_address_id_speaker_addresses"),
            "speaker_addresses",
            ["speaker_address_id"],
            ["id"],
        )
        batch_op.create_index(
            batch_op.f("ix_letter_recipients_speaker_address_id"), ["speaker_address_id"]
        )
        batch_op.create_index(
            "one_letter_a_speaker", ["letter_id", "speaker_address_id"], unique=True
        )


def downgrade() -> None:
    op.execute("DELETE FROM letter_recipients WHERE speaker_address_id IS NOT NULL")
    with op.batch_alter_table("letter_recipients") as batch_op:
        batch_op.drop_index("one_letter_a_speaker")
        batch_op.drop_index(batch_op.f("ix_letter_recipients_speaker_address_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_letter_recipients_speaker_address_id_speaker_addresses"),
            type_="foreignkey",
        )
        batch_op.drop_column("speaker_address_id")
    op.drop_table("speaker_addresses")
