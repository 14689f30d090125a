"""Network meetings: notes that are public once they are published, agenda and host in turn."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.deletion import delete_draft
from eventapp.domain.event.follow_up import add_follow_up, finish_follow_up
from eventapp.domain.event.meeting_notes import (
    NoSeries,
    NotesText,
    NothingToCarry,
    carry_agenda,
    list_host_turns,
    list_published_notes,
    save_meeting_notes,
    set_host,
)
from eventapp.domain.event.series import series_revision
from eventapp.extensions import db
from eventapp.models import Event, EventState, MeetingNotes, OrganisationKind, Series
from tests.builders import NEXT_MONTH, NOON, a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")
TEXT = NotesText("Lugnt och bra.", ["En mall"], published=True)


def meetings(number: int) -> list[Event]:
    """Meetings of one series, a month apart, the last of them next month."""
    series = Series(slug="serien", title="Nätverket")
    months = [timedelta(days=28 * n) for n in range(number - 1, -1, -1)]
    listed = [an_event(starts_at=NEXT_MONTH - m, ends_at=NEXT_MONTH - m / 2) for m in months[:-1]]
    listed.append(an_event())
    for event in listed:
        event.series = series
    db.session.flush()
    return listed


def test_notes_are_public_once_they_are_published_and_not_after_that() -> None:
    (meeting,) = meetings(1)
    series = meeting.series
    assert series
    unpublished = NotesText(TEXT.text, TEXT.results, published=False)
    add_follow_up(meeting, "Skriv mallen", "Brå", now=NOON)

    seen = []
    for version, text in enumerate((unpublished, TEXT, unpublished)):
        revision = meeting.revision
        save_meeting_notes(meeting, text, version=version, actor="o", now=NOON)
        assert meeting.revision > revision  # the page of the series is made anew
        seen.append([row.notes.text for row in list_published_notes(series)])

    assert seen == [[], ["Lugnt och bra."], []]
    save_meeting_notes(meeting, TEXT, version=3, actor="o", now=NOON)
    assert [row.text for row in list_published_notes(series)[0].follow_ups] == ["Skriv mallen"]


def test_what_is_decided_and_done_makes_the_page_of_the_series_anew() -> None:
    (meeting,) = meetings(1)
    assert meeting.series
    revisions = [series_revision(meeting.series.slug)]
    row = add_follow_up(meeting, "Skriv mallen", "Brå", now=NOON)
    revisions.append(series_revision(meeting.series.slug))
    finish_follow_up(meeting, row.code, now=NOON)
    revisions.append(series_revision(meeting.series.slug))
    assert len(set(revisions)) == len(revisions)


def test_notes_are_not_saved_over_those_of_somebody_else() -> None:
    (meeting,) = meetings(1)
    save_meeting_notes(meeting, TEXT, version=0, actor="o", now=NOON)

    with pytest.raises(StaleVersion):
        save_meeting_notes(meeting, TEXT, version=0, actor="o", now=NOON)


def test_notes_belong_to_a_series() -> None:
    with pytest.raises(NoSeries):
        save_meeting_notes(an_event(), TEXT, version=0, actor="o", now=NOON)


def test_an_agenda_begins_with_what_is_open_and_goes_on_as_last_time() -> None:
    before, meeting = meetings(2)
    before.agenda, meeting.agenda = ["Incheckning", "Nästa steg"], ["Gäst", "Nästa steg"]
    add_follow_up(before, "Skriv mallen", "Brå", now=NOON)
    done = add_follow_up(before, "Klart", "Brå", now=NOON)
    finish_follow_up(before, done.code, now=NOON)

    carry_agenda(meeting, actor="o", now=NOON)

    assert meeting.agenda == ["Skriv mallen", "Incheckning", "Nästa steg", "Gäst"]
    with pytest.raises(NothingToCarry):
        carry_agenda(meeting, actor="o", now=NOON)


def test_a_meeting_that_was_cancelled_is_not_the_last_one() -> None:
    first, second, meeting = meetings(3)
    first.agenda, second.agenda, second.state = ["Första"], ["Andra"], EventState.CANCELLED
    db.session.flush()

    carry_agenda(meeting, actor="o", now=NOON)

    assert meeting.agenda == ["Första"]


def test_it_is_the_turn_of_who_never_was_the_host_or_long_ago() -> None:
    first, second, meeting = meetings(3)
    towns = [
        an_organisation(name, kind=OrganisationKind.MUNICIPALITY) for name in ("Ett", "Två", "Tre")
    ]
    agency = an_organisation("Myndigheten", kind=OrganisationKind.AGENCY)
    for organisation in (*towns, towns[2], agency):
        a_registration(first, organisation=organisation)
    second.host, first.host = "Ett", "Två"
    db.session.flush()

    assert [turn.name for turn in list_host_turns(meeting)] == ["Tre", "Två", "Ett"]
    set_host(meeting, "Tre", actor="o", now=NOON)
    assert meeting.host == "Tre"
    with pytest.raises(NoSeries):
        set_host(meeting, "Myndigheten", actor="o", now=NOON)


def test_notes_go_with_a_draft_that_is_deleted() -> None:
    (meeting,) = meetings(1)
    meeting.state = EventState.DRAFT
    save_meeting_notes(meeting, TEXT, version=0, actor="o", now=NOON)

    delete_draft(meeting, actor="o", now=NOON)

    assert db.session.scalars(select(MeetingNotes)).all() == []
