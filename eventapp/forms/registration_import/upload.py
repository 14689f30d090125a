"""The forms of an import: a file, what its columns become, and what is decided about a row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.desk.import_row import DOUBLES, Problem, ProblemCode, RowContent, RowDecision
from eventapp.domain.registration.form_content import FormContent
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import EMAIL_MAX_LENGTH, MaxLength, OneLine, OneOf, OneOfList, tidy
from eventapp.forms.registration.answer_fields import answer_of, single_answer_field
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.forms.registration_import.column import (
    QUESTION,
    Column,
    list_targets,
    question_of,
)
from eventapp.forms.registration_import.judgement import holding_problems
from eventapp.forms.registration_import.words import sheet_row
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l

ACCEPT = ".csv,.txt,.xlsx"
FILE_MAX_BYTES = 10 * 1024 * 1024
C = ProblemCode
# What can be written into a row, and with which problems of it the field is shown.
FIELDS = {
    "name": frozenset({C.NAME_MISSING, C.NAME_WRONG, C.LETTER_LOST}),
    "email": frozenset({C.ADDRESS_WRONG, C.ADDRESS_MISSING}),
    "organisation": frozenset({C.ORGANISATION_MISSING}),
}
SENTENCES = {
    "empty": _l("The file is empty. Choose another."),
    "old-excel": _l(
        "This is an old Excel file. Open it and save it as .xlsx or CSV, then try again."
    ),
    "not-excel": _l(
        "This is not an Excel file. Open it in LibreOffice or Numbers, save it as Excel (.xlsx) or "
        "CSV, then try again."
    ),
    "broken": _l("The file cannot be read. Save the list as .xlsx or CSV and try again."),
    "no-sheet": _l(
        "We find no sheet in the file. Save it as an ordinary Excel workbook (.xlsx) and try again."
    ),
    "no-rows": _l("The file has no rows below its heads. Choose another."),
    "too-many-rows": _l("The list has more than 20,000 rows. Divide it and try again."),
    "title-row": _l(
        "The first row has to say what each column is. Take away what stands above the heads, save "
        "the list and try again."
    ),
    "too-large": _l("The file is larger than 10 MB. Save the list alone, without pictures."),
}


class ImportForm(BaseForm):
    """A list to take in."""

    file = FileField(
        _l("List"),
        description=_l(
            "CSV or Excel (.xlsx), at most 10 MB. The first row says what each column is. "
            "Nobody is registered before you have looked through it."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )


class ColumnsForm(VersionedForm):
    """What each column becomes; one field a column, `column-0` and on."""

    def chosen(self, count: int) -> list[str]:
        """The targets, in the order of the columns."""
        return [self[f"column-{index}"].data or "" for index in range(count)]

    def column_fields(self, count: int) -> list[Any]:
        """The fields, in the order of the columns."""
        return [self[f"column-{index}"] for index in range(count)]


def columns_form(
    columns: Sequence[Column], content: FormContent, language: str
) -> type[ColumnsForm]:
    """The form of a list's columns."""
    choices = [SelectChoice(value, label) for value, label in list_targets(content, language)]
    fields = {
        f"column-{index}": OneOfList(
            _l("%(head)s becomes", head=column.header),
            choices=choices,
            default=str(column.target),
        )
        for index, column in enumerate(columns)
    }
    return type("ListColumnsForm", (ColumnsForm,), fields)


class RowForm(VersionedForm):
    """What is decided about one row that is held."""

    def corrections(self) -> dict[str, str]:
        """What was written, by field."""
        return {
            name: written
            for name, field in self._fields.items()
            if (name in {*FIELDS, "status"} or name.startswith(QUESTION))
            and (written := answer_of(field))
        }

    def chosen_decision(self) -> RowDecision | None:
        """What was chosen of the whole row; leaving it out stands in every form."""
        chosen = self["decision"].data
        return RowDecision(chosen) if chosen in set(RowDecision) else None


def row_form(
    content: RowContent, plan: FormContent, columns: Sequence[Column], language: str
) -> type[RowForm]:
    """The form of one row that is held: a field for each doubt, and what becomes of the row."""
    problems = holding_problems(content)
    fields: dict[str, Any] = {}
    for problem in problems:
        fields |= _field(problem, plan, columns, language)
    fields["decision"] = OneOf(
        _l("What happens to the row?"),
        choices=list(_choices(problems)),
        default=_default(problems),
    )
    return type("HeldRowForm", (RowForm,), fields)


def _field(
    problem: Problem, plan: FormContent, columns: Sequence[Column], language: str
) -> dict[str, Any]:
    name = next((name for name, codes in FIELDS.items() if problem.code in codes), "")
    if name:
        most = EMAIL_MAX_LENGTH if name == "email" else NAME_MAX_LENGTH
        return {
            name: StringField(
                {"name": _l("Name"), "email": _l("Email address")}.get(name, _l("Organisation")),
                filters=[tidy],
                validators=[MaxLength(most), OneLine()],
                default=problem.after or problem.before,
            )
        }
    if problem.code is C.STATUS_UNCLEAR:
        words = (
            ("bekräftad", _l("Registered")),
            ("väntelista", _l("Waiting for a place")),
            ("avanmäld", _l("Cancelled")),
        )
        choices = [SelectChoice(value, label) for value, label in words]
        return {"status": OneOf(_l("Status"), choices=choices, default="bekräftad")}
    if problem.code in {C.ANSWER_UNCLEAR, C.NUMBER_UNCLEAR, C.DAY_UNCLEAR}:
        return {problem.field: _answer_field(problem, plan, columns, language)}
    return {}


def _answer_field(
    problem: Problem, plan: FormContent, columns: Sequence[Column], language: str
) -> Any:
    header = next((column.header for column in columns if column.target == problem.field), "")
    if question := question_of(problem.field, plan):
        # Who leaves it empty takes the person in without this answer.
        return single_answer_field(replace(question, required=False), language)
    return OneOf(header, choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))])


def _choices(problems: Sequence[Problem]) -> Sequence[SelectChoice]:
    double = next((problem for problem in problems if problem.code in DOUBLES), None)
    leave = SelectChoice(RowDecision.LEAVE.value, _("Leave this row out"))
    if double is None:
        return SelectChoice(RowDecision.TAKE.value, _("Take it in")), leave
    if not double.other:
        return SelectChoice(
            RowDecision.TAKE.value, _("It is another person: take in the row")
        ), leave
    instead = SelectChoice(
        RowDecision.INSTEAD.value,
        _("Take in this row, and leave row %(other)s out", other=sheet_row(double.other)),
    )
    keep = SelectChoice(
        RowDecision.LEAVE.value,
        _("Take in row %(other)s, and leave this one out", other=sheet_row(double.other)),
    )
    if double.code is C.DOUBLE_DIFFERS:
        return instead, keep
    take = SelectChoice(RowDecision.TAKE.value, _("They are two people: take in both"))
    return keep, instead, take


def _default(problems: Sequence[Problem]) -> str:
    codes = {problem.code for problem in problems}
    if C.DOUBLE_DIFFERS in codes:
        return RowDecision.INSTEAD.value  # the later one: people send a form again to change it
    return RowDecision.LEAVE.value if codes & (DOUBLES | {C.NO_DAY}) else RowDecision.TAKE.value
