"""Series of network meetings: finding, listing and creating them from a list of dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from eventapp.domain.errors import Refusal
from eventapp.domain.event.draft import EventText, create_event, free_dated_slug, free_slug
from eventapp.domain.event.event import PUBLIC_STATES, publish_event
from eventapp.domain.locking import lock_row
from eventapp.domain.record.audit import INSTALLATION, record
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


class SeriesUsed(Refusal):
    """A meeting or a promise to follow one up belongs to the series."""

    code = "series-used"
    sentence = _l("The series has meetings, so it cannot be deleted. Delete their drafts first.")


@dataclass(frozen=True, slots=True)
class SeriesText:
    """What the meetings of a series have in common."""

    title: str
    summary: str
    rules: list[str]
    online_url: str
    seats: int
    lasts: timedelta


def list_series() -> Sequence[Series]:
    """Every series with its meetings, by title."""
    return db.session.scalars(
        select(Series).options(selectinload(Series.events)).order_by(Series.title)
    ).all()


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


def series_revision(slug: str) -> tuple[int, int, int] | None:
    """The revision of the series' page: it changes when the series or a meeting does."""
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
        ).where(Series.slug == slug)
    ).one_or_none()
    return (int(row[0]), int(row[1]), int(row[2])) if row else None


def create_series(
    text: SeriesText, dates: Sequence[datetime], *, published: bool, actor: str, now: datetime
) -> Series:
    """Create a series with an online meeting at each date. Flushes."""
    slug = free_slug(text.title, dates[0])
    taken = db.session.scalar(select(Series.id).where(Series.slug == slug)) is not None
    series = Series(
        slug=f"{slug}-{now:%m%d%H%M%S}" if taken else slug,
        title=text.title,
        summary=text.summary,
        rules=text.rules,
    )
    db.session.add(series)
    db.session.flush()
    for date in sorted(dates):
        _add_meeting(series, text, date, published=published, actor=actor, now=now)
    return series


def is_used(series: Series) -> bool:
    """Whether anything belongs to the series. One statement."""
    columns = (Event.series_id, FollowUp.series_id)
    return any(
        db.session.execute(
            select(*(exists().where(column == series.id) for column in columns))
        ).one()
    )


def delete_series(series: Series, *, actor: str, now: datetime) -> None:
    """Delete a series that nothing belongs to. Raises SeriesUsed. Flushes."""
    lock_row(series)  # whoever adds a meeting waits, and then finds it gone
    if is_used(series):
        raise SeriesUsed
    record(AuditAction.SERIES_DELETED, INSTALLATION, actor=actor, now=now, series=series.slug)
    db.session.delete(series)
    db.session.flush()


def _add_meeting(
    series: Series,
    text: SeriesText,
    starts_at: datetime,
    *,
    published: bool,
    actor: str,
    now: datetime,
) -> Event:
    """Create an online meeting of the series. Flushes."""
    slug = free_dated_slug(text.title, starts_at)
    meeting = create_event(_meeting(text, slug, starts_at), actor=actor, now=now, series=series)
    if published:
        publish_event(meeting, actor=actor, now=now)
    return meeting


def _meeting(text: SeriesText, slug: str, starts_at: datetime) -> EventText:
    # Added in UTC: in local time an hour may be missing, or come twice.
    starts = starts_at.astimezone(UTC)
    return EventText(
        slug=slug,
        title=text.title,
        kind=EventKind.NETWORK_MEETING,
        form=AttendanceMode.ONLINE,
        visibility=EventVisibility.CLOSED,
        summary=text.summary,
        starts_at=starts_at,
        ends_at=starts + text.lasts,
        registration_opens_at=starts_at - REGISTRATION_OPENS_BEFORE,
        registration_closes_at=starts - REGISTRATION_CLOSES_BEFORE,
        cancellation_closes_at=starts - REGISTRATION_CLOSES_BEFORE,
        online_url=text.online_url,
        seats=text.seats,
    )
