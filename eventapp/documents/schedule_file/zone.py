"""Which clock a file is written by: the zone that it names, if that agrees with its own times."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from eventapp.documents.schedule_file.raw import RawSchedule
from eventapp.domain.schedule.schedule_import.content import RepairCode

# Of a time that the file says twice, by the clock and with its distance from UTC.
WallClock = tuple[datetime, str]


@lru_cache(maxsize=256)
def find_zone(name: str) -> ZoneInfo | None:
    """The zone of this name, or None."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):  # no name of a zone, or one of a folder
        return None


def decide_zone(raw: RawSchedule, clocks: Sequence[WallClock], default: str) -> str:
    """The zone to read the file's clock by, with a repair where it is not the one it names."""
    named = find_zone(raw.zone)
    if named and (not clocks or _agrees(named, clocks)):
        return named.key
    if not clocks:
        code = RepairCode.ZONE_UNKNOWN if raw.zone else RepairCode.ZONE_MISSING
        raw.repair("schedule", code, zone=raw.zone[:60], instead=default)
        return default
    offset = clocks[0][0].utcoffset()
    hours = round(offset.total_seconds() / 3600) if offset else 0
    fixed = f"Etc/GMT{-hours:+}" if hours else "UTC"
    zone = default if _agrees(ZoneInfo(default), clocks) else fixed
    if not _agrees(find_zone(zone) or ZoneInfo(default), clocks):
        zone = named.key if named else default
    code = RepairCode.ZONE_DIFFERS if named else RepairCode.ZONE_MISSING
    if raw.zone and not named:
        code = RepairCode.ZONE_UNKNOWN
    raw.repair("schedule", code, zone=raw.zone[:60], instead=zone)
    return zone


def _agrees(zone: ZoneInfo, clocks: Sequence[WallClock]) -> bool:
    """Whether most of the moments are at the written time by this zone's clock."""
    right = sum(f"{moment.astimezone(zone):%H:%M}" == clock for moment, clock in clocks)
    return right * 2 >= len(clocks)
