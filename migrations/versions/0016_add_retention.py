"""Add rules of retention, their runs and receipts, and the list of erased people."""

import sqlalchemy as sa
from alembic import op

revision = "0016_add_retention"
down_revision = "0015_seal_the_log"


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erasures")),
    )
    op.create_table(
        "retention_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rules")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_retention_rules_kind_version")),
    )
    with op.batch_alter_table("retention_rules", schema=None) as batch_op:
        batch_op.create_index(
            "one_retention_rule_in_force",
            ["kind"],
            unique=True,
            sqlite_where=sa.text("ends_at IS NULL"),
            postgresql_where=sa.text("ends_at IS NULL"),
        )

    op.create_table(
        "retention_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("under_way", sa.Integer(), nullable=True),
        sa.Column("log_head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_runs")),
        sa.UniqueConstraint("code", name=op.f("uq_retention_runs_code")),
        sa.UniqueConstraint("under_way", name=op.f("uq_retention_runs_under_way")),
    )
    op.create_table(
        "retention_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["retention_rules.id"],
            name=op.f("fk_retention_steps_rule_id_retention_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["retention_runs.id"], name=op.f("fk_retention_steps_run_id_retention_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_steps")),
        sa.UniqueConstraint("run_id", "kind", name=op.f("uq_retention_steps_run_id_kind")),
    )
    with op.batch_alter_table("retention_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_steps_rule_id"), ["rule_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_retention_steps_run_id"), ["run_id"], unique=False)

    op.create_table(
        "attendance_counts",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_code", sa.String(), nullable=False),
        sa.Column("organisation_name", sa.String(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_attendance_counts_event_id_events")
        ),
        sa.PrimaryKeyConstraint("event_id", "organisation_code", name=op.f("pk_attendance_counts")),
    )
    op.create_table(
        "retention_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("event_code", sa.String(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["step_id"],
            ["retention_steps.id"],
            name=op.f("fk_retention_counts_step_id_retention_steps"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_counts")),
        sa.UniqueConstraint(
            "step_id", "event_code", name=op.f("uq_retention_counts_step_id_event_code")
        ),
    )
    with op.batch_alter_table("retention_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_counts_step_id"), ["step_id"], unique=False)

    op.create_table(
        "retention_pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_retention_pauses_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_pauses")),
        sa.UniqueConstraint("code", name=op.f("uq_retention_pauses_code")),
    )
    with op.batch_alter_table("retention_pauses", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_pauses_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "scan_counts",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_scan_counts_event_id_events")
        ),
        sa.PrimaryKeyConstraint("event_id", "hour", name=op.f("pk_scan_counts")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("last_used_at")

    op.drop_table("scan_counts")
    with op.batch_alter_table("retention_pauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_pauses_event_id"))

    op.drop_table("retention_pauses")
    with op.batch_alter_table("retention_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_counts_step_id"))

    op.drop_table("retention_counts")
    op.drop_table("attendance_counts")
    with op.batch_alter_table("retention_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_steps_run_id"))
        batch_op.drop_index(batch_op.f("ix_retention_steps_rule_id"))

    op.drop_table("retention_steps")
    op.drop_table("retention_runs")
    with op.batch_alter_table("retention_rules", schema=None) as batch_op:
        batch_op.drop_index(
            "one_retention_rule_in_force",
            sqlite_where=sa.text("ends_at IS NULL"),
            postgresql_where=sa.text("ends_at IS NULL"),
        )

    op.drop_table("retention_rules")
    op.drop_table("erasures")
