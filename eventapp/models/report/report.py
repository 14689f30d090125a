"""Report: what a choice of events came to, in figures that may be shown and words to change."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version


class ReportState(StrEnum):
    """Whether its figures are being gathered."""

    GATHERING = "gathering"
    READY = "ready"


class Report(Base):
    """One report. Its figures are those of one moment, and hold nothing that is hidden.

    `gathered` has those of the events read so far; once all are, they become `figures`, and what
    `figures` was becomes `figures_before`. See domain/report/figures.py for what is in them.
    """

    __tablename__ = "reports"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    title: Mapped[str]
    language: Mapped[str] = mapped_column(default="sv")
    first_day: Mapped[date]
    last_day: Mapped[date]
    # The public ids of the events, by time, and the codes of the focus areas; all where empty.
    events: Mapped[list[str]] = mapped_column(default=list)
    focus_areas: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[ReportState] = mapped_column(default=ReportState.GATHERING)
    # Rises each time that the figures are asked for anew: a job of the time before stops.
    round: Mapped[int] = mapped_column(default=1)
    gathered: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    figures_before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    gathered_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
    version: Mapped[Version]


class ReportText(Base):
    """What somebody wrote in place of a section's draft, and what the draft was at that time."""

    __tablename__ = "report_texts"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    draft: Mapped[str]
    version: Mapped[Version]


class ShownAttendance(Base):
    """The counts of an event's people that have been shown, and which of them are hidden.

    `counts` are, by group of the results, its name, those with a place and those who came; people
    of no group stand under an empty code. `others` are those who waited and cancelled. `hidden` are
    codes: once hidden they stay so. See domain/report/shown_attendance.py.
    """

    __tablename__ = "shown_attendance"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    others: Mapped[dict[str, Any]] = mapped_column(default=dict)
    hidden: Mapped[list[str]] = mapped_column(default=list)


class ReportFile(Base):
    """A report as Word or PDF. It is that of `content_version` of the report, none where 0.

    `turn` rises each time that it is asked for, of the version `asked_version`: a job of the time
    before stops.
    """

    __tablename__ = "report_files"
    __table_args__ = (UniqueConstraint("report_id", "ending"),)

    id: Mapped[PrimaryKey]
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    ending: Mapped[str]
    turn: Mapped[int] = mapped_column(default=0)
    asked_version: Mapped[int] = mapped_column(default=0)
    failed: Mapped[bool] = mapped_column(default=False)
    content_version: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    size: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime | None]
