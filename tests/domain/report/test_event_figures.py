"""An event's figures, reckoned again from the raw rows in another way."""

import pytest
from flask import Flask

from eventapp.domain.report.document import HIDDEN
from eventapp.domain.report.event_figures import gather_event
from eventapp.domain.report.figures import OrganisationFigures, ReportFigures
from eventapp.domain.report.table import event_table
from eventapp.extensions import db
from eventapp.models import Attendance, CheckIn, Event, Registration, RegistrationState
from tests.builders import NOON, an_event
from tests.builders.report import (
    TOWNS,
    Town,
    a_closed_survey,
    an_event_that_is_over,
    find_or_make,
)
from tests.builders.survey import participants


def by_name(event: Event) -> dict[str, OrganisationFigures]:
    return {row.label: row for row in gather_event(event).organisations}


def test_totals_are_what_the_raw_rows_come_to(app: Flask) -> None:
    event = an_event_that_is_over()
    figures = gather_event(event)

    placed = [
        r
        for r in db.session.query(Registration).filter_by(event_id=event.id)
        if r.state is RegistrationState.CONFIRMED
    ]
    came = {scan.registration_id for scan in db.session.query(CheckIn)}
    assert figures.placed == len(placed) == 70
    assert figures.came == len(came) == 56
    assert figures.absent == 14
    assert figures.came_percent == round(100 * 56 / 70) == 80
    assert (figures.seats, figures.waiting, figures.cancelled) == (200, 0, 0)


def test_large_organisations_are_shown_and_small_ones_and_their_cover_are_not(app: Flask) -> None:
    rows = by_name(an_event_that_is_over())

    assert rows["Storstad"] == OrganisationFigures("Storstad", 30, 87)
    assert rows["Mellanstad"] == OrganisationFigures("Mellanstad", 20, 75)
    # Of five to nine a percentage alone.
    assert rows["Småstad"] == OrganisationFigures("Småstad", None, 78)
    assert all(rows[name].hidden for name in ("Fåstad", "Ensamstad"))
    assert list(rows) == sorted(rows, key=str.casefold) or len(rows) == len(TOWNS)


def test_control_what_is_hidden_could_be_told_from_the_total_if_one_alone_were(app: Flask) -> None:
    """One small organisation is never hidden alone: the rest would be it."""
    rows = by_name(
        an_event_that_is_over({"Stor": Town(20, 15), "Större": Town(30, 20), "Ensam": Town(2, 1)})
    )

    assert rows["Ensam"].hidden
    assert sum(row.hidden for row in rows.values()) > 1


def test_who_is_hidden_stays_hidden_when_others_would_do(app: Flask) -> None:
    """Else the print before, where others are hidden, and this one would tell of the smallest."""
    towns = {"A": Town(3, 2), "B": Town(6, 4), "C": Town(7, 5), "D": Town(12, 9), "E": Town(20, 15)}
    event = an_event_that_is_over(towns)
    before = {name for name, row in by_name(event).items() if row.hidden}
    participants(event, 20, find_or_make("C"))
    participants(event, 1, find_or_make("D"))
    db.session.commit()

    after = by_name(event)

    assert before == {"A", "B", "C"}
    assert before <= {name for name, row in after.items() if row.hidden}
    # One who was added would be told by the difference.
    assert after["D"].placed == 12


def test_what_results_tell_of_a_group_does_not_cover_another(app: Flask) -> None:
    towns = {
        "A": Town(1, 1),
        "B": Town(12, 12, [4] * 12),
        "C": Town(14, 14, [2] * 14),
        "D": Town(20, 15, [5] * 10),
        "E": Town(25, 20, [3] * 12),
        "F": Town(30, 20, [4] * 12),
    }
    event = an_event_that_is_over(towns)
    assert not by_name(an_event_that_is_over(towns))["D"].hidden
    a_closed_survey(event, towns)

    hidden = {name for name, row in by_name(event).items() if row.hidden}

    # All of B and of C answered, as the results say: what is left of the total would be A.
    assert {"A", "B", "C", "D", "E"} <= hidden


def test_an_event_of_few_people_says_nothing_of_them(app: Flask) -> None:
    figures = gather_event(an_event_that_is_over({"Stor": Town(9, 6)}))

    assert (figures.placed, figures.came, figures.came_percent) == (None, None, None)
    assert (figures.waiting, figures.cancelled) == (None, None)
    assert all(row.hidden for row in figures.organisations)


def test_where_nobody_noted_who_came_there_is_no_attendance(app: Flask) -> None:
    figures = gather_event(an_event_that_is_over({"Stor": Town(30, 0), "Liten": Town(12, 0)}))

    assert not figures.recorded
    assert (figures.placed, figures.came) == (42, None)
    assert {row.came_percent for row in figures.organisations} == {None}


def test_a_meeting_online_counts_those_who_were_marked(app: Flask) -> None:
    event = an_event(seats=50)
    people = participants(event, 20)
    for person in people[:15]:
        db.session.add(Attendance(registration_id=person.id, marked_at=NOON, marked_by="host"))
    db.session.commit()

    figures = gather_event(event)

    assert (figures.placed, figures.came, figures.came_percent) == (20, 15, 75)


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (9, None), (10, 10)])
def test_those_who_wait_or_cancelled_are_counted_by_the_same_rule(
    app: Flask, number: int, shown: int | None
) -> None:
    event = an_event_that_is_over({"Stor": Town(20, 15)})
    for state in (RegistrationState.WAITLISTED, RegistrationState.CANCELLED):
        for person in participants(event, number):
            person.state = state
    db.session.commit()

    figures = gather_event(event)

    assert (figures.waiting, figures.cancelled) == (shown, shown)
    row = event_table(ReportFigures((figures,))).rows[0]
    assert row[-2:] == ((HIDDEN, HIDDEN) if shown is None else (shown, shown))


@pytest.mark.parametrize(("came", "shown"), [(30, (None, 100)), (29, (None, 97)), (28, (28, 93))])
def test_where_all_or_all_but_one_came_the_share_alone_is_told(
    app: Flask, came: int, shown: tuple[int | None, int]
) -> None:
    figures = gather_event(an_event_that_is_over({"Stor": Town(30, came)}))

    assert (figures.came, figures.came_percent) == shown
    assert (figures.absent is None) is (figures.came is None)


@pytest.mark.parametrize("placed", [0, 4, 5, 9, 10])
def test_how_many_there_were_is_said_from_ten_on(app: Flask, placed: int) -> None:
    figures = gather_event(an_event_that_is_over({"Stor": Town(placed, 0)}))

    assert figures.placed == (placed if placed >= 10 or not placed else None)
