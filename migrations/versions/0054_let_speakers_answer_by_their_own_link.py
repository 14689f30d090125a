"""Let speakers answer by their own link: parts, consents, photos and proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0054_let_speakers_answer_by_their_own_link"
down_revision = "0053_mark_addresses_of_accounts_and_speakers"

WORD = sa.String(length=40)
MOMENT = sa.DateTime(timezone=True)
SIZES = ("small", "medium", "large")
CONSENTS = ("page_consent", "slides_consent", "film_consent")
TABLES = (
    "speaker_materials",
    "speaker_invitations",
    "speaker_replies",
    "speaker_proposals",
    "speaker_photos",
)


def upgrade() -> None:
    op.add_column("speakers", _text("biography_en", default=True))
    for name in CONSENTS:
        op.add_column("speakers", sa.Column(name, WORD, nullable=False, server_default=""))
    op.add_column(
        "session_speakers", sa.Column("role", WORD, nullable=False, server_default="speaker")
    )
    op.add_column("session_speakers", _text("confirmed_digest", default=True))
    for name in ("secret", "link_digest"):
        op.add_column("speaker_addresses", sa.Column(name, sa.String(), nullable=True))
    op.add_column(
        "speaker_addresses",
        sa.Column("link_revision", sa.Integer(), nullable=False, server_default="1"),
    )
    for name in ("invited_at", "written_at"):
        op.add_column("speaker_addresses", sa.Column(name, MOMENT, nullable=True))
    op.add_column("speaker_addresses", _text("letter_key", default=True))
    op.create_index("speaker_addresses_by_link", "speaker_addresses", ["link_digest"], unique=True)
    op.create_index("speaker_addresses_by_letter", "speaker_addresses", ["letter_key"])
    _create_photos()
    _create_replies()
    _create_invitations()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
    op.drop_index("speaker_addresses_by_letter", "speaker_addresses")
    op.drop_index("speaker_addresses_by_link", "speaker_addresses")
    for name in (
        *("letter_key", "written_at", "invited_at", "link_revision", "link_digest", "secret"),
    ):
        op.drop_column("speaker_addresses", name)
    for name in ("confirmed_digest", "role"):
        op.drop_column("session_speakers", name)
    for name in (*CONSENTS, "biography_en"):
        op.drop_column("speakers", name)


def _create_photos() -> None:
    op.create_table(
        "speaker_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        _text("digest"),
        *(sa.Column(size, sa.LargeBinary(), nullable=False) for size in SIZES),
        *_of("speaker_photos", "speaker_id", "speakers"),
        sa.UniqueConstraint("speaker_id", name=op.f("uq_speaker_photos_speaker_id")),
    )
    op.create_table(
        "speaker_materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        *_of("speaker_materials", "speaker_id", "speakers"),
        sa.ForeignKeyConstraint(
            ["material_id"],
            ["materials.id"],
            name=op.f("fk_speaker_materials_material_id_materials"),
        ),
        sa.UniqueConstraint("material_id", name=op.f("uq_speaker_materials_material_id")),
    )
    op.create_index(op.f("ix_speaker_materials_speaker_id"), "speaker_materials", ["speaker_id"])


def _create_replies() -> None:
    op.create_table(
        "speaker_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_address_id", sa.Integer(), nullable=False),
        *map(_text, ("name", "title", "organisation", "biography", "biography_en")),
        _text("photo_digest"),
        *(sa.Column(size, sa.LargeBinary(), nullable=True) for size in SIZES),
        sa.Column("removes_photo", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_of_address("speaker_proposals"),
    )
    op.create_table(
        "speaker_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_address_id", sa.Integer(), nullable=False),
        _text("problem"),
        sa.Column("problem_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("needs_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("needs_key_number", sa.Integer(), nullable=True),
        *_of_address("speaker_replies"),
    )


def _create_invitations() -> None:
    op.create_table(
        "speaker_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_address_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        _text("uid"),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _text("sent_digest"),
        sa.Column("changed_at", MOMENT, nullable=False),
        *_of("speaker_invitations", "speaker_address_id", "speaker_addresses"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_speaker_invitations_session_id_sessions"),
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_speaker_invitations_uid")),
        sa.UniqueConstraint(
            "speaker_address_id",
            "session_id",
            name=op.f("uq_speaker_invitations_speaker_address_id_session_id"),
        ),
    )
    op.create_index(
        op.f("ix_speaker_invitations_session_id"), "speaker_invitations", ["session_id"]
    )


def _text(name: str, *, default: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default="" if default else None)


def _of(table: str, column: str, target: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _of_address(table: str) -> tuple[sa.Constraint, ...]:
    return (
        *_of(table, "speaker_address_id", "speaker_addresses"),
        sa.UniqueConstraint("speaker_address_id", name=op.f(f"uq_{table}_speaker_address_id")),
    )
