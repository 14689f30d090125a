"""Which registrations meet a filter, alone and combined, and the address that a filter has."""

import sqlite3

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from eventapp.domain.desk.registration_filter import (
    RegistrationFilter,
    count_matches,
    is_one_of,
    select_ids,
)
from eventapp.domain.registration import ticket
from eventapp.domain.registration.ticket_code import format_code
from eventapp.extensions import db
from eventapp.models import Event, Job, JobState, Registration, RegistrationState
from tests.builders import HOUR, NOON, a_queue, a_registration, a_session, an_event, an_organisation
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.sending import send

pytestmark = pytest.mark.usefixtures("app")

EVERYTHING = RegistrationFilter(
    words="åsa ek",
    states=(RegistrationState.CONFIRMED, RegistrationState.WAITLISTED),
    organisations=("stad", "Egen förening"),
    session="abc",
    question="fika",
    answer="yes",
    came=False,
    language="en",
    undelivered=True,
    double=True,
    without_session=True,
)


def parameters_max() -> int:
    """How many parameters this database takes in one statement."""
    connection = db.session.connection().connection.dbapi_connection
    if isinstance(connection, sqlite3.Connection):
        return connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    return 2**16 - 1  # of PostgreSQL's protocol


def test_more_ids_may_be_looked_for_than_a_database_takes_parameters() -> None:
    person = a_registration(an_event())
    many = range(person.id, person.id + parameters_max() + 1)
    people = select(Registration.id)

    assert db.session.scalars(people.where(is_one_of(Registration.id, many))).all() == [person.id]
    assert db.session.scalars(people.where(is_one_of(Registration.id, ()))).all() == []
    with pytest.raises(DBAPIError):  # the control
        db.session.scalars(people.where(Registration.id.in_(many)))
    db.session.rollback()


def ids(event: Event, **criteria: object) -> set[int]:
    wanted = RegistrationFilter(**criteria)  # type: ignore[arg-type]
    selected = set(db.session.scalars(select_ids(event, wanted)))
    assert count_matches(event, wanted) == len(selected)
    return selected


def id_set(*registrations: Registration) -> set[int]:
    return {registration.id for registration in registrations}


def test_a_filter_comes_back_from_its_own_address() -> None:
    assert RegistrationFilter.from_args(EVERYTHING.to_args()) == EVERYTHING
    assert RegistrationFilter().to_args() == {}
    assert not RegistrationFilter()
    assert EVERYTHING


def test_what_an_address_says_wrongly_narrows_nothing() -> None:
    args = {"state": ["lost", ""], "came": ["maybe"], "answer": ["yes"], "organisation": [" "]}

    assert not RegistrationFilter.from_args(args)
    assert len(RegistrationFilter.from_args({"q": ["x" * 5000]}).words) == 100


@pytest.mark.parametrize("words", ["Soren", "sören lukasz", "ŁUKASZ", "o'akerstr", "dorde yil"])
def test_words_are_folded_as_people_type_them(words: str) -> None:
    event = an_event()
    name = "Søren Łukasz Đorđević Yıldız O’Åkerström"
    mine = a_registration(event, name=name, email="s@town.example")
    a_registration(event, name="Bo Ek", email="bo@town.example")

    assert ids(event, words=words) == {mine.id}


def test_signs_that_databases_read_otherwise_find_nobody() -> None:
    event = an_event()
    a_registration(event)

    assert ids(event, words="%") == ids(event, words="_") == set()


def test_codes_find_their_registration() -> None:
    event = an_event()
    mine = a_registration(event)
    a_registration(event)

    for text in (mine.code, mine.desk_code, f"{mine.desk_code[:4]}-{mine.desk_code[4:]}".lower()):
        assert ids(event, words=text) == {mine.id}
    assert ids(event, words=format_code(ticket.current_code(mine))) == {mine.id}


def test_a_new_name_and_address_are_found_and_the_old_ones_are_not() -> None:
    event = an_event()
    mine = a_registration(event, name="Åsa Ek", email="asa@town.example")
    mine.name, mine.email = "Asta Lund", "asta@town.example"
    db.session.flush()

    assert ids(event, words="asta lund") == {mine.id}
    assert ids(event, words="asa") == ids(event, words="ek") == set()


