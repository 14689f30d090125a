"""Material: a file or a link of an event or a session; files are stored by checksum."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.people.organisation import Organisation
from eventapp.models.schedule.session import Session

# In `withdrawn_at`, of what the release before would give to too many: it takes it for withdrawn.
UNKNOWN_BEFORE = datetime(1970, 1, 1, tzinfo=UTC)


class Audience(StrEnum):
    """Who may have a material."""

    PUBLIC = "public"
    CONFIRMED = "confirmed"
    CAME = "came"
    ORGANISATIONS = "organisations"
    ORGANIZERS = "organizers"


class Opening(StrEnum):
    """From when on they may have it: by hand is not before an organizer says so."""

    NOW = "now"
    SESSION_END = "session-end"
    TIME = "time"
    HAND = "hand"


class MaterialKind(StrEnum):
    """A file that is stored here, or the address of a film or a page elsewhere."""

    FILE = "file"
    LINK = "link"


class Captions(StrEnum):
    """The captions of a film."""

    REVIEWED = "reviewed"
    AUTOMATIC = "automatic"
    MISSING = "missing"


class Material(Base):
    """One file; `checksum` is its SHA-256 in hexadecimal, `size` its bytes. Or a link, with `url`.

    `opens_at` is the moment of Opening.TIME; of Opening.HAND, when an organizer opened it. `change`
    says what is new in version `number`.
    """

    __tablename__ = "materials"
    __table_args__ = (Index("materials_by_event", "event_id", "session_id"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    kind: Mapped[MaterialKind] = mapped_column(default=MaterialKind.FILE, server_default="file")
    title: Mapped[str]
    language: Mapped[str] = mapped_column(default="sv")
    audience: Mapped[Audience] = mapped_column(default=Audience.PUBLIC)
    opening: Mapped[Opening] = mapped_column(default=Opening.NOW, server_default="now")
    opens_at: Mapped[datetime | None]
    filename: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    checksum: Mapped[str] = mapped_column(index=True, default="")
    size: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int | None]
    url: Mapped[str] = mapped_column(default="", server_default="")
    minutes: Mapped[int | None]
    captions: Mapped[Captions | None]
    number: Mapped[int] = mapped_column(default=1, server_default="1")
    change: Mapped[str] = mapped_column(default="", server_default="")
    changed_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[Version]

    session: Mapped[Session | None] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(
        secondary="material_organisations", order_by=Organisation.name
    )
    earlier: Mapped[list[MaterialVersion]] = relationship(order_by="MaterialVersion.number.desc()")

    @property
    def withdrawn(self) -> bool:
        """Whether nobody may have it any more."""
        return self.withdrawn_at not in {None, UNKNOWN_BEFORE}

    @property
    def is_link(self) -> bool:
        """Whether it is an address, and no file."""
        return self.kind is MaterialKind.LINK


def is_not_withdrawn() -> ColumnElement[bool]:
    """The condition of a query of materials that somebody may have them."""
    return or_(Material.withdrawn_at.is_(None), Material.withdrawn_at == UNKNOWN_BEFORE)


class MaterialOrganisation(Base):
    """An organisation that Audience.ORGANISATIONS means; after a merge maybe twice."""

    __tablename__ = "material_organisations"

    id: Mapped[PrimaryKey]
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)


class MaterialVersion(Base):
    """What a material was before a newer version took its place; organizers can still have it."""

    __tablename__ = "material_versions"

    id: Mapped[PrimaryKey]
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    number: Mapped[int]
    change: Mapped[str] = mapped_column(default="")
    filename: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    checksum: Mapped[str] = mapped_column(index=True, default="")
    size: Mapped[int] = mapped_column(default=0)
    url: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt]


RULES_OF_OLD = 1


class MaterialPage(Base):
    """The text of one page or slide of a file."""

    __tablename__ = "material_pages"
    __table_args__ = (
        Index("material_pages_in_order", "material_id", "number"),
        Index("material_pages_by_rules", "rules", "id"),
    )

    id: Mapped[PrimaryKey]
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    # Those of the stemmer that its stems are by; 1 were the first.
    rules: Mapped[int] = mapped_column(default=RULES_OF_OLD, server_default="1")


class MaterialStem(Base):
    """A stem that a page is found by. An ordinary table: what is deleted of it is gone."""

    __tablename__ = "material_stems"
    __table_args__ = ({"sqlite_with_rowid": False},)

    # By its bytes, so that an index finds what begins with it.
    stem: Mapped[str] = mapped_column(
        String().with_variant(String(collation="C"), "postgresql"), primary_key=True
    )
    page_id: Mapped[int] = mapped_column(
        ForeignKey("material_pages.id"), primary_key=True, index=True
    )


class FileFormat(StrEnum):
    """What somebody needs a material as."""

    LARGE_PRINT = "large-print"
    EASY_TO_READ = "easy-to-read"
    BRAILLE = "braille"
    OTHER = "other"


class FormatRequest(Base):
    """Somebody asked for a material in another format. `email` is emptied once it is answered."""

    __tablename__ = "format_requests"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    format: Mapped[FileFormat]
    words: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    created_at: Mapped[CreatedAt]
    answered_at: Mapped[datetime | None]

    material: Mapped[Material] = relationship()
