"""Catering as a table: how many portions for each meal, of which diet. Numbers only, no names."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from eventapp.domain.desk.export.session import load_sessions
from eventapp.domain.desk.export.table import ExportTable, Row, local_clock, local_day
from eventapp.domain.desk.kitchen import KitchenList, count_needs
from eventapp.domain.schedule.published import PublishedSession
from eventapp.i18n import _
from eventapp.models import Event, SessionKind


def catering_table(event: Event, *, title: str) -> ExportTable:
    """For each day and meal: portions without and of each special diet, and their sums.

    A meal is what the schedule has between the sessions (coffee, lunch); where it has none, each
    day of the event is listed. Everybody with a place is counted at each.
    """
    header = [_("Day"), _("Time"), _("Meal"), _("Special diet"), _("Portions")]
    return ExportTable(title, header, _rows(event))


def _rows(event: Event) -> Iterator[Row]:
    needs, total = count_needs(event), 0
    for day, meals in _meals_by_day(event):
        of_day = 0
        for time, meal in meals:
            yield from ((day, time, meal, *portion) for portion in _portions(needs))
            yield (day, time, meal, _("Sum of the meal"), needs.places)
            of_day += needs.places
        yield (day, "", _("Sum of the day"), "", of_day)
        total += of_day
    yield ("", "", _("Sum"), "", total)


def _portions(needs: KitchenList) -> list[tuple[str, int]]:
    special = sum(need.count for need in needs.diet)
    diets = [(need.text, need.count) for need in needs.diet]
    return [(_("No special diet"), needs.places - special), *diets]


def _meals_by_day(event: Event) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Each day, and the time and the words of its meals."""
    zone = event.time_zone
    meals = sorted(
        (session for session in load_sessions(event).values() if _is_meal(session)),
        key=lambda session: (session.starts_at, session.title),
    )
    if not meals:
        return [(day, [("", _("The whole day"))]) for day in _days(event)]
    days = groupby(meals, key=lambda session: local_day(session.starts_at, zone))
    return [
        (day, [(local_clock(meal.starts_at, zone), meal.title) for meal in of_day])
        for day, of_day in days
    ]


def _is_meal(session: PublishedSession) -> bool:
    return session.kind == SessionKind.SERVICE.value and not session.cancelled


def _days(event: Event) -> Iterator[str]:
    zone = ZoneInfo(event.time_zone)
    day, last = (at.astimezone(zone).date() for at in (event.starts_at, event.ends_at))
    while day <= last:
        yield day.isoformat()
        day += timedelta(days=1)
