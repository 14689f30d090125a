"""The site's own settings, each saved version as a row of its own, and its logo."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.models.base import Base, PrimaryKey


class SiteLogo(Base):
    """A logo as PNG, without anything that was hidden in the file; never changed."""

    __tablename__ = "site_logos"

    id: Mapped[PrimaryKey]
    png: Mapped[bytes]
    width: Mapped[int]
    height: Mapped[int]
    digest: Mapped[str] = mapped_column(unique=True)


class SiteSettings(Base):
    """One saved version, numbered by `id`; the newest is in force. Never changed or deleted."""

    __tablename__ = "site_settings"

    id: Mapped[PrimaryKey]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]
    restored_from: Mapped[int | None]
    content: Mapped[dict[str, Any]]
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("site_logos.id"))

    logo: Mapped[SiteLogo | None] = relationship()
