"""A cell as the answer to one of an event's own questions, as spreadsheets and forms write it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from eventapp.domain.people.folding import fold
from eventapp.domain.registration.answer import NONE, join_values
from eventapp.domain.registration.form_content import FormQuestion
from eventapp.forms.registration.answer_fields import NUMBER_MAX_DIGITS, YEAR_MAX, YEAR_MIN
from eventapp.forms.registration_import import value
from eventapp.models import QuestionKind

# What stands between several options: Microsoft's forms write semicolons, Google's commas.
BETWEEN = re.compile(r"[;\n|]")
NONE_WORDS = frozenset({"nej", "inga", "ingen", "inget", "none", "no", "ingen av dessa", "0"})
# Thousands may stand apart, as spreadsheets show them; a whole number may have decimals of zero.
WHOLE = re.compile(r"(\d+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:[.,]0{1,2})?")
# Days since the last of 1899, as Excel, LibreOffice and Google Sheets store a date.
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
SERIAL_ZERO = date(1899, 12, 30)
SERIAL_LEAST, SERIAL_MOST = 20_000, 80_000  # 1954 to 2119
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")
MONTHS_MOST = 12
CENTURY_TURNS = 70  # of two figures for a year: 69 is 2069, 70 is 1970
DAYS = (
    re.compile(r"(?P<y>\d\d)-?(?P<m>\d\d)-?(?P<d>\d\d)"),
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[- ./](?P<y>\d{4})"),
    re.compile(r"(?:\w+ )?(?:\w+ )?(?P<d>\d{1,2})[.:]? (?P<word>[a-z]{3})[a-z]*[.,]* (?P<y>\d{4})"),
    re.compile(r"(?:\w+,? )?(?P<word>[a-z]{3})[a-z]*\.? (?P<d>\d{1,2}),? (?P<y>\d{4})"),
)
MONTHS = {word: number for number, word in enumerate(value.MONTHS, 1)} | {"may": 5, "oct": 10}


def is_month_first(cells: Iterable[str]) -> bool:
    """Whether a column has American dates: some can be nothing else, and none the other way."""
    dates = [match for cell in cells if (match := SLASHED.fullmatch(cell))]
    return any(int(match[2]) > MONTHS_MOST for match in dates) and not any(
        int(match[1]) > MONTHS_MOST for match in dates
    )


def read_cell(question: FormQuestion, text: str, *, month_first: bool) -> str | None:
    """The answer as it is stored; None where the cell is no answer to this question.

    Questions answered in free words, and with yes or no, are read elsewhere.
    """
    if question.kind is QuestionKind.NUMBER:
        return read_number(text)
    if question.kind is QuestionKind.DATE:
        return read_day(text, month_first=month_first)
    if question.kind is QuestionKind.CHOICES:
        return read_options(question, text)
    return _options_by_words(question).get(fold(text))


def read_number(text: str) -> str | None:
    """A whole number in digits: 1 200 and 12,0 are ones, 1,5 and 1.200 are not."""
    match = WHOLE.fullmatch(text)
    digits = "".join(match[1].split()) if match else ""
    return str(int(digits)) if digits and len(digits) <= NUMBER_MAX_DIGITS else None


def read_day(text: str, *, month_first: bool = False) -> str | None:
    """A day as ISO 8601 has it, from the ways in which people and programs write one."""
    day = _read_day(" ".join(text.split()), month_first=month_first)
    return day.isoformat() if day and YEAR_MIN <= day.year <= YEAR_MAX else None


def read_options(question: FormQuestion, text: str) -> str | None:
    """Several options, in the question's order; None for words that are none, or too many."""
    known = _options_by_words(question)
    if question.none_option and fold(text) in NONE_WORDS and fold(text) not in known:
        return NONE
    chosen: set[str] = set()
    for piece in filter(fold, BETWEEN.split(text)):
        values = _split(piece.split(","), known)
        if values is None:
            return None
        chosen.update(values)
    if not chosen or len(chosen) > (question.choices_max or len(chosen)):
        return None
    return join_values(value for value in question.labels if value in chosen)


def _split(parts: Sequence[str], known: Mapping[str, str]) -> list[str] | None:
    """The options that these parts name, some of which may have commas of their own."""
    values: list[str] = []
    at = 0
    while at < len(parts):
        ends = range(len(parts), at, -1)
        end = next((end for end in ends if fold(",".join(parts[at:end])) in known), None)
        if end is None:
            return None
        values.append(known[fold(",".join(parts[at:end]))])
        at = end
    return values


def _options_by_words(question: FormQuestion) -> dict[str, str]:
    words = {fold(name): name for name in question.labels}
    words |= {
        fold(label): name for name, labels in question.options for label in labels.values() if label
    }
    return words


def _read_day(text: str, *, month_first: bool) -> date | None:
    if serial := SERIAL.fullmatch(text):
        days = int(serial[1])
        within = SERIAL_LEAST <= days <= SERIAL_MOST
        return SERIAL_ZERO + timedelta(days=days) if within else None
    if (slashed := SLASHED.fullmatch(text)) and (month_first or int(slashed[2]) > MONTHS_MOST):
        return _date(int(slashed[3]), int(slashed[1]), int(slashed[2]))
    for pattern in DAYS:
        if match := pattern.fullmatch(text.casefold()):
            return _date_of(match.groupdict())
    moment = value.read_moment(text)
    return moment.date() if moment else None


def _date_of(parts: Mapping[str, str]) -> date | None:
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000 if year < CENTURY_TURNS else 1900
    month = MONTHS.get(parts["word"], 0) if "word" in parts else int(parts["m"])
    return _date(year, month, int(parts["d"]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
