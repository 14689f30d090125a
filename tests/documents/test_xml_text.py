"""What passes as printable, XML readers take."""

from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from eventapp.documents.xml_text import printable

WILD = st.text(st.characters(exclude_categories=[]))


@given(WILD)
def test_printable_text_is_read_back_from_xml(text: str) -> None:
    cleaned = printable(text)

    read = ET.fromstring(f"<a>{escape(cleaned)}</a>").text or ""

    assert read == cleaned.replace("\r\n", "\n").replace("\r", "\n")


def test_letters_of_every_script_are_printable() -> None:
    text = "Åsa Öberg, Łódź, علی, 王小明, 👩🏽‍🚒 é\n\t"

    assert printable(text) == text
