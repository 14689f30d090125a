"""A card as plain text, to be pasted into an intranet."""

import textwrap
from collections.abc import Iterator

from eventapp.documents import markdown
from eventapp.documents.prints.experience.sheet import ExperienceSheet
from eventapp.documents.xml_text import printable

WIDTH = 78


def experience_text(sheet: ExperienceSheet) -> str:
    """The whole card in lines of WIDTH signs at most, as far as words allow."""
    return printable("\n\n".join(filter(None, _parts(sheet)))) + "\n"


def _parts(sheet: ExperienceSheet) -> Iterator[str]:
    yield f"{_wrapped(sheet.title)}\n{sheet.organisation}"
    yield _wrapped(markdown.plain_text(sheet.lead))
    yield _wrapped(markdown.plain_text(sheet.background))
    for section in sheet.sections:
        yield f"{section.heading.upper()}\n{_wrapped(markdown.plain_text(section.text))}"
        if section.figure:
            pairs = zip(section.figure.columns, section.figure.values, strict=True)
            values = ", ".join(f"{column}: {value}" for column, value in pairs)
            yield _wrapped(f"{section.figure.name}. {values}")
    facts = "\n".join(_wrapped(f"{label}: {value}") for label, value in sheet.facts)
    yield f"{sheet.headings.facts.upper()}\n{facts}"
    if sheet.references:
        lines = (f"- {markdown.plain_text(reference)}" for reference in sheet.references)
        yield f"{sheet.headings.references.upper()}\n" + "\n".join(lines)
    yield f"{_wrapped(sheet.approved)}\n{sheet.address}"


def _wrapped(text: str) -> str:
    return "\n".join(
        "\n".join(
            textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
        )
        for line in text.splitlines()
    )
