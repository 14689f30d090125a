"""All that anybody can read of an event that is over, as somebody who collects it reads it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping

from docx import Document
from flask import Flask
from sqlalchemy import delete, update

from eventapp.clock import standing_at
from eventapp.domain.survey.results.sharing import link_token
from eventapp.extensions import db
from eventapp.models import Event, Organisation, Registration, Speaker, Survey, SurveyAnswer
from eventapp.models.report.report import ShownAttendance
from tests.builders.account import signed_in
from tests.builders.closing import the_bundle, unpacked
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.moments import DAY
from tests.builders.report import (
    AFTER,
    TOWNS,
    a_report,
    event_people,
    find_or_make,
    gathered,
    written,
)
from tests.builders.speaker import link_of
from tests.documents.prints.reading import text_of
from tests.documents.prints.report.reading import as_json, package_files, sheets_of, word_tables
from tests.views.participant.own import own_page
from tests.visitor import Visitor

READERS: Mapping[str, Callable[[bytes], object]] = {
    "docx": word_tables,
    "pdf": text_of,
    "xlsx": sheets_of,
    "json": as_json,
    "zip": package_files,
}
LOG = "8 Logg"  # has what is read here
PUBLIC = ("changes.atom", "schedule.json", "schedule.ics")
Outputs = dict[str, object]


def all_outputs(app: Flask, desk: Visitor, event: Event) -> Outputs:
    """What each page and file says, by its kind and a colon and which it is. The report is new."""
    return {
        **dict(_of_report(desk, event)),
        **dict(_of_event(app, desk, event)),
        **dict(_of_surveys(desk, event)),
        **dict(_of_towns(app, event)),
        **dict(_of_participants(app, event)),
    }


def _of_report(desk: Visitor, event: Event) -> Iterator[tuple[str, object]]:
    report = written(gathered(a_report(event)))
    address = f"/organizer/reports/{report.code}"
    body = desk.get(address).text.partition('aria-labelledby="summary"')[2]
    page = body.partition('aria-labelledby="more"')[0]
    yield "report", page.replace(report.code, "")
    for ending, read in READERS.items():
        response = desk.get(f"{address}.{ending}")
        assert response.status_code == 200
        yield f"report {ending}", read(response.data)


def _of_event(app: Flask, desk: Visitor, event: Event) -> Iterator[tuple[str, object]]:
    address = f"/organizer/events/{event.slug}"
    yield "summary", _article(desk, f"{address}/summary")
    yield "summary pdf", text_of(desk.get(f"{address}/summary/file.pdf").data)
    word = desk.get(f"{address}/summary/file.docx").data
    yield "summary docx", (word_tables(word), _words_of(word))
    for name, content in unpacked(the_bundle(app, event, now=AFTER)).items():
        folder, _slash, file = name.partition("/")
        if file.endswith((".csv", ".json")) and folder != LOG:
            yield f"bundle, {folder}: {file}", content.decode()


def _of_surveys(desk: Visitor, event: Event) -> Iterator[tuple[str, object]]:
    for survey in db.session.query(Survey).filter_by(event_id=event.id).order_by(Survey.id):
        which = "feedback" if survey.session_id else "survey"
        address = f"/organizer/events/{event.slug}/surveys/{survey.code}"
        yield which, _article(desk, address)
        yield f"{which} results", _article(desk, f"{address}/results")
        yield f"{which} csv", desk.get(f"{address}/results.csv").text
        yield f"{which} texts", _article(desk, f"{address}/texts")


def _of_towns(app: Flask, event: Event) -> Iterator[tuple[str, object]]:
    survey = db.session.query(Survey).filter_by(event_id=event.id, session_id=None).one()
    for name in TOWNS:
        town = find_or_make(name)
        coordinator = signed_in(app.test_client(), a_coordinator(town))  # type: ignore[arg-type]
        delegation = f"/delegations/{the_delegation(event, town).code}"
        yield f"results: {name}", _article(coordinator, f"/own-organisation/results/{survey.code}")
        yield f"own page: {name}", _article(coordinator, "/own-organisation")
        yield f"package: {name}", _texts_in(coordinator.get(f"{delegation}/materials.zip").data)
        yield f"link: {name}", _article(coordinator, f"/results/{link_token(survey, town.code)}")


def _of_participants(app: Flask, event: Event) -> Iterator[tuple[str, object]]:
    visitor: Visitor = app.test_client()  # type: ignore[assignment]
    person = event_people(event)[0]
    yield "participant", _article(visitor, own_page(person, "/results"))
    speaker = db.session.query(Speaker).filter_by(event_id=event.id).one()
    with standing_at(event.ends_at + DAY):  # later the link opens nothing
        yield "lecturer", _article(visitor, link_of(speaker))
    for name in PUBLIC:
        yield name, visitor.get(f"/events/{event.slug}/{name}").text


def _article(reader: Visitor, path: str) -> str:
    """What the page says, without what each of its forms is told anew."""
    answer = reader.get(path)
    assert answer.status_code == 200, path
    said = answer.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="([a-z]+-)?(csrf_token|form_id|version)"[^>]*', "", said)


def _texts_in(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {n: opened.read(n).decode() for n in opened.namelist() if n.endswith(".txt")}


def _words_of(file: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(file)).paragraphs]


def swap(first: str, second: str) -> None:
    """Let the people of two organisations change places, and what they answered.

    As if it had always been so: what was shown before is forgotten.
    """
    db.session.execute(delete(ShownAttendance))
    rows = db.session.query(Organisation).filter(Organisation.name.in_((first, second)))
    ids = {row.name: (row.id, row.code) for row in rows}
    (number, code), (other, other_code) = ids[first], ids[second]
    moving = db.session.query(Registration.id).filter_by(organisation_id=number).all()
    people = [row.id for row in moving]
    move = update(Registration).execution_options(synchronize_session=False)
    db.session.execute(
        move.where(Registration.organisation_id == other).values(organisation_id=number)
    )
    db.session.execute(move.where(Registration.id.in_(people)).values(organisation_id=other))
    for old, new in ((code, "-"), (other_code, code), ("-", other_code)):
        answers = update(SurveyAnswer).execution_options(synchronize_session=False)
        db.session.execute(answers.where(SurveyAnswer.group == old).values(group=new))
        of_group = (SurveyAnswer.question == "q1", SurveyAnswer.value == old)
        db.session.execute(answers.where(*of_group).values(value=new))
    for survey in db.session.query(Survey):
        asked = survey.asked_by_group
        places = {code: asked.get(other_code, 0), other_code: asked.get(code, 0)}
        survey.asked_by_group = {**asked, **places}
        survey.version += 1  # results are kept by it
    db.session.commit()
