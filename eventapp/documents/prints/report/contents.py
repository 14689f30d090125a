"""A table of contents for Word: a field that Word can fill anew, and links that work at once.

Nobody but Word knows on which page a heading stands, so page numbers come when the field is
updated. Word is not asked to do that on opening: it would show a warning first.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from eventapp.documents.xml_text import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FIELD = ' TOC \\o "1-1" \\h \\z \\u '
BOOKMARK = "_Toc{number:09}"


def add_contents(document: "Document", headings: Sequence[str]) -> None:
    """Links to these headings, which `mark_heading` marks in this order, as one field."""
    last = len(headings)
    for number, heading in enumerate(headings, start=1):
        paragraph = document.add_paragraph()
        for xml in _link(number, heading, first=number == 1, last=number == last):
            _append(paragraph, xml)


def mark_heading(paragraph: "Paragraph", number: int) -> None:
    """Let the link with this number lead here."""
    name = BOOKMARK.format(number=number)
    start = f'<w:bookmarkStart %s w:id="{number}" w:name="{name}"/>'
    paragraph._p.insert(1, _parsed(start))  # noqa: SLF001  # no other way
    _append(paragraph, f'<w:bookmarkEnd %s w:id="{number}"/>')


def _link(number: int, heading: str, *, first: bool, last: bool) -> Iterator[str]:
    if first:
        yield '<w:r %s><w:fldChar w:fldCharType="begin"/></w:r>'
        yield f'<w:r %s><w:instrText xml:space="preserve">{FIELD}</w:instrText></w:r>'
        yield '<w:r %s><w:fldChar w:fldCharType="separate"/></w:r>'
    yield (
        f'<w:hyperlink %s w:anchor="{BOOKMARK.format(number=number)}" w:history="1"><w:r>'
        f'<w:t xml:space="preserve">{escape(printable(heading))}</w:t></w:r></w:hyperlink>'
    )
    if last:
        yield '<w:r %s><w:fldChar w:fldCharType="end"/></w:r>'


def _append(paragraph: "Paragraph", xml: str) -> None:
    paragraph._p.append(_parsed(xml))  # noqa: SLF001  # no other way


def _parsed(xml: str) -> object:
    from docx.oxml import parse_xml  # noqa: PLC0415 - it serves this verb alone
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    return parse_xml(xml.replace("%s", nsdecls("w"), 1))
