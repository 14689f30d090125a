"""A stranger who wants to learn who is registered: content, status, work done, and letters."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Event, Job, JobKind, Registration, RegistrationState
from tests.builders import HOUR, NOON, a_queue, a_registration, an_event
from tests.views.filled import ENGLISH, WELL, ask_for_place, hidden_in, send
from tests.views.organizer.counting import counted_statements
from tests.views.public.pages import Stopwatch, ask, without_own
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

OFFICE = "kansli@town.example"


@pytest.fixture(params=[9, 1], ids=["places left", "full"])
def event(app: object, request: pytest.FixtureRequest) -> Event:
    """An event at which Anna is, with five others of one office."""
    del app
    event = an_event(seats=request.param)
    a_registration(event, name="Anna Ek", email="anna@town.example")
    for number in range(5):
        a_registration(event, name=f"Person {number}", email=OFFICE)
    gone = a_registration(event, name="Gone Away", email="gone@town.example")
    cancel(gone, now=NOON)
    if request.param == 1:
        a_queue(event, 1)
    return event


PEOPLE = {
    "a newcomer": ("New Person", "new@town.example"),
    "known": ("Anna Ek", "anna@town.example"),
    "known, asking in capitals": ("ANNA EK", "Anna@Town.Example"),
    "another name": ("Bo Ek", "anna@town.example"),
    "one of a full office": ("Person 0", OFFICE),
    "a sixth of an office": ("Person 6", OFFICE),
    "somebody who cancelled": ("Gone Away", "gone@town.example"),
}


@contextmanager
def counted_commits() -> Iterator[list[object]]:
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    sqlalchemy.event.listen(db.engine, "commit", note)
    yield commits
    sqlalchemy.event.remove(db.engine, "commit", note)


def seen(client: Visitor, answer: TestResponse) -> tuple[object, ...]:
    """Everything that the browser is shown, byte for byte."""
    page = ask(client, answer.headers["Location"], "en")
    headers = [pair for pair in answer.headers.to_wsgi_list() if pair[0] != "Set-Cookie"]
    return answer.status_code, answer.data, headers, page.status_code, without_own(page.text)


def test_everybody_is_answered_alike(client: Visitor, event: Event) -> None:
    answers = {
        who: seen(client, ask_for_place(client, event, name=name, email=email))
        for who, (name, email) in PEOPLE.items()
    }

    assert all(answer == answers["a newcomer"] for answer in answers.values())


def test_everybody_costs_as_much(
    client: Visitor, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearly: one statement more or less, and always one commit that writes."""
    Stopwatch(monkeypatch)
    root = f"/events/{event.slug}/registration"
    hidden = hidden_in(client.get(f"{root}/new", headers=ENGLISH).text)
    costs = {}
    for who, (name, email) in PEOPLE.items():
        fields = {**WELL, **hidden, "name": name, "email": email}
        with counted_statements() as sent, counted_commits() as commits:
            assert client.post(root, data=fields, headers=ENGLISH).status_code == 303
        assert len(commits) == 1, who
        assert any("INSERT INTO audit_entries" in statement for statement in sent), who
        costs[who] = len(
            [statement for statement in sent if not statement.startswith("UPDATE events")]
        )

    assert max(costs.values()) - min(costs.values()) <= 2, costs
    assert max(costs.values()) <= 10, costs


def test_the_owner_of_the_address_gets_the_letter_and_nobody_else(
    client: Visitor, event: Event
) -> None:
    anna = db.session.scalars(select(Registration).where(Registration.name == "Anna Ek")).one()
    db.session.query(Job).delete()

    ask_for_place(client, event, name="anna ek", email="anna@town.example")

    job = db.session.scalars(select(Job)).one()
    assert (job.kind, job.payload) == (JobKind.PERSONAL_LINK_MAIL, {"registration_id": anna.id})


def test_an_address_gets_five_letters_an_hour_whatever_names_are_typed(
    client: Visitor, event: Event
) -> None:
    for number in range(12):
        ask_for_place(client, event, name=f"Spam {number % 7}", email="victim@town.example")

    ids = select(Registration.id).where(Registration.email == "victim@town.example")
    people = Counter(db.session.scalars(select(Registration.state).where(Registration.id.in_(ids))))
    soon = db.session.scalars(select(Job).where(Job.due_at < NOON + HOUR)).all()
    numbers = set(db.session.scalars(ids))
    assert people[RegistrationState.PENDING] == 2
    assert sum(job.payload["registration_id"] in numbers for job in soon) == 5


# Asking for a lost link


def ask_for_link(client: Visitor, **fields: str) -> TestResponse:
    return send(client, "/registrations", "/registrations", **fields)


def letters_promised() -> list[int]:
    jobs = db.session.scalars(
        select(Job).where(Job.kind == JobKind.LOST_LINK_MAIL).order_by(Job.id)
    )
    return [job.payload["registration_id"] for job in jobs if job.payload["registration_id"]]


def test_asking_for_a_lost_link_is_answered_alike(client: Visitor, event: Event) -> None:
    del event
    answers = [
        seen(client, ask_for_link(client, email=email, name=name))
        for email, name in (
            ("anna@town.example", ""),
            ("anna@town.example", "Anna Ek"),
            ("nobody@town.example", ""),
            (OFFICE, ""),
            (OFFICE, "Person 3"),
        )
    ]

    assert all(answer == answers[0] for answer in answers)


def test_the_link_of_one_person_is_sent_and_not_those_of_others(
    client: Visitor, event: Event
) -> None:
    third = db.session.scalars(select(Registration).where(Registration.name == "Person 3")).one()
    del event
    db.session.query(Registration).update({"first_letter_at": NOON - 2 * HOUR})

    ask_for_link(client, email=OFFICE, name="person  3")

    assert letters_promised() == [third.id]


def test_an_address_of_several_asks_for_the_name(client: Visitor, event: Event) -> None:
    del event
    db.session.query(Registration).update({"first_letter_at": NOON - 2 * HOUR})

    ask_for_link(client, email=OFFICE)

    assert letters_promised() == []


def test_an_address_of_one_person_needs_no_name(client: Visitor, event: Event) -> None:
    anna = db.session.scalars(select(Registration).where(Registration.name == "Anna Ek")).one()
    del event

    ask_for_link(client, email="ANNA@town.example")

    assert letters_promised() == [anna.id]


def test_lost_links_too_are_five_an_hour(client: Visitor, event: Event) -> None:
    del event
    for _ in range(9):
        ask_for_link(client, email="anna@town.example")

    assert len(letters_promised()) == 4  # the first letter was that of the registration


@pytest.mark.parametrize("email", ["anna@town.example", "nobody@town.example"])
def test_a_lost_link_costs_as_much_for_somebody_as_for_nobody(
    client: Visitor, event: Event, email: str
) -> None:
    del event
    hidden = hidden_in(client.get("/registrations", headers=ENGLISH).text)
    db.session.commit()
    jobs = db.session.scalar(select(func.count()).select_from(Job)) or 0
    db.session.commit()

    with counted_statements() as sent, counted_commits() as commits:
        client.post("/registrations", data={**hidden, "email": email}, headers=ENGLISH)

    assert len(sent) == 3, sent
    assert len(commits) == 1
    assert db.session.scalar(select(func.count()).select_from(Job)) == jobs + 1
