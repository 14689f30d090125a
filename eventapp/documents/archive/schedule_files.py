"""Every release of the schedule, each as JSON, as a calendar and on paper."""

from zoneinfo import ZoneInfo

from eventapp.documents import calendar
from eventapp.documents.archive.names import safe_name
from eventapp.documents.archive.source import BundleSource
from eventapp.documents.archive.text import iso_day
from eventapp.documents.archive.writer import CALENDAR, JSON, PDF, BundleWriter
from eventapp.documents.calendar import CalendarEntry
from eventapp.documents.markdown import plain_text
from eventapp.documents.prints.schedule import SchedulePaper
from eventapp.documents.prints.schedule_sheet import print_schedule
from eventapp.documents.schedule_file.details import DetailWriter
from eventapp.documents.schedule_json import schedule_json
from eventapp.domain.place import place
from eventapp.domain.retention.closing.field import permitted
from eventapp.domain.schedule.published import EventFacts, PublishedSchedule, PublishedSession
from eventapp.domain.schedule.release import list_published
from eventapp.i18n import _
from eventapp.models import Event, Release


def write_releases(writer: BundleWriter, source: BundleSource, folder: str) -> None:
    """The releases, and a list of them; speakers who want no page are named and no more."""
    listed = []
    for release, schedule in list_published(source.event):
        listed.append(permitted(release))
        name = f"{folder}{_release_name(release, source.event)}"
        what = _("Version %(number)s of the schedule", number=release.number)
        facts = EventFacts.of(source.event)
        written = schedule_json(schedule, event=facts, base_url=source.base_url)
        writer.add(f"{name}.json", written, JSON, f"{what} (c3voc schedule.json)")
        writer.add(f"{name}.ics", _calendar(source, schedule), CALENDAR, f"{what} (iCalendar)")
        paper = print_schedule(source.event, schedule, SchedulePaper.A4)
        writer.add(f"{name}.pdf", paper, PDF, f"{what} (PDF)")
    if listed:
        what = _("The versions of the schedule, and when each was published")
        writer.add_json(folder + _("Versions") + ".json", listed, what)


def _release_name(release: Release, event: Event) -> str:
    day = iso_day(release.released_at, event.time_zone)
    name = _("Schedule, version %(number)s, %(day)s", number=release.number, day=day)
    return safe_name(name, otherwise=str(release.number))


def _calendar(source: BundleSource, schedule: PublishedSchedule) -> bytes:
    writer = DetailWriter(EventFacts.of(source.event), schedule.origins.speakers)
    entries = [_entry(source, schedule, session, writer) for session in schedule.sessions]
    return calendar.feed(entries, name=source.event.title, url="")


def _entry(
    source: BundleSource,
    schedule: PublishedSchedule,
    session: PublishedSession,
    writer: DetailWriter,
) -> CalendarEntry:
    """The session as it was in this release: a later one has the same UID and a higher sequence."""
    event, room = source.event, session.room.name if session.room else ""
    return CalendarEntry(
        uid=f"{event.public_id.lower()}-{session.code.lower()}@eventapp",
        summary=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=schedule.number,
        stamp=schedule.released_at.replace(microsecond=0),
        location=", ".join(filter(None, (room, place(event)))),
        description=plain_text(session.abstract),
        cancelled=session.cancelled,
        texts=writer.in_calendar(session),
    )
