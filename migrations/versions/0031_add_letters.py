"""Add letters to people of an event: written, automatic, declined and come back."""

import sqlalchemy as sa
from alembic import op

revision = "0031_add_letters"
down_revision = "0030_add_registration_imports"


def upgrade() -> None:
    op.create_table(
        "unsubscriptions",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_unsubscriptions")),
    )
    op.create_table(
        "automatic_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("subject_en", sa.String(), nullable=False),
        sa.Column("body_en", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_automatic_letters_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automatic_letters")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_automatic_letters_event_id_kind")),
    )
    op.create_table(
        "event_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("subject_en", sa.String(), nullable=False),
        sa.Column("body_en", sa.String(), nullable=False),
        sa.Column("about_place", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("sends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_letters_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_letters")),
        sa.UniqueConstraint("code", name=op.f("uq_event_letters_code")),
    )
    op.create_index(op.f("ix_event_letters_event_id"), "event_letters", ["event_id"])
    op.create_index("letters_by_state", "event_letters", ["state", "sends_at"])
    op.create_index(
        "one_automatic_letter_of_a_kind",
        "event_letters",
        ["event_id", "kind"],
        unique=True,
        sqlite_where=sa.text("kind <> 'written'"),
        postgresql_where=sa.text("kind <> 'written'"),
    )

    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("job_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_bounces_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_bounces_registration_id")),
    )
    op.create_index(op.f("ix_bounces_job_key"), "bounces", ["job_key"])

    op.create_table(
        "letter_recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("job_key", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "registration_id IS NULL OR account_id IS NULL",
            name=op.f("ck_letter_recipients_one_person"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_letter_recipients_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["event_letters.id"],
            name=op.f("fk_letter_recipients_letter_id_event_letters"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_letter_recipients_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_recipients")),
        sa.UniqueConstraint("job_key", name=op.f("uq_letter_recipients_job_key")),
        sa.UniqueConstraint(
            "letter_id", "account_id", name=op.f("uq_letter_recipients_letter_id_account_id")
        ),
        sa.UniqueConstraint(
            "letter_id",
            "registration_id",
            name=op.f("uq_letter_recipients_letter_id_registration_id"),
        ),
    )
    op.create_index(op.f("ix_letter_recipients_account_id"), "letter_recipients", ["account_id"])
    op.create_index(op.f("ix_letter_recipients_letter_id"), "letter_recipients", ["letter_id"])
    op.create_index(
        op.f("ix_letter_recipients_registration_id"), "letter_recipients", ["registration_id"]
    )
    # Nobody decided that these events' people are written to: their letters are off.
    for kind, days in (
        ("choose-sessions", 14),
        ("reminder", 7),
        ("practical", 4),
        ("materials", 2),
        ("thanks", 5),
    ):
        op.execute(
            "INSERT INTO automatic_letters"
            " (event_id, kind, active, days, minute, subject, body, subject_en, body_en, version)"
            f" SELECT id, '{kind}', FALSE, {days}, 540, '', '', '', '', 1 FROM events"
        )


def downgrade() -> None:
    op.drop_table("letter_recipients")
    op.drop_table("bounces")
    op.drop_table("event_letters")
    op.drop_table("automatic_letters")
    op.drop_table("unsubscriptions")
