"""Sign-in sheets and the door's list: codes for all, names for those who chose them."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from eventapp.domain.desk.prints.sign_in import list_event_days
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Badge, Event
from tests.builders import a_registration, an_event, an_organisation
from tests.builders.site import with_a_logo
from tests.views.organizer.prints.papers import pages_in, pdf_of, text_on
from tests.visitor import Visitor


def address(event: Event, paper: str) -> str:
    return f"/organizer/events/{event.slug}/prints/{paper}"


@pytest.fixture
def event(desk: Visitor) -> Event:
    malmo, boden = an_organisation("Malmö"), an_organisation("Boden")
    conference = an_event(reserved={malmo: 1, boden: 1})
    a_registration(conference, organisation=malmo, name="Åsa Öhlén", badge=Badge.FIRST_NAME)
    a_registration(conference, organisation=boden, name="Kim Vass")
    return conference


def printed_lists() -> list[str]:
    entries = select(AuditEntry).where(AuditEntry.action == AuditAction.PRINTED)
    return [entry.details["list"] for entry in db.session.scalars(entries)]


def test_a_day_is_signed_beside_code_and_chosen_name(desk: Visitor, event: Event) -> None:
    day = list_event_days(event)[0].isoformat()

    text = text_on(pdf_of(desk.get(address(event, f"sign-in.pdf?list=day-{day}"))))

    assert "Signature" in text
    assert "Åsa" in text
    for hidden in ("Öhlén", "Kim", "Vass"):
        assert hidden not in text
    assert printed_lists() == ["sign-in"]


def test_each_delegation_begins_on_a_page(desk: Visitor, event: Event) -> None:
    document = pdf_of(desk.get(address(event, "sign-in.pdf?list=delegations")))

    assert pages_in(document) == 2
    assert "Boden" in text_on(document, 0)
    assert "Malmö" in text_on(document, 1)


def test_the_doors_list_has_everybodys_code(desk: Visitor, event: Event) -> None:
    text = text_on(pdf_of(desk.get(address(event, "door.pdf"))))

    assert "2 people have a place." in text
    assert "Åsa, Malmö" in text
    assert "Vass" not in text
    assert printed_lists() == ["door-list"]


def test_no_session_to_sign_is_a_sentence(desk: Visitor, event: Event) -> None:
    answer = desk.get(address(event, "sign-in.pdf?list=sessions"))

    assert answer.status_code == 409
    assert "There is nobody to print here yet." in answer.get_data(as_text=True)
    assert printed_lists() == []


@pytest.mark.parametrize("which", ["", "day-", "day-2023-13-45", "day-1999-01-01", "people", "å\0"])
def test_a_list_that_is_not_there_is_not_found(desk: Visitor, event: Event, which: str) -> None:
    assert desk.get(address(event, "sign-in.pdf"), query_string={"list": which}).status_code == 404


def test_the_sites_logo_stands_at_the_top_of_lists_and_certificates(
    desk: Visitor, event: Event
) -> None:
    a_registration(event)
    with_a_logo()
    documents = [
        desk.get(address(event, "sign-in.pdf?list=delegations")),
        desk.get(address(event, "certificates/sample.pdf")),
    ]
    images = [len(PdfReader(BytesIO(pdf_of(answer))).pages[0].images) for answer in documents]
    assert images == [1, 1]
