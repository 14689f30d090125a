"""`python -m tests.bench.organizer.intake [rows]`: registering, and taking in a list of 5,000.

The list goes the way that an organizer's does: sent on the page, looked through, started, taken in
by the worker batch by batch, its page looked at meanwhile. Nobody else may wait for 200 ms.
"""

import gc
import io
import sys

from flask import Flask
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.event.question import (
    QUESTIONS_MAX,
    OptionText,
    RegistrationQuestionText,
    add_question,
)
from eventapp.domain.registration.registration import register
from eventapp.extensions import db
from eventapp.models import Event, ImportRow, QuestionKind, RegistrationImport, RowState
from eventapp.worker.loop import run_once
from tests.bench.organizer.calibrators import Calibrators, Cost, cost_of, report
from tests.bench.organizer.databases import databases
from tests.bench.organizer.lists import sign_in
from tests.bench.organizer.under_lock import describe, seconds_under_lock
from tests.bench.statements import counted
from tests.builders import DAY, a_session, an_applicant, an_event
from tests.builders.forms import send, token_on
from tests.builders.registration_import import a_csv
from tests.visitor import Visitor

ROWS, SECONDS_MAX, LOCK_MS_MAX, WHOLE_MAX, LOCKED_MAX = 5_000, 20, 200, 12, 8
TOWNS = ("Stockholms kommun", "Göteborgs kommun", "Malmö stad", "Region Skåne", "Föreningen Ex")
ROUNDS_PER_LOOK = 10
HEAD = ("Namn", "E-post", "Organisation", "Roll", "Specialkost")


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    for app, calibrators in databases():
        for questions in (0, 5, QUESTIONS_MAX):
            count_registration(app, questions)
        gc.collect()
        gc.freeze()  # as `eventapp serve` does before its processes begin
        take_in(app, counts[0] if counts else ROWS, calibrators)


def an_open_event(slug: str) -> Event:
    """An event that is open now."""
    now = utcnow()
    return an_event(
        slug=slug,
        seats=10_000,
        starts_at=now + 30 * DAY,
        ends_at=now + 31 * DAY,
        registration_opens_at=now - DAY,
        registration_closes_at=now + 20 * DAY,
        cancellation_closes_at=now + 20 * DAY,
    )


def count_registration(app: Flask, questions: int) -> None:
    """Print the statements of one registration that answers so many questions."""
    event = an_open_event(f"questions-{questions}")
    hotels = tuple(OptionText({"sv": f"Hotell {n}"}, places=99) for n in range(3))
    for _ in range(questions):
        text = RegistrationQuestionText(QuestionKind.CHOICES, {"sv": "Var?"}, options=hotels)
        add_question(event, text, actor="organizer", now=utcnow())
    answers = {f"q{number}": "o1 o2" for number in range(1, questions + 1)}
    applicant = an_applicant(answers=answers, sessions=(a_session(event),))
    slug = event.slug
    db.session.commit()
    with counted(app) as count:
        register(slug, applicant, now=utcnow())
        db.session.commit()
    after_lock = count.statements - 1  # the lock is the first
    report(
        f"registration, {questions} questions",
        f"{count} SQL, {after_lock} after the lock, {count.commits} commit",
        "",
        f"≤ {WHOLE_MAX}, {LOCKED_MAX}, 1",
    )


def take_in(app: Flask, rows: int, calibrators: Calibrators) -> None:
    """Send the list, start it, let the worker take it in, and print what each part cost."""
    event = an_open_event("list")
    db.session.commit()
    desk, index = sign_in(app), f"/organizer/events/{event.slug}/import"
    hello, commit, costs = calibrators.hello(), calibrators.commit(), []
    with seconds_under_lock() as locked:
        for name, work in (
            ("sent and looked through", lambda: send_list(desk, index, rows)),
            ("page of what would happen", lambda: desk.get(page_of_list(index))),
            ("started", lambda: start(desk, page_of_list(index))),
            ("taken in by the worker", lambda: work_off(desk, page_of_list(index))),
        ):
            cost = cost_of(work)
            costs.append(cost.seconds)
            report(f"list of {rows}, {name}", *shown(cost, hello, commit), "")
    entered = len(
        db.session.scalars(select(ImportRow.number).where(ImportRow.state == RowState.IN)).all()
    )
    late = "" if sum(costs) <= SECONDS_MAX else "  TOO SLOW"
    report(
        f"list of {rows}, {entered} entered",
        f"{sum(costs):.1f} s",
        f"{sum(costs) / commit / entered:.2f} commits a person",
        f"≤ {SECONDS_MAX} s{late}",
    )
    long = "" if max(locked) * 1000 <= LOCK_MS_MAX else "  TOO LONG"
    report("its transactions under lock", describe(locked), "", f"≤ {LOCK_MS_MAX} ms{long}")


def send_list(desk: Visitor, index: str, rows: int) -> None:
    """Choose a file on the page."""
    people = [
        (f"Åsa {number} Öst", f"p{number}@town.example", TOWNS[number % 5], "Samordnare", "Vegan")
        for number in range(rows)
    ]
    file = io.BytesIO(a_csv(*people, head=HEAD)), "lista.csv"
    answer = desk.post(index, data={"csrf_token": token_on(desk, index), "file": file})
    assert answer.status_code == 303, answer.text


def page_of_list(index: str) -> str:
    """The page of the list that was sent."""
    return f"{index}/{db.session.scalars(select(RegistrationImport.code)).one()}"


def start(desk: Visitor, page: str) -> None:
    """Press the button of the page."""
    version = db.session.scalars(select(RegistrationImport.version)).one()
    answer = send(desk, f"{page}/start", page=page, version=version)
    assert answer.status_code == 303, answer.text


def work_off(desk: Visitor, page: str) -> None:
    """Let the worker take in all batches; whoever waits looks at the page now and then."""
    rounds = 0
    while run_once():
        rounds += 1
        if rounds % ROUNDS_PER_LOOK == 0:
            assert desk.get(page).status_code == 200


def shown(cost: Cost, hello: float, commit: float) -> tuple[str, str]:
    """Seconds, and what they are of the calibrators."""
    return (
        f"{cost.seconds:.2f} s, own {cost.processor:.2f} s",
        f"{cost.processor / hello:.0f} hellos, {cost.seconds / commit:.0f} commits",
    )


if __name__ == "__main__":
    main()
