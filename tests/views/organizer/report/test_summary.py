"""The management summary of an event, one click after it is over."""

import io

import pytest
from docx import Document
from pypdf import PdfReader

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.report import a_closed_survey, an_event_that_is_over
from tests.visitor import Visitor


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.ANALYST))


@pytest.fixture
def event(desk: Visitor) -> Event:
    event = an_event_that_is_over()
    a_closed_survey(event)
    event.starts_at, event.ends_at = event.starts_at.replace(2026), event.ends_at.replace(2026)
    db.session.commit()
    return event


def test_before_it_is_over_the_page_says_when_there_will_be_one(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    address = f"/organizer/events/{event.slug}/summary"
    own = desk.get(f"/organizer/events/{event.slug}").text.partition("<h1")[2]
    assert address not in own.partition("</main>")[0]
    assert "Evenemanget är inte över" in desk.get(address).text
    early = desk.get(f"{address}/file.pdf")
    assert early.status_code == 409
    assert "Evenemanget är inte över" in early.text


def test_the_page_and_the_files_say_the_same(desk: Visitor, event: Event) -> None:
    address = f"/organizer/events/{event.slug}/summary"
    own = desk.get(f"/organizer/events/{event.slug}").text.partition("<h1")[2]
    assert address in own.partition("</main>")[0]  # one click, on a phone too
    sentence = "70 personer hade en plats, och 56 av dem kom (80 procent)."
    assert sentence in desk.get(address).text
    document = Document(io.BytesIO(desk.get(f"{address}/file.docx").data))
    assert any(sentence in paragraph.text for paragraph in document.paragraphs)
    pdf = PdfReader(io.BytesIO(desk.get(f"{address}/file.pdf").data))
    assert len(pdf.pages) == 1
    assert pdf.trailer["/Root"]["/Lang"] == "sv"
    assert "56 av dem kom (80 procent)." in " ".join(pdf.pages[0].extract_text().split())
    taken = db.session.query(AuditEntry).filter_by(action=AuditAction.FILE_EXPORTED)
    assert [row.details["list"] for row in taken] == ["summary", "summary"]
    assert desk.get(f"{address}/file.exe").status_code == 404
