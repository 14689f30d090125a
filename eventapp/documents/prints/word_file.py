"""Word files as they all begin, and as they leave: page, title and language; no dates."""

import io
from typing import TYPE_CHECKING

from eventapp.documents.xml_text import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

TAGS = {"sv": "sv-SE", "en": "en-GB"}
MARGIN_MM = 25


def new_document(title: str, language: str, author: str = "") -> "Document":
    """An empty A4 document; its language, sv or en, decides how it is read aloud."""
    import docx  # noqa: PLC0415 - it serves this verb alone
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    document, tag = docx.Document(), TAGS[language]
    defaults = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    for element in (defaults, document.settings.element.find(qn("w:themeFontLang"))):
        if element is not None:
            element.set(qn("w:val"), tag)
    _remove_dates(document)
    properties = document.core_properties
    properties.title, properties.language = printable(title), tag
    properties.author, properties.comments = printable(author), ""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(MARGIN_MM)
    return document


def say_language(paragraph: "Paragraph", language: str) -> None:
    """Say that the paragraph is in this language, sv or en, whatever the rest is in."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - it serves this verb alone
    from docx.oxml.ns import qn  # noqa: PLC0415

    for run in paragraph.runs:
        element = OxmlElement("w:lang")
        element.set(qn("w:val"), TAGS[language])
        run._r.get_or_add_rPr().append(element)  # noqa: SLF001


def content_of(document: "Document") -> bytes:
    """The document as a file."""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _remove_dates(document: "Document") -> None:
    """Remove when it was made and changed: the template says 2013, whatever is written in it."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - it serves this verb alone

    package = document.part.package
    properties = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
    for child in list(properties):
        if child.tag.endswith(("}created", "}modified")):
            properties.remove(child)