def test_any_of_several_states_will_do() -> None:
    event = an_event(seats=1)
    seated = a_registration(event)
    waiting = a_queue(event, 1)
    states = (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED)

    assert ids(event, states=states) == id_set(seated, *waiting)
    assert ids(event, states=states[1:]) == id_set(*waiting)


def test_an_organisation_stands_for_its_tree_and_a_name_for_itself() -> None:
    event, town = an_event(), an_organisation("Älvstad")
    school = an_organisation("Skolan", parent=town)
    of_town, of_school = (
        a_registration(event, organisation=organisation) for organisation in (town, school)
    )
    other = a_registration(event)

    assert ids(event, organisations=(town.code,)) == id_set(of_town, of_school)
    assert ids(event, organisations=(school.code,)) == {of_school.id}
    both = (school.code, other.organisation_name)
    assert ids(event, organisations=both) >= id_set(of_school, other)


def test_an_answer_of_the_pages_list_names_its_question() -> None:
    def read(answer: str) -> tuple[str, str]:
        wanted = RegistrationFilter.from_args({"answer": [answer]})
        assert RegistrationFilter.from_args(wanted.to_args()) == wanted
        return wanted.question, wanted.answer

    assert read("fika:yes") == ("fika", "yes")
    assert read("fika:") == ("fika", "")
    assert read("yes") == ("", "")


def test_by_session_by_answer_and_by_language() -> None:
    event = an_event()
    session = a_session(event)
    chooser = a_registration(event, sessions=[session])
    answering = a_registration(event, answers={"fika": "yes"}, language="en")

    assert ids(event, session=session.code) == {chooser.id}
    assert ids(event, without_session=True) == {answering.id}
    assert ids(event, question="fika", answer="yes") == {answering.id}
    assert ids(event, question="fika") == {answering.id}
    assert ids(event, question="fika", answer="no") == set()
    assert ids(event, question="fika", answer="unanswered") == {chooser.id}
    assert ids(event, language="en", session=session.code) == set()
    assert ids(event, language="en") == {answering.id}


def test_who_came_not_counting_what_was_undone() -> None:
    event = an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    phone, _token = a_phone(event)
    came, undone, absent = (a_registration(event) for _ in range(3))
    scan = a_scan(a_digest(undone))
    send(phone, a_scan(a_digest(came)), scan, a_scan(target=scan["id"]))

    assert ids(event, came=True) == {came.id}
    assert ids(event, came=False) == id_set(undone, absent)


def test_a_letter_that_failed_marks_its_registration_alone() -> None:
    event = an_event()
    unlucky, _other = a_registration(event), a_registration(event)
    for job in db.session.query(Job).all():
        if job.payload.get("registration_id") == unlucky.id:
            job.state = JobState.FAILED
    db.session.add(
        Job(
            kind="sign-in-mail",
            payload={"account_id": 1},
            dedupe_key="x",
            message_id="x",
            state=JobState.FAILED,
            due_at=NOON,
        )
    )
    db.session.flush()

    assert ids(event, undelivered=True) == {unlucky.id}


def test_probable_doubles_are_same_names_and_like_names_at_one_address() -> None:
    event = an_event()
    registration = a_registration(event, name="Åsa Ek", email="asa@town.example")
    again = a_registration(event, name="Åsa Ek", email="asa@home.example")
    typed = a_registration(event, name="Bo Lindgren", email="office@town.example")
    mistyped = a_registration(event, name="Bo Lindgern", email="office@town.example")
    a_registration(event, name="Cia Berg", email="office@town.example")
    a_registration(event, name="Asa Ek", email="other@town.example")

    assert ids(event, double=True) == id_set(registration, again, typed, mistyped)


def test_other_events_are_never_meant() -> None:
    event, other = an_event(), an_event()
    mine = a_registration(event, name="Åsa Ek", email="asa@town.example")
    a_registration(other, name="Åsa Ek", email="asa@home.example")

    assert ids(event) == ids(event, words="asa") == {mine.id}
    assert ids(event, double=True) == set()
