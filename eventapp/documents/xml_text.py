"""Text that XML can contain and typefaces can show, and XML from files that anybody may send."""

import re
from xml.etree import ElementTree as ET
from xml.parsers import expat

# XML 1.0 §2.2: of the control characters only tab and line ends, no lone surrogates, no U+FFFE/F;
# and what the same section discourages, the C1 controls and the code points of no character.
_FORBIDDEN = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)


def printable(text: str) -> str:
    """Leave out what XML 1.0 cannot contain, even escaped. Does not escape markup."""
    return _FORBIDDEN.sub("", text)


def parse_part(content: bytes) -> ET.Element:
    """The XML of a file's part, in whatever encoding. No entity of its own is ever expanded.

    Raises ValueError where it is no XML, or has a document type, which no program writes there.
    """
    prolog = expat.ParserCreate()
    prolog.StartDoctypeDeclHandler = _refuse_document_type
    prolog.StartElementHandler = _end_of_prolog
    try:
        prolog.Parse(content, True)
    except _PrologRead:
        pass
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(str(error)) from error
    try:
        return ET.fromstring(content)  # noqa: S314  # without a document type, as looked at above
    except (ET.ParseError, LookupError) as error:
        raise ValueError(str(error)) from error


class _PrologRead(Exception):
    """What may declare entities is behind."""


def _refuse_document_type(*_declared: object) -> None:
    raise ValueError("document type")


def _end_of_prolog(*_element: object) -> None:
    raise _PrologRead
