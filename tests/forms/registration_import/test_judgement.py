"""Rows judged against what an event asks: numbers, days, conditions, options without places."""

from collections.abc import Mapping

import pytest

from eventapp.documents.table_file import Table
from eventapp.domain.desk.import_row import JudgedRow, ProblemCode, RowContent, RowDecision
from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.form_content import FormContent, FormQuestion
from eventapp.forms.registration_import.column import guess_columns
from eventapp.forms.registration_import.judgement import Setting, judge, rows_of
from eventapp.models import QuestionKind, RowOutcome

pytestmark = pytest.mark.usefixtures("app")
C = ProblemCode
TOUR = (("m", {"sv": "Museet"}), ("h", {"sv": "Hamnen"}))
ASKED = FormContent(
    (),
    (
        FormQuestion("mat", QuestionKind.YES_NO, {"sv": "Middag"}, {}, (), required=False),
        FormQuestion(
            "barn",
            QuestionKind.NUMBER,
            {"sv": "Barn"},
            {},
            (),
            required=False,
            condition={"question": "mat", "value": "yes"},
        ),
        FormQuestion("dag", QuestionKind.DATE, {"sv": "Ankomst"}, {}, (), required=False),
        FormQuestion("tur", QuestionKind.CHOICES, {"sv": "Tur"}, {}, TOUR, required=False),
        FormQuestion("kort", QuestionKind.LINE, {"sv": "Kort"}, {}, (), required=False),
    ),
)
HEAD = ("Namn", "E-post", "Organisation", "Middag", "Barn", "Ankomst", "Tur", "Kort", "Status")


def judged(
    *rows: Mapping[str, str],
    places: Mapping[str, int] | None = None,
    decisions: Mapping[int, RowDecision] | None = None,
) -> list[JudgedRow]:
    usual = [
        {"Namn": f"Åsa Ek {n}", "E-post": f"asa.{n}@x.example", "Organisation": "Föreningen"}
        for n in range(len(rows))
    ]
    cells = tuple(
        tuple({**facts, **row}.get(head, "") for head in HEAD)
        for facts, row in zip(usual, rows, strict=True)
    )
    table = Table(HEAD, cells)
    contents = rows_of(table)
    for number, decision in (decisions or {}).items():
        contents[number] = RowContent(cells[number - 1], decision=decision)
    setting = Setting(ASKED, Directory(()), places=places or {})
    return judge(guess_columns(table, ASKED), contents, setting)


def codes(row: JudgedRow) -> list[ProblemCode]:
    return [problem.code for problem in row.content.problems]


def test_answers_are_stored_as_the_form_stores_them() -> None:
    (row,) = judged(
        {"Middag": "SANT", "Barn": "2,0", "Ankomst": "45355", "Tur": "hamnen; museet", "Kort": "a"}
    )
    assert row.outcome is RowOutcome.REPAIRED
    assert row.content.entrant.answers == {
        "mat": "yes",
        "barn": "2",
        "dag": "2024-03-04",
        "tur": "m h",
        "kort": "a",
    }
    assert codes(row) == [C.ANSWER_FORM, C.ANSWER_WRITTEN, C.ANSWER_WRITTEN]


@pytest.mark.parametrize(
    ("head", "cell", "code"),
    [
        ("Barn", "1,5", C.NUMBER_UNCLEAR),
        ("Ankomst", "i mars", C.DAY_UNCLEAR),
        ("Tur", "Slottet", C.ANSWER_UNCLEAR),
        ("Middag", "kanske", C.ANSWER_UNCLEAR),
    ],
)
def test_what_is_no_answer_waits_and_is_left_out_if_the_row_is_taken_all_the_same(
    head: str, cell: str, code: ProblemCode
) -> None:
    answers = {"Middag": "Ja", head: cell}
    (row,) = judged(answers)
    assert (row.outcome, codes(row)) == (RowOutcome.HELD, [code])

    (taken,) = judged(answers, decisions={1: RowDecision.TAKE})
    assert taken.outcome is RowOutcome.REPAIRED
    assert C.ANSWER_DROPPED in codes(taken)


def test_what_is_not_asked_after_such_an_answer_is_left_out() -> None:
    with_dinner, without = judged({"Middag": "Ja", "Barn": "2"}, {"Middag": "Nej", "Barn": "2"})
    assert with_dinner.content.entrant.answers == {"mat": "yes", "barn": "2"}
    assert without.content.entrant.answers == {"mat": "no"}
    assert codes(without) == [C.ANSWER_NOT_ASKED]


def test_it_is_said_for_whom_an_option_has_no_places_left() -> None:
    rows = judged(
        {"Tur": "Museet"},
        {"Tur": "Museet;Hamnen", "Status": "avanmäld"},
        {"Tur": "Museet;Hamnen"},
        {"Tur": "Hamnen", "E-post": "x"},
        places={"tur m": 1},
    )
    assert [row.outcome.value for row in rows] == ["taken", "taken", "repaired", "held"]
    (problem,) = rows[2].content.problems
    assert (problem.code, problem.field, problem.before) == (C.OPTION_FULL, "Tur", "Museet")
    assert problem.after == problem.before  # it is taken in all the same, and the page says so
    assert rows[2].content.entrant.answers == {"tur": "m h"}


def test_an_answer_on_one_line_is_one_and_as_long_as_the_form_allows() -> None:
    (row,) = judged({"Kort": "två\nrader" + "x" * 300})
    assert len(row.content.entrant.answers["kort"]) == 200
    assert codes(row) == [C.LINE_BREAKS, C.TOO_LONG]


def test_a_blank_row_is_no_row_and_the_others_have_the_numbers_of_their_lines() -> None:
    person = ("Åsa Ek", "asa@x.example", "Föreningen")
    table = Table(("Namn", "E-post", "Organisation"), (person, ("", " \u00a0", ""), (), person))

    assert list(rows_of(table)) == [1, 4]


def test_a_host_is_no_organisation_unless_the_directory_knows_it() -> None:
    (row,) = judged({"E-post": "asa@nagonstans.example", "Organisation": ""})

    assert row.outcome is RowOutcome.HELD
    assert row.content.entrant.organisation == ""
    assert codes(row) == [C.ORGANISATION_MISSING]
