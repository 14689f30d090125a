"""Series of network meetings: found, created from a list of dates, edited and added to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.event.draft import EventText, create_event, free_dated_slug, free_slug
from eventapp.domain.event.event import PUBLIC_STATES, publish_event
from eventapp.domain.record.audit import INSTALLATION, record, record_change
from eventapp.domain.record.values import Logged, logged_values
from eventapp.domain.schedule.translation import Texts, written
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AttendanceMode,
    AuditAction,
    Event,
    EventKind,
    EventVisibility,
    FollowUp,
    Series,
)

REGISTRATION_OPENS_BEFORE = timedelta(days=28)
REGISTRATION_CLOSES_BEFORE = timedelta(hours=1)
SERIES_FIELDS = ("title", "summary", "rules")  # what may be written in English, too
MEETING_TEXTS = ("title", "summary")  # what a new meeting begins with


class SeriesUsed(Refusal):
    """A meeting or a promise to follow one up belongs to the series."""

    code = "series-used"
    sentence = _l("The series has meetings, so it cannot be deleted. Delete their drafts first.")


class SeriesGone(Refusal):
    """Somebody deleted the series a moment ago."""

    code = "series-gone"
    sentence = _l("Someone has just deleted the series.")


class SeriesClosed(Refusal):
    """The series is closed."""

    code = "series-closed"
    sentence = _l("The series is closed. Open it again to add meetings.")


class MeetingExists(Refusal):
    """The series has a meeting that starts at one of the dates."""

    code = "meeting-exists"
    sentence = _l("The series already has a meeting at one of those times. Take that line away.")


@dataclass(frozen=True, slots=True)
class SeriesText:
    """What is written of a series; `english` has its texts in English, by the names of fields."""

    title: str
    summary: str = ""
    rules: list[str] = field(default_factory=list)
    english: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What new meetings of a series have in common, and when each begins."""

    dates: Sequence[datetime]
    lasts: timedelta
    online_url: str
    seats: int
    published: bool


def list_series() -> Sequence[Series]:
    """Every series with its meetings, by title; those that are closed come last."""
    query = select(Series).options(selectinload(Series.events))
    return db.session.scalars(query.order_by(Series.closed_at.is_not(None), Series.title)).all()


def find_series(slug: str) -> Series | None:
    """The series with this slug."""
    return db.session.scalar(select(Series).where(Series.slug == slug))


def list_meetings(series: Series) -> Sequence[Event]:
    """The public meetings of the series, by time."""
    return db.session.scalars(
        select(Event)
        .where(Event.series_id == series.id, Event.state.in_(PUBLIC_STATES))
        .order_by(Event.starts_at, Event.id)
    ).all()


def series_revision(slug: str) -> tuple[int, ...] | None:
    """The revision of the series' page: it changes when the series or a meeting does.

    Closing counts apart from the version, which is that of the texts: whoever writes goes on.
    """
    row = db.session.execute(
        select(
            Series.version,
            select(func.count())
            .where(Event.series_id == Series.id)
            .correlate(Series)
            .scalar_subquery(),
            select(func.coalesce(func.sum(Event.revision), 0))
            .where(Event.series_id == Series.id)
            .correlate(Series)
            .scalar_subquery(),
            Series.closed_at.is_not(None),
        ).where(Series.slug == slug)
    ).one_or_none()
    return tuple(int(value) for value in row) if row else None


def create_series(text: SeriesText, plan: MeetingPlan, *, actor: str, now: datetime) -> Series:
    """Create a series with an online meeting at each date. Flushes."""
    slug = free_slug(text.title, plan.dates[0])
    taken = db.session.scalar(select(Series.id).where(Series.slug == slug)) is not None
    series = Series(slug=f"{slug}-{now:%m%d%H%M%S}" if taken else slug)
    _write(series, text)
    db.session.add(series)
    db.session.flush()
    record(AuditAction.SERIES_CREATED, INSTALLATION, actor=actor, now=now, series=series.slug)
    _add(series, plan, actor=actor, now=now)
    return series


def edit_series(
    series: Series, text: SeriesText, *, version: int, actor: str, now: datetime
) -> None:
    """Save what is written of the series; its page and those of its meetings show it at once.

    The meetings keep their own texts. Raises SeriesGone, StaleVersion. Flushes.
    """
    _lock(series, key_share=True)
    check_version(series, version)
    before = _logged(series)
    _write(series, text)
    series.version += 1
    record_change(
        AuditAction.SERIES_EDITED,
        INSTALLATION,
        before=before,
        after=_logged(series),
        actor=actor,
        now=now,
        series=series.slug,
    )


