"""Reports, and events that are over with people who came and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eventapp import transactions
from eventapp.domain.report.gathering import GatheredPart, read_next, store_part
from eventapp.domain.report.report import ReportChoice, create_report
from eventapp.domain.report.report_file import read_draft, store_file
from eventapp.domain.survey.response import SurveyReply, submit_response
from eventapp.extensions import db
from eventapp.models import Event, Organisation, Report, ReportFile, Survey
from eventapp.worker.report_file import WRITERS
from tests.builders.event import an_event
from tests.builders.moments import DAY, NEXT_MONTH, NOON
from tests.builders.people import an_organisation
from tests.builders.survey import (
    a_draft,
    check_in,
    closed_and_mixed,
    links_by_person,
    open_for,
    participants,
)

AFTER = NEXT_MONTH + 30 * DAY
ACTOR = "analyst"


@dataclass(frozen=True, slots=True)
class Town:
    """How many of an organisation had a place, how many came, and the grades that they gave."""

    placed: int
    came: int
    grades: Sequence[int] = ()


# Of every size that is shown in another way.
TOWNS: Mapping[str, Town] = {
    "Storstad": Town(30, 26, [5] * 12 + [3] * 6),
    "Mellanstad": Town(20, 15, [4] * 8 + [2] * 4),
    "Småstad": Town(9, 7, [5] * 4 + [1] * 3),
    "Tvåstad": Town(6, 5, [5] * 5),
    "Fåstad": Town(4, 3, [1] * 2),
    "Ensamstad": Town(1, 0),
}


def an_event_that_is_over(towns: Mapping[str, Town] = TOWNS, **facts: object) -> Event:
    """An event with people of these organisations, some of whom came."""
    event = an_event(seats=200, **facts)  # type: ignore[arg-type]
    here = []
    for name, town in towns.items():
        organisation = find_or_make(name)
        here += participants(event, town.placed, organisation)[: town.came]
    if here:
        check_in(here)
    db.session.commit()
    return event


def find_or_make(name: str) -> Organisation:
    """The organisation of this name."""
    known = db.session.query(Organisation).filter_by(name=name).one_or_none()
    return known or an_organisation(name)


def a_closed_survey(event: Event, towns: Mapping[str, Town] = TOWNS) -> Survey:
    """A survey that those who came were asked to answer, and some did."""
    survey = a_draft(event)
    people = {
        name: [
            person
            for person in event_people(event)
            if person.organisation and person.organisation.name == name
        ][: town.came]
        for name, town in towns.items()
    }
    open_for(survey, [person.id for town in people.values() for person in town])
    links = links_by_person(survey)
    for name, town in towns.items():
        for person, grade in zip(people[name], town.grades, strict=False):
            code = person.organisation.code if person.organisation else ""
            answers = {"q1": code, "q3": str(grade), "q6": f"2>{grade}", "q9": str(2 * grade)}
            submit_response(links[person.id], SurveyReply(answers, {}), now=NOON)
    return closed_and_mixed(survey)


def event_people(event: Event) -> list:  # type: ignore[type-arg]
    """The registrations of the event, as they came in."""
    from eventapp.models import Registration

    return db.session.query(Registration).filter_by(event_id=event.id).order_by("id").all()


def a_report(*events: Event, language: str = "sv", title: str = "Rapport 2027") -> Report:
    """A report about these events, whose figures are not gathered yet."""
    choice = ReportChoice(
        title=title,
        language=language,
        first_day=date(2020, 1, 1),
        last_day=AFTER.date(),
        events=[event.public_id for event in events],
    )
    report = create_report(choice, actor=ACTOR, now=AFTER)
    db.session.commit()
    return report


def gathered(report: Report) -> Report:
    """The report with its figures, as the worker gathers them."""
    report_id, number = report.id, report.round
    db.session.commit()
    while part := _read(report_id, number):
        store_part(part, now=AFTER)
        db.session.commit()
        db.session.expire_all()
    return report


def _read(report_id: int, number: int) -> GatheredPart | None:
    with transactions.reading(db.session):
        return read_next(report_id, number, now=AFTER)


def written(report: Report) -> Report:
    """The report with its Word and PDF files, as the worker writes them."""
    for file in db.session.query(ReportFile).filter_by(report_id=report.id):
        draft = read_draft(file.id, file.turn)
        assert draft
        store_file(draft, WRITERS[draft.ending](draft.document), now=AFTER)
    db.session.commit()
    return report
