"""The programme of an event as a file, from the schedule that visitors see."""

from itertools import groupby

from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.prints.logo import printed_logo
from eventapp.documents.prints.schedule import (
    PrintedDay,
    PrintedLine,
    PrintedSchedule,
    SchedulePaper,
    ScheduleWords,
    schedule_pdf,
)
from eventapp.domain.place import place
from eventapp.domain.publication import Output, Showing, showing
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.schedule.published import PublishedDay, PublishedSchedule, PublishedSession
from eventapp.domain.site.revision import site_revision
from eventapp.domain.site.site import shown_site
from eventapp.i18n import _, capital, current_language, date_year, day_year, days, span
from eventapp.models import Event, EventState

CACHED_FILES_MAX = 16  # that of 1,000 sessions has some 400 kB
_files = RevisionCache[tuple[str, str, SchedulePaper], bytes](CACHED_FILES_MAX)


def schedule_file(event: Event, schedule: PublishedSchedule, paper: SchedulePaper) -> bytes:
    """The programme in the current language, cached until the release, event or site changes."""
    revision = (
        schedule.number,
        schedule.released_at,
        schedule.named_only,
        event.version,
        event.state,
        site_revision(),
    )
    key = (event.public_id, current_language(), paper)
    return _files.get(key, revision, lambda: print_schedule(event, schedule, paper))


def print_schedule(event: Event, schedule: PublishedSchedule, paper: SchedulePaper) -> bytes:
    """The programme in the current language, printed anew."""
    language = current_language()
    title = event.title_in(language)
    where = _("Online") if event.online else place(event)
    when = days(event.starts_at, event.ends_at, event.time_zone)
    return schedule_pdf(
        PrintedSchedule(
            facts=" · ".join(filter(None, (when, where))),
            notice=_notice(event),
            about=event.text_in(language, "summary"),
            days=[_day(event, day) for day in schedule.days],
        ),
        heading=SheetHeading(_("Schedule"), title, language, printed_logo()),
        words=ScheduleWords(
            columns=(_("When"), _("Session"), _("Room")),
            footer=_(
                "%(site)s. Version %(number)s, %(date)s",
                site=shown_site()["name"],
                number=schedule.number,
                date=date_year(schedule.released_at, event.time_zone),
            ),
        ),
        paper=paper,
    )


def _notice(event: Event) -> str:
    """That the event does not take place as planned, as its page says."""
    if showing(event, Output.SCHEDULE_PDF) is Showing.PLAIN:
        return ""
    if event.state is EventState.CANCELLED:
        return _("The event has been cancelled")
    return _("The event has been postponed")


def _day(event: Event, day: PublishedDay) -> PrintedDay:
    """The day by time; the time stands out once for sessions of the same hours."""
    lines = []
    for (starts_at, ends_at), together in groupby(
        sorted(day.sessions, key=lambda s: (s.starts_at, s.ends_at)),
        key=lambda s: (s.starts_at, s.ends_at),
    ):
        time = span(starts_at, ends_at, event.time_zone)
        for number, session in enumerate(together):
            lines.append(_line(session, time, again=number > 0))
    return PrintedDay(capital(day_year(day.date)), lines)


def _line(session: PublishedSession, time: str, *, again: bool) -> PrintedLine:
    speakers = ", ".join(
        ", ".join(filter(None, (speaker.name, speaker.organisation)))
        if len(session.speakers) == 1
        else speaker.name
        for speaker in session.speakers
    )
    track = session.track.name if session.track else ""
    return PrintedLine(
        time=time,
        title=session.title,
        about=" · ".join(filter(None, (speakers, track, capital(session.form)))),
        room=session.room.name if session.room else "",
        service=session.kind == "service",
        marks=_("Called off") if session.cancelled else "",
        again=again,
    )
