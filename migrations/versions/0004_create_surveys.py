"""Create surveys: questions, rights to answer, and answers that nothing binds to anybody."""

import sqlalchemy as sa
from alembic import op

revision = "0004_create_surveys"
down_revision = "0003_create_devices_and_check_ins"


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("intro", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("breakdown", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminds_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_by_group", sa.JSON(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("incomplete", sa.Integer(), nullable=False),
        sa.Column("mixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "closes_at >= opens_at", name=op.f("ck_surveys_closes_not_before_opening")
        ),
        sa.CheckConstraint("min_group >= 5", name=op.f("ck_surveys_min_group_is_five_or_more")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_surveys_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("code", name=op.f("uq_surveys_code")),
    )
    op.create_index("surveys_by_state", "surveys", ["state"])
    op.create_index(op.f("ix_surveys_event_id"), "surveys", ["event_id"])
    op.create_table(
        "survey_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        _survey("survey_questions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_questions")),
        sa.UniqueConstraint("survey_id", "code", name=op.f("uq_survey_questions_survey_id_code")),
    )
    op.create_index(op.f("ix_survey_questions_survey_id"), "survey_questions", ["survey_id"])
    _create_who_may_answer()
    _create_what_they_answered()


def _create_who_may_answer() -> None:
    op.create_table(
        "survey_tokens",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        _survey("survey_tokens"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_survey_tokens")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_tokens_survey_id"), "survey_tokens", ["survey_id"])
    op.create_table(
        "survey_askings",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        _survey("survey_askings"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_survey_askings_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("survey_id", "registration_id", name=op.f("pk_survey_askings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_letters",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _survey("survey_letters"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_survey_letters")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_letters_survey_id"), "survey_letters", ["survey_id"])


def _create_what_they_answered() -> None:
    op.create_table(
        "survey_responses",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _survey("survey_responses"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_survey_responses")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_responses_survey_id"), "survey_responses", ["survey_id"])
    op.create_table(
        "survey_answers",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer_group", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        _survey("survey_answers"),
        sa.PrimaryKeyConstraint(
            "survey_id",
            "question",
            "answer_group",
            "value",
            "key",
            name=op.f("pk_survey_answers"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_texts",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("masked", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("first_reviewer_id", sa.Integer(), nullable=True),
        sa.Column("second_reviewer_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _survey("survey_texts"),
        sa.ForeignKeyConstraint(
            ["first_reviewer_id"],
            ["accounts.id"],
            name=op.f("fk_survey_texts_first_reviewer_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["second_reviewer_id"],
            ["accounts.id"],
            name=op.f("fk_survey_texts_second_reviewer_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_survey_texts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_texts_survey_id"), "survey_texts", ["survey_id"])


def _survey(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["survey_id"], ["surveys.id"], name=op.f(f"fk_{table}_survey_id_surveys")
    )


def downgrade() -> None:
    for table in (
        "survey_texts",
        "survey_answers",
        "survey_responses",
        "survey_letters",
        "survey_askings",
        "survey_tokens",
        "survey_questions",
        "surveys",
    ):
        op.drop_table(table)
