"""Retention: what is deleted when, by whose decision; the runs that did it, and their receipts."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey, Version

WHERE_IN_FORCE = text("ends_at IS NULL")


class DataKind(StrEnum):
    """What sort of data a rule is about. The strings are stored: they never change."""

    REGISTRATIONS = "registrations"
    ANSWERS = "answers"
    CARE_NEEDS = "care-needs"
    SCANS = "scans"
    MAIL_LOG = "mail-log"
    ACCOUNTS = "accounts"
    UPLOADS = "uploads"
    CONTACTS = "contacts"
    LEADS = "leads"
    LOG_DETAILS = "log-details"
    SIGN_IN = "sign-in"
    INVITATIONS = "invitations"
    INVITEES = "invitees"
    SURVEY_LINKS = "survey-links"
    SUBMISSIONS = "submissions"
    IMPORTS = "imports"
    SPEAKER_ADDRESSES = "speaker-addresses"
    BACKUPS = "backups"


class RetentionRule(Base):
    """One decision about one kind of data, in force from `begins_at` until `ends_at`.

    A change is a new row with the next `version`; earlier ones stay, for what applied then.
    """

    __tablename__ = "retention_rules"
    __table_args__ = (
        UniqueConstraint("kind", "version"),
        Index(
            "one_retention_rule_in_force",
            "kind",
            unique=True,
            sqlite_where=WHERE_IN_FORCE,
            postgresql_where=WHERE_IN_FORCE,
        ),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[DataKind]
    version: Mapped[Version]
    days: Mapped[int]
    reference: Mapped[str]
    decided_by: Mapped[str]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class RetentionRun(Base):
    """One run through the rules: a plan, carried out in batches; its receipt once it is finished.

    `under_way` is 1 until then, and None after: at most one run is under way. A run of one event's
    people ahead of the rules has its `event_code`, and the decision that it follows.
    """

    __tablename__ = "retention_runs"
    __table_args__ = (UniqueConstraint("under_way"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    started_by: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    under_way: Mapped[int | None] = mapped_column(default=1)
    log_head: Mapped[str] = mapped_column(default="")
    event_code: Mapped[str] = mapped_column(default="", server_default="")
    reference: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str] = mapped_column(default="", server_default="")

    steps: Mapped[list[RetentionStep]] = relationship(order_by="RetentionStep.id")


class RetentionStep(Base):
    """One kind of data within a run, and the rule as it was: deleted is what is before `before`."""

    __tablename__ = "retention_steps"
    __table_args__ = (UniqueConstraint("run_id", "kind"),)

    id: Mapped[PrimaryKey]
    run_id: Mapped[int] = mapped_column(ForeignKey("retention_runs.id"), index=True)
    kind: Mapped[DataKind]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("retention_rules.id"), index=True)
    days: Mapped[int]
    before: Mapped[datetime]
    finished: Mapped[bool] = mapped_column(default=False)

    @property
    def started_at(self) -> datetime:
        """When its run started."""
        return self.before + timedelta(days=self.days)

    rule: Mapped[RetentionRule | None] = relationship()
    counts: Mapped[list[RetentionCount]] = relationship(order_by="RetentionCount.id")


class RetentionCount(Base):
    """How many rows a step deleted, and how many it left because of a pause; of one event or none.

    The event is known by its public id, so that a receipt outlives it.
    """

    __tablename__ = "retention_counts"
    __table_args__ = (UniqueConstraint("step_id", "event_code"),)

    id: Mapped[PrimaryKey]
    step_id: Mapped[int] = mapped_column(ForeignKey("retention_steps.id"), index=True)
    event_code: Mapped[str] = mapped_column(default="")
    deleted: Mapped[int] = mapped_column(default=0)
    paused: Mapped[int] = mapped_column(default=0)


class RetentionPause(Base):
    """Nothing of one event, or nothing at all, is deleted from `begins_at` until `ends_at`."""

    __tablename__ = "retention_pauses"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    reason: Mapped[str]
    begun_by: Mapped[str]
    begins_at: Mapped[datetime]
    ended_by: Mapped[str] = mapped_column(default="")
    ends_at: Mapped[datetime | None]


class AttendanceCount(Base):
    """What is left of the people of an event: how many of an organisation registered and came.

    The organisation is known by its code and name at that time; both are empty for all who wrote
    their organisation by hand.
    """

    __tablename__ = "attendance_counts"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    organisation_code: Mapped[str] = mapped_column(primary_key=True)
    organisation_name: Mapped[str] = mapped_column(default="")
    registered: Mapped[int]
    attended: Mapped[int]


class ScanCount(Base):
    """What is left of the scans of an event: how many an hour."""

    __tablename__ = "scan_counts"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    scans: Mapped[int]
