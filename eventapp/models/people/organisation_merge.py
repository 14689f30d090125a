"""OrganisationMerge: two that were one, or a name that people wrote, and what was moved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey
from eventapp.models.people.organisation import Organisation


class OrganisationMerge(Base):
    """One merge: of the organisation `source`, or of a free text, into `target`.

    `folded_text` is the free text as it is compared, empty for a source. `moved` says which rows
    were moved, for as long as the merge can be undone; after that it is empty. While it is
    `unfinished` the worker goes on moving registrations, or giving them back if it was undone.
    """

    __tablename__ = "organisation_merges"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    folded_text: Mapped[str] = mapped_column(default="")
    added_target: Mapped[bool] = mapped_column(default=False)
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unfinished: Mapped[bool] = mapped_column(default=False)
    actor: Mapped[str]
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    source: Mapped[Organisation | None] = relationship(foreign_keys=[source_id])
    target: Mapped[Organisation] = relationship(foreign_keys=[target_id])
