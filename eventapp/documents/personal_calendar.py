"""One person's agenda as calendar entries, the same in letters, feed and file."""

from zoneinfo import ZoneInfo

from eventapp.addresses import absolute
from eventapp.documents.calendar import CalendarEntry
from eventapp.documents.markdown import plain_text
from eventapp.domain.place import place
from eventapp.domain.registration.own_schedule.agenda import AgendaItem
from eventapp.domain.schedule.opening import described, latest_opening_line
from eventapp.models import Registration


def personal_entry(registration: Registration, item: AgendaItem) -> CalendarEntry:
    """Return an item of the agenda as an entry; where it is, only those learn who have a place."""
    event = registration.event
    where = place(event, confirmed=registration.holds_seat)
    about = latest_opening_line(event) if item.opens else item.description
    if item.session_id is None:
        about = described(about, plain_text(event.text_in(registration.language, "summary")))
    return CalendarEntry(
        uid=item.uid,
        summary=item.summary,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=item.sequence,
        stamp=item.changed_at.replace(microsecond=0),
        location=", ".join(filter(None, (item.room, where))),
        description=about,
        url=_address(registration, item),
        cancelled=item.cancelled,
    )


def _address(registration: Registration, item: AgendaItem) -> str:
    slug = registration.event.slug
    if item.session_id is None:
        return absolute("public.event.show", slug=slug)
    return absolute("public.session.show", slug=slug, code=item.code)
