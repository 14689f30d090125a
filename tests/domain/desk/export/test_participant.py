"""Participants as a table: chosen columns, filter, allow-list."""

import pytest

from eventapp.domain.desk.export.export import ExportKind
from eventapp.domain.desk.export.participant import list_columns
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.models import (
    QuestionKind,
    RegistrationState,
)
from tests.builders import (
    a_queue,
    a_registration,
    an_event,
)
from tests.domain.desk.export.tables import add_question, rows_of

pytestmark = pytest.mark.usefixtures("app")

HOTEL = [
    {"value": "tall", "label": {"sv": "Hotell Tall"}},
    {"value": "no", "label": {"sv": "Inget"}},
]


def test_participants_come_by_name_in_the_columns_that_were_chosen() -> None:
    event = an_event()
    a_registration(event, name="Örjan Ek", email="orjan@town.example", role="strateg")
    a_registration(event, name="Åsa Berg", email="asa@town.example")

    assert rows_of(event, columns=("name", "email", "secret", "link_digest")) == [
        ("Namn", "E-postadress"),
        ("Åsa Berg", "asa@town.example"),
        ("Örjan Ek", "orjan@town.example"),
    ]


def test_the_filter_of_the_list_narrows_them() -> None:
    event = an_event(seats=1)
    a_registration(event, name="Åsa Berg")
    a_queue(event, 1, name="Bo Ek")

    waiting = RegistrationFilter(states=(RegistrationState.WAITLISTED,))
    assert rows_of(event, columns=("name", "state"), wanted=waiting)[1:] == [
        ("Bo Ek", "Väntar på plats")
    ]


def test_no_column_holds_needs_secrets_or_what_marks_an_alias() -> None:
    event = an_event()
    a_registration(event, needs=CareNeeds(diet="gluten", access="rullstol"))
    names = [name for name, _label in list_columns(event)]

    text = str(rows_of(event, columns=tuple(names)))
    assert "gluten" not in text
    assert "rullstol" not in text
    assert set(names) == {
        "name", "organisation", "role", "email", "state", "sessions", "registered", "came",
        "language", "badge", "visibility",
    }  # fmt: skip


def test_a_questions_answers_are_a_column_in_words() -> None:
    event = an_event()
    add_question(event, "hotel", QuestionKind.CHOICE, "Hotell?", HOTEL)
    add_question(event, "dinner", QuestionKind.YES_NO, "Middag?")
    a_registration(event, name="Åsa Berg", role="", answers={"hotel": "tall", "dinner": "yes"})
    a_registration(event, name="Bo Ek", role="", answers={"hotel": "gone"})

    header, bo, asa = rows_of(event, ExportKind.ANSWERS)
    assert header[-2:] == ("Hotell?", "Middag?")
    assert (asa[0], *asa[-2:]) == ("Åsa Berg", "Hotell Tall", "Ja")
    assert (bo[0], *bo[-2:]) == ("Bo Ek", "gone", "")


def test_an_answer_that_is_a_number_is_one_in_the_file_too() -> None:
    event = an_event()
    add_question(event, "guests", QuestionKind.NUMBER, "Hur många?")
    add_question(event, "code", QuestionKind.LINE, "Kod?")
    a_registration(event, name="Bo Ek", role="", answers={"guests": "12", "code": "007"})
    a_registration(event, name="Åsa Berg", role="", answers={"guests": "ett par"})

    _header, bo, asa = rows_of(event, ExportKind.ANSWERS)
    assert bo[-2:] == (12, "007")
    assert asa[-2] == "ett par"
