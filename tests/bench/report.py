"""`python -m tests.bench.report`: a report over 20 events, a summary, and results of 100,000.

Figures are gathered and files written as the worker does it; pages are asked for in this process.
"""

import resource
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select, text

from eventapp.clock import utcnow
from eventapp.documents.prints.report.open_data import report_json, report_package
from eventapp.documents.prints.report.pdf import report_pdf
from eventapp.documents.prints.report.word import report_docx
from eventapp.documents.prints.report.workbook import report_xlsx
from eventapp.domain.report.composition import compose
from eventapp.domain.report.content import figures_of, head_of
from eventapp.domain.report.gathering import read_next, store_part
from eventapp.domain.report.report import ReportChoice, create_report
from eventapp.domain.survey import template
from eventapp.domain.survey.result import find_results
from eventapp.extensions import db
from eventapp.models import Event, Organisation, Report, Survey, SurveyState
from tests.bench.organizer.calibrators import Calibrators, cost_of, report
from tests.bench.organizer.crowd import seed_crowd
from tests.bench.organizer.databases import databases, settle
from tests.bench.organizer.lists import sign_in
from tests.builders import DAY, HOUR

EVENTS, PEOPLE, ANSWERING = 20, 300, 150
RESPONSES, GROUPS = 100_000, 40
REPORT_SECONDS, SUMMARY_SECONDS, FIRST_SECONDS = 30.0, 3.0, 1.0
CACHED_SECONDS, MEMORY_MB = 0.02, 150
# What each answers, as SQL of a number of its own: 18 answers to the standard survey's questions.
GRADE = "CAST(n * 31 % 5 + 1 AS TEXT)"
VALUES = {
    "q2": "SUBSTR('abcdefg', CAST(n % 7 + 1 AS INTEGER), 1)",
    "q3": GRADE,
    **{f"q4-{row}": GRADE for row in "abcdef"},
    **{f"q5-{row}": GRADE for row in "abcd"},
    "q6": f"{GRADE} || '>' || CAST(n * 17 % 5 + 1 AS TEXT)",
    "q8": "CASE n % 3 WHEN 0 THEN 'a>b>c' WHEN 1 THEN 'b>d>e' ELSE 'f>a>c' END",
    "q9": "CAST(n * 13 % 21 AS TEXT)",
    "q10": "CAST(n * 7 % 11 AS TEXT)",
    "q11": "CASE n % 4 WHEN 0 THEN 'no' ELSE 'yes' END",
}
ANSWERED = """WITH RECURSIVE numbers(n) AS
    (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count)
    INSERT INTO survey_answers (survey_id, question, answer_group, value, key)
    SELECT :survey, :question, {group}, {value}, n FROM numbers"""


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    for app, calibrators in databases():
        events = [_seed_event(number) for number in range(EVENTS)]
        settle()
        _measure_report(events, calibrators)
        _measure_summary(app, events[0], calibrators)
        large = _seed_survey(events[0], RESPONSES)
        settle()
        _measure_results(large, calibrators)


def _seed_event(number: int) -> Event:
    event = seed_crowd(PEOPLE, slug=f"event-{number}", first=PEOPLE * number)
    event.starts_at, event.ends_at = utcnow() - DAY, utcnow() - HOUR
    _seed_survey(event, ANSWERING)
    db.session.commit()
    return event


