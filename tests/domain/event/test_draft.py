"""Writing an event: its address on the web, and fewer seats than are taken."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from eventapp.domain.event import draft
from eventapp.domain.event.draft import (
    EDITABLE_FIELDS,
    EventText,
    SeatsBelowConfirmed,
    SlugTaken,
    free_dated_slug,
    free_slug,
)
from eventapp.extensions import db
from eventapp.models import Event, EventState, RegistrationState
from tests.builders import DAY, NOON, a_registration, an_applicant, an_application, an_event

pytestmark = pytest.mark.usefixtures("app")
MARCH = datetime(2027, 3, 2, 9, tzinfo=ZoneInfo("Europe/Stockholm"))


def edit(event: Event, *, reason: str = "", **other: object) -> None:
    values = {name: getattr(event, name) for name in EDITABLE_FIELDS}
    text = EventText(**{"slug": event.slug, **values, **other})  # type: ignore[arg-type]
    draft.edit_event(
        event, text, version=event.version, actor="organizer", seats_reason=reason, now=NOON
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Råd i maj", "rad-i-maj-2027"),
        ("Rådslag 2027", "radslag-2027"),
        ("2027 års rådslag", "2027-ars-radslag"),
        ("Rådslag 2026", "radslag-2026-2027"),
        ("!!!", "event-2027"),
    ],
)
def test_a_slug_says_the_year_once(title: str, slug: str) -> None:
    assert free_slug(title, MARCH) == slug


@pytest.mark.parametrize("title", ["Nätverksträff", "Nätverksträff 2027"])
def test_meetings_of_a_series_bear_their_date_in_iso_order(title: str) -> None:
    assert free_dated_slug(title, MARCH) == "natverkstraff-2027-03-02"
    an_event(slug="natverkstraff-2027-03-02")
    assert free_dated_slug(title, MARCH) == "natverkstraff-2027-03-02-2"


def test_the_slug_may_be_chosen_while_the_event_is_a_draft() -> None:
    event = an_event(state=EventState.DRAFT)
    edit(event, slug="egen-adress")
    assert event.slug == "egen-adress"

    published = an_event(slug="ligger-fast")
    edit(published, slug="annan")
    assert published.slug == "ligger-fast"


def test_a_slug_that_another_event_has_is_refused() -> None:
    an_event(slug="upptagen")
    event = an_event(state=EventState.DRAFT)
    with pytest.raises(SlugTaken):
        edit(event, slug="upptagen")
    db.session.rollback()


def test_fewer_seats_than_are_taken_need_a_reason_and_nobody_loses_a_place() -> None:
    event = an_event(seats=5)
    registrations = [a_registration(event) for _ in range(5)]
    with pytest.raises(SeatsBelowConfirmed) as refused:
        edit(event, seats=2)
    assert refused.value.taken == 5

    edit(event, seats=2, reason="Mindre sal")
    assert event.seats == 2
    assert {registration.state for registration in registrations} == {RegistrationState.CONFIRMED}


def test_fewer_seats_that_suffice_need_none() -> None:
    event = an_event(seats=5)
    a_registration(event)
    edit(event, seats=1)
    assert event.seats == 1


@pytest.mark.parametrize(("before", "after", "expected"), [(1, 11, 3), (10, 2, 2), (10, 12, 3)])
def test_the_last_moment_to_decide_follows_an_event_that_moves(
    before: int, after: int, expected: int
) -> None:
    """Days from now: cut short by the start that was, cut short by the new one, or neither."""
    event = an_event(approval_days=3, starts_at=NOON + before * DAY, ends_at=NOON + 20 * DAY)
    pending = an_application(event, an_applicant(), now=NOON).registration
    db.session.flush()

    edit(event, starts_at=NOON + after * DAY)

    db.session.expire_all()
    assert pending.decide_by == NOON + expected * DAY


def test_other_changes_of_an_event_leave_the_last_moment_to_decide() -> None:
    event = an_event(approval_days=3)
    pending = an_application(event, an_applicant(), now=NOON - DAY).registration

    edit(event, venue_name="Aulan")

    db.session.expire_all()
    assert pending.decide_by == NOON + 2 * DAY
