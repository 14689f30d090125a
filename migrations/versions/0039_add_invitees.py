"""Add the people who were asked to come to an event, and letters to them."""

import sqlalchemy as sa
from alembic import op

revision = "0039_add_invitees"
down_revision = "0038_add_speaker_addresses"

BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "invitees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("link_digest", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("organisation_name", sa.String(), nullable=False),
        sa.Column("search_text", BYTEWISE, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_invitees_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_invitees_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitees")),
        sa.UniqueConstraint("code", name=op.f("uq_invitees_code")),
        sa.UniqueConstraint("secret", name=op.f("uq_invitees_secret")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_invitees_link_digest")),
        sa.UniqueConstraint("event_id", "email", name=op.f("uq_invitees_event_id_email")),
    )
    for column in ("registration_id", "letter_key"):
        op.create_index(op.f(f"ix_invitees_{column}"), "invitees", [column])
    op.create_index("invitees_by_person", "invitees", ["email", "folded_name"])
    with op.batch_alter_table("letter_recipients") as batch:
        batch.add_column(sa.Column("invitee_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_letter_recipients_invitee_id_invitees"), "invitees", ["invitee_id"], ["id"]
        )
        batch.create_unique_constraint(
            op.f("uq_letter_recipients_letter_id_invitee_id"), ["letter_id", "invitee_id"]
        )
        batch.create_index(op.f("ix_letter_recipients_invitee_id"), ["invitee_id"])


def downgrade() -> None:
    op.execute("DELETE FROM letter_recipients WHERE invitee_id IS NOT NULL")
    with op.batch_alter_table("letter_recipients") as batch:
        batch.drop_index(op.f("ix_letter_recipients_invitee_id"))
        batch.drop_constraint(op.f("uq_letter_recipients_letter_id_invitee_id"), type_="unique")
        batch.drop_constraint(op.f("fk_letter_recipients_invitee_id_invitees"), type_="foreignkey")
        batch.drop_column("invitee_id")
    op.drop_table("invitees")