def _seed_survey(event: Event, responses: int) -> Survey:
    """A closed survey that so many of twice as many answered, of GROUPS organisations."""
    now = utcnow()
    survey = template.draft_standard_survey(event, opens_at=now - DAY, closes_at=now)
    codes = list(db.session.scalars(select(Organisation.code).order_by(Organisation.id)))[:GROUPS]
    in_sql = " ".join(f"WHEN {place} THEN '{code}'" for place, code in enumerate(codes))
    group = f"CASE n % {len(codes)} {in_sql} END"
    for question, value in {survey.breakdown: group, **VALUES}.items():
        values = {"count": responses, "survey": survey.id, "question": question}
        db.session.execute(text(ANSWERED.format(group=group, value=value)), values)
    survey.state, survey.complete = SurveyState.CLOSED, True
    survey.asked, survey.answered = 2 * responses, responses
    survey.asked_by_group = {code: 2 * responses // len(codes) for code in codes}
    survey.version += 1
    db.session.commit()
    return survey


def _measure_report(events: list[Event], calibrators: Calibrators) -> None:
    now = utcnow()
    choice = ReportChoice(
        "Bench", "sv", (now - 2 * DAY).date(), now.date(), [event.public_id for event in events]
    )
    bench_report = create_report(choice, actor="bench", now=now)
    db.session.commit()
    steps: list[float] = []
    total = _say_gathering(bench_report, steps)
    figures = figures_of(bench_report)
    assert figures
    document = compose(head_of(bench_report), figures)
    gathered_on = now.date()
    for ending, write in (
        ("docx", lambda: report_docx(document)),
        ("pdf", lambda: report_pdf(document)),
        ("xlsx", lambda: report_xlsx(document)),
        ("json", lambda: report_json(document, gathered_on=gathered_on)),
        ("zip", lambda: report_package(document, gathered_on=gathered_on)),
    ):
        total += _say_file(ending, write, calibrators)
    late = "" if total <= REPORT_SECONDS else "  TOO SLOW"
    report("report, all of it", f"{total:.1f} s", "", f"≤ {REPORT_SECONDS:.0f} s{late}")


def _say_gathering(gathering: Report, steps: list[float]) -> float:
    while True:
        began = time.perf_counter()
        part = read_next(gathering.id, gathering.round, now=utcnow())
        db.session.rollback()
        if part is None:
            break
        store_part(part, now=utcnow())
        db.session.commit()
        steps.append(time.perf_counter() - began)
    report(
        f"report, figures of {EVENTS} events",
        f"{sum(steps):.2f} s",
        f"longest step {1000 * max(steps):.0f} ms",
        "",
    )
    return sum(steps)


def _say_file(ending: str, write: Callable[[], bytes], calibrators: Calibrators) -> float:
    sizes: list[int] = []
    cost = cost_of(lambda: sizes.append(len(write())))
    beside = f"{cost.processor / calibrators.hello():.0f} hellos, {sizes[0] / 1000:.0f} kB"
    report(f"report, {ending}", f"{cost.seconds:.2f} s, own {cost.processor:.2f} s", beside, "")
    return cost.seconds


def _measure_summary(app: Flask, event: Event, calibrators: Calibrators) -> None:
    desk, base = sign_in(app), f"/organizer/events/{event.slug}/summary"
    for name, path in (
        ("page", base),
        ("PDF", f"{base}/file.pdf"),
        ("Word", f"{base}/file.docx"),
    ):
        cost = cost_of(lambda path=path: _ask(desk, path))
        late = "" if cost.seconds <= SUMMARY_SECONDS else "  TOO SLOW"
        report(
            f"summary of an event, {name}",
            f"{cost.seconds:.2f} s, own {cost.processor:.2f} s",
            f"{cost.processor / calibrators.hello():.0f} hellos",
            f"≤ {SUMMARY_SECONDS:.0f} s{late}",
        )


def _ask(desk: object, path: str) -> None:
    answer = desk.get(path)  # type: ignore[attr-defined]
    assert answer.status_code == 200, path


def _measure_results(survey: Survey, calibrators: Calibrators) -> None:
    assert survey.questions
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = cost_of(lambda: find_results(survey))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    cached = cost_of(lambda: find_results(survey))
    beside = f"{first.processor / calibrators.hello():.0f} hellos"
    for name, seconds, limit in (
        ("the first time", first.seconds, FIRST_SECONDS),
        ("cached", cached.seconds, CACHED_SECONDS),
    ):
        late = "" if seconds <= limit else "  TOO SLOW"
        value = f"{1000 * seconds:.1f} ms"
        report(f"{RESPONSES:,} responses, {name}", value, beside, f"≤ {1000 * limit:.0f} ms{late}")
    large = "" if grown <= MEMORY_MB else "  TOO LARGE"
    report("  memory beyond the rest", f"{grown:.0f} MB", "", f"≤ {MEMORY_MB} MB{large}")


if __name__ == "__main__":
    main()