def add_meetings(series: Series, plan: MeetingPlan, *, actor: str, now: datetime) -> None:
    """Add an online meeting at each date.

    Raises SeriesGone, SeriesClosed, MeetingExists. Flushes.
    """
    _lock(series, key_share=True)
    if series.closed_at:
        raise SeriesClosed
    query = select(Event.starts_at).where(Event.series_id == series.id)
    if set(db.session.scalars(query)) & set(plan.dates):
        raise MeetingExists
    _add(series, plan, actor=actor, now=now)


def close_series(series: Series, *, actor: str, now: datetime) -> None:
    """Close the series: nothing is added to it, its page, feed and meetings stay.

    A closed one stays as it is. Raises SeriesGone. Flushes.
    """
    _lock(series, key_share=False)  # whoever adds a meeting is done first
    if series.closed_at is None:
        series.closed_at = now
        record(AuditAction.SERIES_CLOSED, INSTALLATION, actor=actor, now=now, series=series.slug)


def reopen_series(series: Series, *, actor: str, now: datetime) -> None:
    """Open the series again; an open one stays as it is. Raises SeriesGone. Flushes."""
    _lock(series, key_share=False)
    if series.closed_at is not None:
        series.closed_at = None
        record(AuditAction.SERIES_REOPENED, INSTALLATION, actor=actor, now=now, series=series.slug)


def is_used(series: Series) -> bool:
    """Whether anything belongs to the series. One statement."""
    columns = (Event.series_id, FollowUp.series_id)
    return any(
        db.session.execute(
            select(*(exists().where(column == series.id) for column in columns))
        ).one()
    )


def delete_series(series: Series, *, actor: str, now: datetime) -> None:
    """Delete a series that nothing belongs to. Raises SeriesGone, SeriesUsed. Flushes."""
    _lock(series, key_share=False)  # whoever adds a meeting waits, and then finds it gone
    if is_used(series):
        raise SeriesUsed
    record(AuditAction.SERIES_DELETED, INSTALLATION, actor=actor, now=now, series=series.slug)
    db.session.delete(series)
    db.session.flush()


def _lock(series: Series, *, key_share: bool) -> None:
    """Lock the series and read it again; with `key_share` others may still refer to it."""
    db.session.flush()
    query = select(Series).where(Series.id == series.id).with_for_update(key_share=key_share)
    if db.session.scalar(query.execution_options(populate_existing=True)) is None:
        raise SeriesGone


def _write(series: Series, text: SeriesText) -> None:
    series.title, series.summary, series.rules = text.title, text.summary, text.rules
    series.english = written(text.english)


def _logged(series: Series) -> Mapping[str, Logged]:
    english = (series.english.get(name) or "" for name in SERIES_FIELDS)
    lines = (text if isinstance(text, str) else "\n".join(text) for text in english)
    values = logged_values(series, SERIES_FIELDS)
    return {**values, "english": "\n\n".join(line for line in lines if line) or None}


def _add(series: Series, plan: MeetingPlan, *, actor: str, now: datetime) -> None:
    for date in sorted(plan.dates):
        slug = free_dated_slug(series.title, date)
        meeting = _meeting(series, plan, slug, date)
        event = create_event(meeting, actor=actor, now=now, series=series)
        event.english = {
            name: series.english[name] for name in MEETING_TEXTS if name in series.english
        }
        if plan.published:
            publish_event(event, actor=actor, now=now)
    db.session.flush()


def _meeting(series: Series, plan: MeetingPlan, slug: str, starts_at: datetime) -> EventText:
    # Added in UTC: in local time an hour may be missing, or come twice.
    starts = starts_at.astimezone(UTC)
    return EventText(
        slug=slug,
        title=series.title,
        kind=EventKind.NETWORK_MEETING,
        form=AttendanceMode.ONLINE,
        visibility=EventVisibility.CLOSED,
        summary=series.summary,
        starts_at=starts_at,
        ends_at=starts + plan.lasts,
        registration_opens_at=starts_at - REGISTRATION_OPENS_BEFORE,
        registration_closes_at=starts - REGISTRATION_CLOSES_BEFORE,
        cancellation_closes_at=starts - REGISTRATION_CLOSES_BEFORE,
        online_url=plan.online_url,
        seats=plan.seats,
    )
