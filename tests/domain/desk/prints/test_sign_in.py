"""Who stands on which sign-in sheet, in an order that gives nothing away."""

import pytest

from eventapp.domain.desk.prints.person import NothingToPrint
from eventapp.domain.desk.prints.sign_in import (
    day_sheet,
    delegation_sheets,
    list_event_days,
    list_for_door,
    list_signed_sessions,
    session_sheets,
)
from eventapp.domain.schedule.release import latest_schedule, store_release
from eventapp.models import Badge, Event, SessionKind
from tests.builders import (
    HOUR,
    NEXT_MONTH,
    NOON,
    a_registration,
    a_session,
    an_event,
    an_organisation,
)

pytestmark = pytest.mark.usefixtures("app")


def released(event: Event) -> None:
    store_release(event, actor="organizer", now=NOON)


def test_an_event_from_evening_to_morning_has_two_days() -> None:
    event = an_event(starts_at=NEXT_MONTH, ends_at=NEXT_MONTH + 24 * HOUR)

    assert len(list_event_days(event)) == 2


def test_a_row_stands_where_its_own_words_put_it() -> None:
    """Sorted by what is hidden, the neighbours would tell it."""
    event, ale, ystad = an_event(), an_organisation("Ale"), an_organisation("Ystad")
    for town, name, badge in (
        (ystad, "Adam A", Badge.FIRST_NAME),
        (ale, "Bo B", Badge.NONE),
        (ale, "Cia C", Badge.ORGANISATION),
        (ale, "Dag D", Badge.FIRST_NAME),
    ):
        a_registration(event, organisation=town, name=name, badge=badge)

    (sheet,) = day_sheet(event, list_event_days(event)[0])

    assert [(p.shown_organisation, p.shown_name) for p in sheet.people] == [
        ("Ale", "Dag"),
        ("Ale", ""),
        ("Ystad", "Adam"),
        ("", ""),
    ]


def test_a_choice_is_signed_by_those_with_a_seat_in_it_and_the_rest_by_all() -> None:
    event = an_event()
    chosen = a_session(event, seats=1)
    plenary = a_session(event, kind=SessionKind.PLENARY, starts_at=NEXT_MONTH + HOUR)
    a_session(event, kind=SessionKind.SERVICE, starts_at=NEXT_MONTH + 2 * HOUR)
    a_session(event, kind=SessionKind.PLENARY, starts_at=NEXT_MONTH + 3 * HOUR, cancelled=True)
    released(event)
    seated = a_registration(event, sessions=(chosen,))
    queued = a_registration(event, sessions=(chosen,))

    sheets = session_sheets(event)

    assert [sheet.session.code for sheet in sheets if sheet.session] == [
        chosen.code,
        plenary.code,
    ]
    assert [{person.id for person in sheet.people} for sheet in sheets] == [
        {seated.id},
        {seated.id, queued.id},
    ]
    assert len(list_signed_sessions(latest_schedule(event))) == 2


def test_each_delegation_has_a_sheet_and_those_of_none_have_none() -> None:
    malmo, boden = an_organisation("Malmö"), an_organisation("Boden")
    event = an_event(reserved={malmo: 1, boden: 1, an_organisation("Ale"): 1})
    for town in (malmo, boden, None):
        a_registration(event, organisation=town)

    assert [(s.organisation, len(s.people)) for s in delegation_sheets(event)] == [
        ("Boden", 1),
        ("Malmö", 1),
    ]


def test_the_door_has_everybody_by_code() -> None:
    event = an_event()
    codes = sorted(a_registration(event).desk_code for _ in range(3))

    assert [person.desk_code for person in list_for_door(event)] == codes


def test_an_empty_event_has_no_sheets() -> None:
    event = an_event()

    for make in (session_sheets, delegation_sheets, list_for_door):
        with pytest.raises(NothingToPrint):
            make(event)
