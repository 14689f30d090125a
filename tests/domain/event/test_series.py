"""Series of online meetings: created from dates, listed, and the revision of their page."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.deletion import delete_draft
from eventapp.domain.event.event import event_page_revision, publish_event
from eventapp.domain.event.series import (
    MeetingExists,
    MeetingPlan,
    SeriesClosed,
    SeriesGone,
    SeriesText,
    SeriesUsed,
    add_meetings,
    close_series,
    create_series,
    delete_series,
    edit_series,
    find_series,
    list_meetings,
    reopen_series,
    series_revision,
)
from eventapp.extensions import db
from eventapp.models import AuditChange, AuditEntry, Event, EventState, Series
from tests.builders import DAY, NEXT_MONTH, NOON, an_event

pytestmark = pytest.mark.usefixtures("app")

LASTS = timedelta(minutes=90)
TEXT = SeriesText("Nätverket", english={"title": "The network"})


def plan(*dates: datetime, published: bool = True) -> MeetingPlan:
    return MeetingPlan(dates, LASTS, "https://meet.example/x", 20, published=published)


def create(*, published: bool = True) -> Series:
    dates = plan(NEXT_MONTH + 30 * DAY, NEXT_MONTH, published=published)
    return create_series(TEXT, dates, actor="organizer", now=NOON)


def test_each_date_becomes_an_online_meeting_in_order_of_time() -> None:
    meetings = list_meetings(create())

    assert [meeting.starts_at for meeting in meetings] == [NEXT_MONTH, NEXT_MONTH + 30 * DAY]
    assert {meeting.ends_at - meeting.starts_at for meeting in meetings} == {LASTS}
    assert all(meeting.online and meeting.closed for meeting in meetings)


def test_drafts_are_no_meetings_that_anybody_sees() -> None:
    series = create(published=False)
    assert list_meetings(series) == []

    draft = series.events[0]
    publish_event(draft, actor="organizer", now=NOON)

    assert list_meetings(series) == [draft]
    assert {event.state for event in series.events} == {EventState.DRAFT, EventState.PUBLISHED}


def test_two_series_of_one_title_get_two_addresses() -> None:
    assert create().slug != create().slug


def test_the_pages_revision_rises_with_the_series_and_each_meeting() -> None:
    series = create()
    revisions = [series_revision(series.slug)]
    series.events[0].revision += 1
    revisions.append(series_revision(series.slug))
    series.version += 1
    revisions.append(series_revision(series.slug))
    an_event(series_id=series.id)
    revisions.append(series_revision(series.slug))

    assert len(set(revisions)) == len(revisions)
    assert series_revision("none") is None


def test_a_series_without_meetings_is_deleted_and_no_other() -> None:
    series = create(published=False)
    with pytest.raises(SeriesUsed):
        delete_series(series, actor="organizer", now=NOON)
    for draft in list(series.events):
        delete_draft(draft, actor="organizer", now=NOON)
    db.session.expire_all()

    delete_series(series, actor="organizer", now=NOON)

    assert find_series(series.slug) is None
    assert db.session.query(AuditEntry).filter_by(action="series deleted").count() == 1


def test_what_is_written_of_a_series_changes_its_pages_and_is_logged() -> None:
    series = create()
    meeting = series.events[0]
    pages = [series_revision(series.slug), event_page_revision(meeting.slug)]
    text = SeriesText("Kretsen", "Om våld", ["Ingen spelar in"], {"title": "The circle"})

    edit_series(series, text, version=series.version, actor="organizer", now=NOON)

    assert (series.title_in("sv"), series.title_in("en")) == ("Kretsen", "The circle")
    assert series.rules_in("en") == ["Ingen spelar in"]
    assert meeting.title == "Nätverket"  # its own text: whoever has a place has read it
    assert series_revision(series.slug) != pages[0]
    assert event_page_revision(meeting.slug) != pages[1]
    changes = [change.after for change in db.session.scalars(select(AuditChange))]
    assert changes == [
        {
            "title": "Kretsen",
            "summary": "Om våld",
            "rules": "Ingen spelar in",
            "english": "The circle",
        }
    ]


def test_a_stale_save_and_a_series_that_is_gone_are_refused() -> None:
    series = create(published=False)
    with pytest.raises(StaleVersion):
        edit_series(series, TEXT, version=series.version + 1, actor="organizer", now=NOON)
    db.session.execute(delete(Event))
    db.session.execute(delete(Series).execution_options(synchronize_session=False))

    with pytest.raises(SeriesGone):
        edit_series(series, TEXT, version=series.version, actor="organizer", now=NOON)


def test_more_meetings_begin_with_the_texts_of_the_series_and_none_comes_twice() -> None:
    series = create()

    add_meetings(series, plan(NEXT_MONTH + 60 * DAY), actor="organizer", now=NOON)

    added = list_meetings(series)[-1]
    assert added.starts_at == NEXT_MONTH + 60 * DAY
    assert (added.title, added.title_in("en")) == ("Nätverket", "The network")
    with pytest.raises(MeetingExists):
        add_meetings(series, plan(NEXT_MONTH), actor="organizer", now=NOON)


def test_a_closed_series_keeps_its_page_and_takes_no_meeting_until_it_is_opened_again() -> None:
    series = create()
    before, version = series_revision(series.slug), series.version

    close_series(series, actor="organizer", now=NOON)
    close_series(series, actor="organizer", now=NOON + DAY)

    assert (series.closed_at, series.version) == (NOON, version)
    assert series_revision(series.slug) != before
    assert len(list_meetings(series)) == 2
    with pytest.raises(SeriesClosed):
        add_meetings(series, plan(NEXT_MONTH + 60 * DAY), actor="organizer", now=NOON)
    reopen_series(series, actor="organizer", now=NOON)
    reopen_series(series, actor="organizer", now=NOON)
    add_meetings(series, plan(NEXT_MONTH + 60 * DAY), actor="organizer", now=NOON)
    assert series_revision(series.slug) != before
    actions = [entry.action for entry in db.session.scalars(select(AuditEntry))]
    assert (actions.count("series closed"), actions.count("series reopened")) == (1, 1)
