"""Reading a list of official codes: CSV in one of three shapes, as programs really save it."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from eventapp.domain.organisation.official_code import DIGITS
from eventapp.models import OrganisationKind

FILE_MAX_BYTES = 5_000_000
TEXT_MAX_LENGTH = 200
OWN_COLUMNS = ("code", "kind", "name", "official_code")
OFFICIAL_COLUMNS = ("code", "name", "full_name")
# What å, ä and ö become when UTF-8 is read as something else.
GARBLED = ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–")


class BrokenFile(Exception):  # named for what happened, as refusals are
    """The file cannot be read; `line` counts from 1, and the text is one sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"Line {line}: {sentence}")
        self.line = line


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One organisation of the file. `name` is empty where the file does not have its own name."""

    line: int
    code: str
    kind: OrganisationKind
    official_code: str
    name: str
    new_name: str
    short_name: str = ""
    also_known_as: str = ""
    parent_code: str = ""


Reader = Callable[[int, Mapping[str, str]], OfficialRow]


def read_official_file(content: bytes) -> list[OfficialRow]:
    """The organisations of the file. Raises BrokenFile.

    It is UTF-8 with or without a mark, or Windows-1252, with commas or semicolons.
    """
    if len(content) > FILE_MAX_BYTES:
        raise BrokenFile(1, "the file is larger than 5 MB, so it is hardly a list of codes.")
    rows: list[OfficialRow] = []
    seen: dict[tuple[str, str], int] = {}
    for row in _rows(_decode(content)):
        for key in {("code", row.code), (row.kind.value, row.official_code)}:
            if key[1] and key in seen:
                raise BrokenFile(row.line, f"{key[1]} is also in line {seen[key]}.")
            seen[key] = row.line
        rows.append(row)
    if not rows:
        raise BrokenFile(2, "there are no organisations in the file.")
    return rows


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BrokenFile(1, "the file is UTF-16. Save it as CSV in UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise BrokenFile(line, "there are signs of no known encoding.") from None
        garbled = min((at for mark in GARBLED if (at := text.find(mark)) >= 0), default=-1)
        if garbled >= 0:
            line = text[:garbled].count("\n") + 1
            raise BrokenFile(line, "the letters are of two encodings. Save it as UTF-8.") from None
    if "\0" in text:
        raise BrokenFile(text[: text.index("\0")].count("\n") + 1, "this is not a text file.")
    return text


def _rows(text: str) -> Iterator[OfficialRow]:
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        columns = [column.strip().lower() for column in next(lines, [])]
        read = _reader_of(columns)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                sentence = f"it has {len(cells)} columns, and the first line {len(columns)}."
                raise BrokenFile(lines.line_num, sentence)
            values = dict(zip(columns, map(_tidy, cells), strict=True))
            _check(lines.line_num, values)
            yield read(lines.line_num, values)
    except csv.Error as error:
        raise BrokenFile(lines.line_num, f"a quotation mark is missing ({error}).") from None


def _reader_of(columns: list[str]) -> Reader:
    if len(set(columns)) == len(columns):
        if set(OWN_COLUMNS) <= set(columns):
            return _read_own
        if set(OFFICIAL_COLUMNS) <= set(columns):
            return _read_municipality if "county_code" in columns else _read_county
    raise BrokenFile(
        1,
        f"it should name the columns {', '.join(OWN_COLUMNS)}, or {', '.join(OFFICIAL_COLUMNS)}.",
    )


def _read_own(line: int, values: Mapping[str, str]) -> OfficialRow:
    if values["kind"] not in set(OrganisationKind):
        kinds = ", ".join(OrganisationKind)
        raise BrokenFile(line, f"“{values['kind']}” is no kind. Write one of {kinds}.")
    kind = OrganisationKind(values["kind"])
    official = values["official_code"]
    return OfficialRow(
        line=line,
        code=values["code"],
        kind=kind,
        official_code=_digits(line, official, kind) if official else "",
        name=values["name"],
        new_name=values["name"],
        short_name=values.get("short_name", ""),
        also_known_as=values.get("also_known_as", ""),
        parent_code=values.get("parent_code", ""),
    )


def _read_municipality(line: int, values: Mapping[str, str]) -> OfficialRow:
    official = _digits(line, values["code"], OrganisationKind.MUNICIPALITY)
    return OfficialRow(
        line=line,
        code=f"kommun-{official}",
        kind=OrganisationKind.MUNICIPALITY,
        official_code=official,
        name=values["full_name"],
        new_name=values["full_name"],
        short_name=values["name"],
    )


def _read_county(line: int, values: Mapping[str, str]) -> OfficialRow:
    """The region of a county has a name of its own, which is not the county's."""
    official = _digits(line, values["code"], OrganisationKind.REGION)
    return OfficialRow(
        line=line,
        code=f"region-{official}",
        kind=OrganisationKind.REGION,
        official_code=official,
        name="",
        new_name=f"Region {values['name']}",
        short_name=f"Region {values['name']}",
        also_known_as=values["full_name"],
    )


def _digits(line: int, code: str, kind: OrganisationKind) -> str:
    """The code with the zeros that spreadsheets take away."""
    digits = DIGITS.get(kind)
    if digits is None:
        return code
    if not (code.isascii() and code.isdigit() and len(code) <= digits):
        raise BrokenFile(line, f"“{code}” is no code of {digits} digits.")
    return code.zfill(digits)


def _check(line: int, values: Mapping[str, str]) -> None:
    for column in ("code", "name", "full_name"):
        if column in values and not values[column]:
            raise BrokenFile(line, f"there is no {column}.")
    for column, value in values.items():
        if len(value) > TEXT_MAX_LENGTH:
            raise BrokenFile(line, f"{column} is longer than {TEXT_MAX_LENGTH} characters.")
        if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in value):
            raise BrokenFile(line, f"there is a control character in {column}.")


def _tidy(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip()
