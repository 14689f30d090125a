"""Give each session what its latest release says of it; remember forms that were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0009_add_released_sessions_and_submissions"
down_revision = "0008_tell_people_of_one_address_apart"

sessions = sa.table(
    "sessions",
    sa.column("event_id", sa.Integer),
    sa.column("code", sa.String),
    sa.column("seats", sa.Integer),
    sa.column("released", sa.JSON(none_as_null=True)),
)
releases = sa.table(
    "releases",
    sa.column("event_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("schedule", sa.JSON),
)


def upgrade() -> None:
    op.add_column("sessions", sa.Column("released", sa.JSON(none_as_null=True), nullable=True))
    _fill()
    op.create_table(
        "submissions",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_submissions")),
    )
    op.create_index(op.f("ix_submissions_created_at"), "submissions", ["created_at"])


def _fill() -> None:
    """Seats have acted from the draft until now: what is in force stays so until a release."""
    bind = op.get_bind()
    latest = sa.select(releases.c.event_id, sa.func.max(releases.c.number).label("number"))
    newest = latest.group_by(releases.c.event_id).subquery()
    rows = bind.execute(
        sa.select(releases.c.event_id, releases.c.schedule).join(
            newest,
            sa.and_(newest.c.event_id == releases.c.event_id, newest.c.number == releases.c.number),
        )
    ).all()
    for event_id, schedule in rows:
        frozen = {values["code"]: values for values in schedule["sessions"]}
        in_force = bind.execute(
            sa.select(sessions.c.code, sessions.c.seats).where(sessions.c.event_id == event_id)
        ).all()
        for code, seats in in_force:
            if code in frozen:
                bind.execute(
                    sessions.update()
                    .where(sessions.c.event_id == event_id, sessions.c.code == code)
                    .values(released={**frozen[code], "seats": seats})
                )


def downgrade() -> None:
    op.drop_table("submissions")
    op.drop_column("sessions", "released")
