"""A card to take along: in the reader's language, without its mailbox, where it may be read."""

import io
import time

import docx
import pypdf
import pytest

from eventapp.models import Readership
from tests.builders.experience import an_experience, an_experience_in_review
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
ENDINGS = ("pdf", "docx", "txt")


def words_of(content: bytes, ending: str) -> str:
    if ending == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if ending == "docx":
        return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    return content.decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_says_what_came_of_it_and_names_a_function_alone(client: Visitor, ending: str) -> None:
    experience = an_experience(
        result="Kötiden halverades.",
        contact_function="trygghetssamordnare",
        contact_email="funktion@town.example",
        contact_for=Readership.ALL,
        references=["Rapport 4"],
        figures={"name": "dagar", "before": 19, "after": 4, "n": None, "period": ""},
    )

    address = f"/experiences/{experience.code}/experience.{ending}"
    answer = client.get(address)

    assert "attachment" in answer.headers["Content-Disposition"]
    text = words_of(answer.data, ending)
    for words in ("Kötiden halverades.", "trygghetssamordnare", "Rapport 4", experience.code):
        assert words in text
    assert "Referenser".casefold() in text.casefold()
    assert "funktion@town.example" not in text
    client.set_cookie("language", "en")
    english = words_of(client.get(address).data, ending)
    assert "References".casefold() in english.casefold()
    assert "Referenser".casefold() not in english.casefold()
    assert "Kötiden halverades." in english


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_one_may_not_read_is_not_there(client: Visitor, ending: str) -> None:
    for hidden in (an_experience(audience=Readership.NETWORK), an_experience_in_review()):
        assert client.get(f"/experiences/{hidden.code}/experience.{ending}").status_code == 404


def test_the_second_time_it_is_ready(client: Visitor) -> None:
    address = f"/experiences/{an_experience().code}/experience.pdf"
    first = client.get(address)
    began = time.perf_counter()

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, time.perf_counter() - began < 1) == (304, True)
