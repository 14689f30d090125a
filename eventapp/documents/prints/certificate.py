"""Certificates of attendance, with an address at which they can be checked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from eventapp.documents import qr_link
from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.typesetting import is_legible, legible, one_line, runs_leftwards, typeset


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One session: when, what, and how long."""

    time: str
    title: str
    length: str


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """What one certificate says, in the words of its `language` (sv, en or en_GB).

    `what` is the sentence below the name, `total` the time in all, `signed` the lines at the
    signature; `check` goes before the `address` at which it is confirmed.
    """

    heading: str
    organiser: str
    name: str
    what: str
    total: str
    columns: tuple[str, str, str]
    sessions: Sequence[CertificateLine]
    signed: tuple[str, ...]
    check: str
    address: str
    code_words: str
    language: str


def certificates_pdf(sheets: Sequence[CertificateSheet], *, heading: SheetHeading) -> bytes:
    """Print certificates, one on a page. A name that cannot be printed leaves a line for it."""
    return typeset("certificates", {**heading.values(), "papers": [_values(s) for s in sheets]})


def _values(sheet: CertificateSheet) -> dict[str, object]:
    lang, _, region = sheet.language.replace("-", "_").partition("_")
    name = one_line(sheet.name)
    return {
        "lang": lang,
        "region": region or None,
        "heading": sheet.heading,
        "organiser": legible(sheet.organiser),
        "name": name,
        "by_hand": not is_legible(name),
        "leftwards": runs_leftwards(name),
        "what": legible(sheet.what),
        "total": sheet.total,
        "columns": sheet.columns,
        "sessions": [
            {key: legible(text) for key, text in asdict(line).items()} for line in sheet.sessions
        ],
        "signed": [legible(line) for line in sheet.signed if line],
        "check": sheet.check,
        "address": sheet.address,
        "qr": qr_link.svg(sheet.address, title=sheet.code_words),
        "code_words": sheet.code_words,
    }
