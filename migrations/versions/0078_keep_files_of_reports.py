"""Keep the Word and PDF files of reports, which are written in the background.

Groups of one to nine people who waited, cancelled or were asked are numbers no more, nor is how
many came where all or all but one did: stored figures forget them, also those of the time before,
or what has changed would tell.
"""

import sqlalchemy as sa
from alembic import op

revision = "0078_keep_files_of_reports"
down_revision = "0077_keep_index_rows_narrow"

FULL_FROM = 10
COUNTED = ("waiting", "cancelled")


def upgrade() -> None:
    op.create_table(
        "report_files",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.Integer, sa.ForeignKey("reports.id"), nullable=False),
        sa.Column("ending", sa.String, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("asked_version", sa.Integer, nullable=False),
        sa.Column("failed", sa.Boolean, nullable=False),
        sa.Column("content_version", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("report_id", "ending"),
    )
    _forget_few()


def downgrade() -> None:
    op.drop_table("report_files")


def _forget_few() -> None:
    reports = sa.table(
        "reports",
        sa.column("id", sa.Integer),
        sa.column("figures", sa.JSON(none_as_null=True)),
        sa.column("figures_before", sa.JSON(none_as_null=True)),
        sa.column("gathered", sa.JSON),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(reports)).all():
        for figures in (row.figures, row.figures_before, {"events": row.gathered}):
            for event in (figures or {}).get("events", ()):
                _hide(event)
        values = {name: getattr(row, name) for name in ("figures", "figures_before", "gathered")}
        connection.execute(sa.update(reports).where(reports.c.id == row.id).values(values))


def _hide(event: dict) -> None:  # type: ignore[type-arg]
    for name in COUNTED:
        if 0 < (event.get(name) or 0) < FULL_FROM:
            event[name] = None
    if event.get("came") is not None and event["placed"] - event["came"] <= 1:
        event["came"] = None
    for survey in event.get("surveys", ()):
        if 0 < (survey.get("asked") or 0) < FULL_FROM:
            survey["asked"] = None
