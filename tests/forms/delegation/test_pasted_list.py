"""What is understood of a list that somebody pasted."""

import pytest

from eventapp.domain.people.organisation import Directory
from eventapp.forms.delegation.pasted_list import PastedList, read_pasted
from eventapp.models import RowOutcome

Cells = tuple[str, str, str]
ANNA: Cells = ("Anna Ek", "anna@town.example", "kurator")
BO: Cells = ("Bo Al", "bo@town.example", "")


def read(text: str) -> PastedList:
    return read_pasted(text, "Älvstads kommun", Directory(()), {})


def understood(text: str) -> list[Cells]:
    return [(row.name, row.email, row.role) for row in read(text).rows]


@pytest.mark.parametrize(
    "text",
    [
        "Namn\tE-post\tRoll\nAnna Ek\tanna@town.example\tkurator\nBo Al\tbo@town.example\t",
        "E-post;Roll;Namn\nanna@town.example;kurator;Anna Ek\nbo@town.example;;Bo Al",
        "Förnamn;Efternamn;Mejl;Titel\nAnna;Ek;anna@town.example;kurator\nBo;Al;bo@town.example;",
        "Anna\tEk\tanna@town.example\tkurator\nBo\tAl\tbo@town.example\t",
        "Anna Ek, anna@town.example, kurator\nBo Al, bo@town.example",
        "Anna Ek anna@town.example kurator\nBo Al bo@town.example",
        "Anna Ek <anna@town.example>, kurator\nBo Al <mailto:bo@town.example>",
        "Ek, Anna <anna@town.example> kurator\r\n'Bo Al' <bo@town.example>;",
        "Anna Ek (anna@town.example) kurator\nBo Al - bo@town.example",
        "1. Anna Ek, anna@town.example, kurator\n2. Bo Al, bo@town.example",
        "• Anna Ek <anna@town.example>, kurator\n• Bo Al <bo@town.example>",
        "Anna Ek\tAnna Ek <anna@town.example>\tkurator\n\nBo Al\tbo@town.example\t",
        "Anna Ek\tanna@town.example\tkurator\nBo Al, bo@town.example",
        "Anna\tEk\tanna@town.example\tkurator\nBo Al, bo@town.example",
        "Anna Ek, kurator, anna@town.example\nBo Al\tbo@town.example",
        "anna@town.example\tAnna Ek\tkurator\nBo Al, bo@town.example",
        "Anna Ek, anna@town.example, kurator\nbo@town.example\tBo Al",
        "Anna Ek; anna@town.example; kurator\nBo\tAl\tbo@town.example",
        "•\tAnna Ek, anna@town.example, kurator\n•\tBo Al <bo@town.example>",
        "Namn\tE-post\tRoll\nAnna Ek, anna@town.example, kurator\nBo Al\tbo@town.example\t",
    ],
    ids=[
        "excel", "semicolons in another order", "two names", "two names without heads", "commas",
        "blanks", "mail", "last name first", "brackets", "numbered", "dotted", "mail in cells",
        "tabs and commas", "two names and commas", "role first", "address first", "address last",
        "tabs and semicolons", "dots and tabs",         "heads and commas",
    ],
)  # fmt: skip
def test_the_same_people_however_they_are_written(text: str) -> None:
    assert understood(text) == [ANNA, BO]


def test_recipients_on_one_line_are_people() -> None:
    text = "Anna Ek <anna@town.example>; Bo Al <bo@town.example>, Cia <cia@town.example>"

    assert [row[0] for row in understood(text)] == ["Anna Ek", "Bo Al", "Cia"]


def test_rows_are_numbered_as_in_the_list() -> None:
    people = "Anna Ek;a@town.example\nBo Al;b@town.example"

    assert [row.number for row in read(people).rows] == [1, 2]
    assert [row.number for row in read(f"Namn;E-post\n{people}").rows] == [2, 3]


def test_other_columns_are_left_out_and_named() -> None:
    pasted = read("Namn\tE-post\tSpecialkost\nAnna Ek\tanna@town.example\tvegan")

    assert pasted.left_out == ("Specialkost",)
    assert pasted.rows[0].role == ""


def test_what_happens_to_each_row_is_said() -> None:
    pasted = read(
        "Anna Ek;anna@town.example;kurator\nANNA BERGLUND;anna.b@town.example;\n"
        "Bo Al;bo@town,example;\nAnna Ek;anna@town.example;kurator\n"
        "Cia Fe;cia@town.example;skyddad identitet"
    )

    assert [row.outcome for row in pasted.rows] == [
        RowOutcome.TAKEN,
        RowOutcome.REPAIRED,
        RowOutcome.HELD,
        RowOutcome.REFUSED,
        RowOutcome.QUARANTINED,
    ]
    assert pasted.rows[2].email == "bo@town.example"  # what was probably meant
    assert (pasted.rows[4].name, pasted.rows[4].email, pasted.rows[4].role) == ("", "", "")
