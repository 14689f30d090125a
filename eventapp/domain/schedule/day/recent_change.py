"""What releases changed since yesterday, each session once."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import defer

from eventapp.domain.schedule.day.day_moment import local_date
from eventapp.domain.schedule.published import PublishedChange, changes_in
from eventapp.extensions import db
from eventapp.models import Event, Release


def changes_since_yesterday(event: Event, now: datetime) -> dict[str, PublishedChange]:
    """How sessions stand now against how they stood before yesterday, by their codes.

    What was changed and changed back is none of them; nor is a first release.
    """
    yesterday = local_date(now, event.time_zone) - timedelta(days=1)
    since = datetime.combine(yesterday, time.min, ZoneInfo(event.time_zone))
    releases = db.session.scalars(
        select(Release)
        .where(Release.event_id == event.id, Release.number > 1, Release.released_at >= since)
        .options(defer(Release.schedule))
        .order_by(Release.number)
    )
    changes: dict[str, PublishedChange] = {}
    for release in releases:
        for change in changes_in(release):
            earlier = changes.get(change.code)
            before = earlier.before if earlier else change.before
            changes[change.code] = PublishedChange(change.code, before, change.after)
    return {code: change for code, change in changes.items() if change.before != change.after}
