"""Files of an experience: templates and checklists that others may have."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey


class ExperienceFile(Base):
    """One file; `checksum` is its SHA-256 in hexadecimal, `size` its bytes."""

    __tablename__ = "experience_files"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experiences.id"), index=True)
    title: Mapped[str]
    filename: Mapped[str]
    media_type: Mapped[str]
    checksum: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    created_at: Mapped[CreatedAt]
    withdrawn_at: Mapped[datetime | None] = mapped_column(index=True)

    # What components ask of any file.
    is_link = False
    pages = None
