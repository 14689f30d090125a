"""What people read about a row: what was put right and why, what is in doubt, what is refused."""

from eventapp.domain.desk.import_row import Problem, ProblemCode
from eventapp.forms.registration_import.column import LABELS, ColumnTarget
from eventapp.i18n import _l

C = ProblemCode
SENTENCES: dict[ProblemCode, str] = {
    C.BLANKS: _l("Blanks around the text."),
    C.LINE_BREAKS: _l("Line breaks where one line is wanted."),
    C.CAPITALS: _l("Capital letters throughout."),
    C.SPELLING: _l("Written as in the rest of the list."),
    C.ORGANISATION_GUESSED: _l("Guessed from what else the row says."),
    C.PHONE_FORM: _l("Written as other telephone numbers."),
    C.PHONE_LEFT_OUT: _l("This is not a whole telephone number. It is left out."),
    C.MOMENT_FORM: _l("Date and time written another way."),
    C.MOMENT_LEFT_OUT: _l("No such day exists. It is left out."),
    C.ANSWER_FORM: _l("Yes and no written another way."),
    C.ANSWER_LEFT_OUT: _l("Neither yes nor no. The column is not taken in."),
    C.ANSWER_WRITTEN: _l("Number or date written another way."),
    C.ANSWER_DROPPED: _l(
        "You took the row in without this answer, which is none that can be given."
    ),
    C.ANSWER_NOT_ASKED: _l("Is not asked of those with these answers. It is left out."),
    C.OPTION_FULL: _l("All places of “%(before)s” are taken. It is taken in all the same."),
    C.STATUS_FORM: _l("The word is cut off or misspelt."),
    C.FORMULA: _l("A formula, which could do harm. It is left out."),
    C.PERSONAL_NUMBER: _l("A personal identity number. It is never stored."),
    C.ADDRESS_FORM: _l("Only the address itself is taken in."),
    C.NAME_ORDER: _l("First name first."),
    C.SESSION_LEFT_OUT: _l("No session of that name can be chosen. The person can choose later."),
    C.SESSIONS_COLLIDE: _l("The session is at the same time as another. It is left out."),
    C.LIMITED_VISIBILITY: _l("Asks not to be seen, and gets limited visibility."),
    C.TOO_LONG: _l("Longer than we can store. The end is left out."),
    C.MENDED: _l("You have decided about it."),
    C.REPLACES: _l("Taken in instead of row %(other)s."),
    C.ADDRESS_WRONG: _l("The email address is not right."),
    C.ADDRESS_MISSING: _l("The email address is missing."),
    C.NAME_MISSING: _l("The name is missing."),
    C.NAME_WRONG: _l("The name is too long, or contains an address."),
    C.LETTER_LOST: _l("A letter has been lost from the name."),
    C.ANSWER_UNCLEAR: _l("The answer “%(before)s” is none that can be chosen."),
    C.NUMBER_UNCLEAR: _l("The answer “%(before)s” is not a whole number."),
    C.DAY_UNCLEAR: _l("The answer “%(before)s” is not a date that we can read."),
    C.STATUS_UNCLEAR: _l("The status “%(before)s” is not known."),
    C.ORGANISATION_MISSING: _l("The organisation is missing."),
    C.NO_DAY: _l("Does not come on any day."),
    C.DOUBLE_DIFFERS: _l("The same person is in row %(other)s, with other answers."),
    C.DOUBLE_ADDRESS: _l("Probably the same person as in row %(other)s, with another address."),
    C.DOUBLE_NAME: _l("Probably the same person as in row %(other)s, with another name."),
    C.RELEASED: _l("The security contact has looked at the row. Decide whether it is taken in."),
    C.DOUBLE: _l("The same as row %(other)s."),
    C.REPLACED: _l("Row %(other)s is taken in instead."),
    C.REGISTERED: _l("Is registered already."),
    C.LEFT_OUT: _l("You left it out."),
    C.TOO_WIDE: _l("The row has more cells than the list has columns."),
    C.EMPTY: _l("The row has neither name nor address."),
    C.PROTECTION: _l("The row is held. The security contact looks after it."),
}
REGISTERED_NAMESAKE = _l("Someone with this name is registered already, with another address.")
# Rows are counted from the first below the heads; people see them as their spreadsheet does.
HEAD_ROWS = 1


def sheet_row(number: int) -> int:
    """The row's number as a spreadsheet shows it."""
    return number + HEAD_ROWS


def problem_sentence(problem: Problem) -> str:
    """The sentence about a problem."""
    if problem.code is C.DOUBLE_ADDRESS and not problem.other:
        return str(REGISTERED_NAMESAKE)
    values = {"other": sheet_row(problem.other), "before": problem.before}
    return str(SENTENCES[problem.code]) % values


def field_label(field: str) -> str:
    """A field in words: a thing that is taken in, or the head of a column."""
    return str(LABELS[ColumnTarget(field)]) if field and field in set(ColumnTarget) else field
