"""What a phone may say of somebody it has just let in: their day, and who of theirs is missing.

Asked for by the scan, so that a phone learns it of those alone whom it let in itself; it is shown
for seconds and never stored there. Of whoever shows less than all of themselves nothing is said,
nor are they counted: two people of an organisation would say by a count what one of them hides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from eventapp.domain.door.attendance import has_attended_on
from eventapp.domain.registration.own_schedule.own_day import chosen_sessions
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.release import latest_schedule
from eventapp.extensions import db
from eventapp.models import (
    CheckIn,
    Device,
    Registration,
    RegistrationState,
    ScanKind,
    Visibility,
)

SESSIONS_MAX = 4
# Of more people nobody asks at a door who is missing, and it would be counted too long.
COUNTED_MAX = 1_000


@dataclass(frozen=True, slots=True)
class MissingOfOne:
    """Of an organisation's people who have a place, how many have not come today."""

    missing: int
    placed: int
    organisation: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """Somebody's own sessions that are left of the day, and how many of theirs are missing."""

    sessions: Sequence[PublishedSession] = ()
    of_theirs: MissingOfOne | None = None


def compose_welcome(device: Device, scan_id: str, language: str, *, now: datetime) -> Welcome:
    """What the phone that made this scan may say of the person it let in; else nothing."""
    registration = db.session.scalar(
        select(Registration)
        .join(CheckIn, CheckIn.registration_id == Registration.id)
        .where(
            CheckIn.scan_id == scan_id,
            CheckIn.device_id == device.id,
            CheckIn.event_id == device.event_id,
            CheckIn.kind == ScanKind.ENTRY,
            CheckIn.admits,
        )
    )
    if registration is None or registration.visibility is not Visibility.NORMAL:
        return Welcome()
    return Welcome(
        _sessions_left(registration, language, now), _missing_of_theirs(registration, now)
    )


def _sessions_left(
    registration: Registration, language: str, now: datetime
) -> list[PublishedSession]:
    schedule, zone = latest_schedule(registration.event), ZoneInfo(registration.event.time_zone)
    if schedule is None:
        return []
    today = now.astimezone(zone).date()
    own = chosen_sessions(registration, schedule.in_language(language))
    left = [s for s in own if s.ends_at > now and s.starts_at.astimezone(zone).date() == today]
    return left[:SESSIONS_MAX]


def _missing_of_theirs(registration: Registration, now: datetime) -> MissingOfOne | None:
    """None where there is nobody else, or too many to be counted at a door."""
    name = registration.organisation_name
    theirs = (
        select(Registration.id)
        .where(
            Registration.event_id == registration.event_id,
            Registration.organisation_name == name,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.visibility == Visibility.NORMAL,
        )
        .limit(COUNTED_MAX + 1)
        .subquery()
    )
    today = now.astimezone(ZoneInfo(registration.event.time_zone)).date()
    came = has_attended_on(today, registration.event)
    placed, present = db.session.execute(
        select(func.count(), func.sum(case((came, 1), else_=0)))
        .select_from(Registration)
        .join(theirs, theirs.c.id == Registration.id)
    ).one()
    if not name or not 1 < placed <= COUNTED_MAX:
        return None
    return MissingOfOne(placed - int(present), placed, name)
