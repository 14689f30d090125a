"""Certificates for the organizer to print, and the page on which anybody may check one."""

import re

import pytest

from eventapp.domain.schedule.release import store_release
from eventapp.models import Event, SessionKind
from tests.builders import HOUR, NOON, a_registration, a_session, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.builders.forms import token_on
from tests.domain.door.sending import send
from tests.views.organizer.prints.papers import pages_in, pdf_of, text_on
from tests.visitor import Visitor


@pytest.fixture
def event(desk: Visitor) -> Event:
    held = an_event(starts_at=NOON - 8 * HOUR, ends_at=NOON - HOUR, record_number="2023/0117")
    a_session(
        held, kind=SessionKind.PLENARY, starts_at=NOON - 4 * HOUR, title="Platsen spelar roll"
    )
    store_release(held, actor="organizer", now=NOON)
    held.registration_closes_at = NOON + HOUR
    return held


def somebody_came(event: Event, name: str, language: str) -> None:
    phone, _token = a_phone(event)
    guest = a_registration(event, name=name, language=language)
    send(phone, a_scan(a_digest(guest), at=NOON - 5 * HOUR))


def certificates(desk: Visitor, event: Event) -> bytes:
    page = f"/organizer/events/{event.slug}/prints"
    answer = desk.post(f"{page}/certificates", data={"csrf_token": token_on(desk, page)})
    return pdf_of(answer)


def test_each_is_in_its_owners_language_with_sessions_hours_and_reference(
    desk: Visitor, event: Event
) -> None:
    somebody_came(event, "Åsa Öhlén", "sv")
    somebody_came(event, "Tess Green", "en")
    a_registration(event, name="Kim Vass")

    document = certificates(desk, event)

    assert pages_in(document) == 2
    english, swedish = text_on(document, 0), text_on(document, 1)
    for part in ("Tess Green", "Certificate of attendance", "1 h in all", "ref. 2023/0117"):
        assert part in english
    for part in ("Åsa Öhlén", "Intyg om deltagande", "Sammanlagt 1 tim", "Platsen spelar roll"):
        assert part in swedish


def test_its_address_confirms_it_to_anybody_without_the_name(
    desk: Visitor, client: Visitor, event: Event
) -> None:
    somebody_came(event, "Åsa Öhlén", "sv")
    text = text_on(certificates(desk, event)).replace(" ", "")
    token = re.search(r"/certificates/([a-z0-9]{26})", text)
    assert token

    answer = client.get(f"/certificates/{token[1]}")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 200
    assert "Å. Ö." in page
    assert event.title in page
    for hidden in ("Åsa", "Öhlén", "Föreningen Exempel", "@town.example"):
        assert hidden not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    wrong = client.get(f"/certificates/{token[1][:-1]}0")
    assert wrong.status_code == client.get("/certificates/x").status_code == 404


def test_before_the_end_there_is_a_sample_and_no_button(desk: Visitor) -> None:
    coming = an_event()
    page = f"/organizer/events/{coming.slug}/prints"

    shown = desk.get(page).get_data(as_text=True)
    refused = desk.post(f"{page}/certificates", data={"csrf_token": token_on(desk, page)})
    sample = text_on(pdf_of(desk.get(f"{page}/certificates/sample.pdf")))

    assert "None yet" in shown
    assert refused.status_code == 409
    assert "Given name Surname" in sample
