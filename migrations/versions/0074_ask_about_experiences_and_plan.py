"""Write to a card's mailbox, ask there whether it still holds, and plan what a town does next."""

import sqlalchemy as sa
from alembic import op

revision = "0074_ask_about_experiences_and_plan"
down_revision = "0073_let_coordinators_say_what_is_adapted"

MOMENT = sa.DateTime(timezone=True)
OWN = "fk_contacts_experience_id_experiences"


def upgrade() -> None:
    with op.batch_alter_table("contacts") as contacts:
        contacts.alter_column("wish_id", existing_type=sa.Integer, nullable=True)
        contacts.add_column(sa.Column("experience_id", sa.Integer, nullable=True))
        contacts.add_column(
            sa.Column("answer_function", sa.String, nullable=False, server_default="")
        )
        contacts.add_column(sa.Column("answer_email", sa.String, nullable=False, server_default=""))
        contacts.create_foreign_key(OWN, "experiences", ["experience_id"], ["id"])
        contacts.create_index("ix_contacts_experience_id", ["experience_id"])
    op.add_column("experiences", sa.Column("next_ask_on", sa.Date, nullable=True))
    op.add_column("experiences", sa.Column("renewed_at", MOMENT, nullable=True))
    op.add_column("experiences", sa.Column("retired_at", MOMENT, nullable=True))
    op.create_table(
        "plan_actions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column(
            "organisation_id",
            sa.Integer,
            sa.ForeignKey("organisations.id"),
            nullable=False,
            index=True,
        ),
        sa.Column(
            "experience_id", sa.Integer, sa.ForeignKey("experiences.id"), nullable=True, index=True
        ),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("function", sa.String, nullable=False),
        sa.Column("due_on", sa.Date, nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("plan_actions")
    for name in ("retired_at", "renewed_at", "next_ask_on"):
        op.drop_column("experiences", name)
    op.execute("DELETE FROM contacts WHERE wish_id IS NULL")
    with op.batch_alter_table("contacts") as contacts:
        contacts.drop_index("ix_contacts_experience_id")
        contacts.drop_constraint(OWN, type_="foreignkey")
        for name in ("answer_email", "answer_function", "experience_id"):
            contacts.drop_column(name)
        contacts.alter_column("wish_id", existing_type=sa.Integer, nullable=False)
