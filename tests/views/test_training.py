"""Pages for whoever stands at the door: open to all, the same to all, and of nobody's."""

import base64
import json
import re

import pytest

from eventapp.domain.door.by_hand.rehearsal import TICKETS
from tests.views.public.pages import words
from tests.visitor import Visitor


@pytest.mark.usefixtures("app")
def test_the_page_in_pictures_says_what_to_do_in_both_languages(client: Visitor) -> None:
    page = client.get("/door/help")
    assert page.status_code == 200
    assert "Så fungerar dörren" in words(page.text)
    assert page.text.count("<svg") > 12
    client.set_cookie("language", "en", domain="localhost")
    assert "How the door works" in words(client.get("/door/help").text)


@pytest.mark.usefixtures("app")
def test_practice_has_the_doors_page_and_a_banner_and_may_use_the_camera(client: Visitor) -> None:
    page = client.get("/door/rehearsal")
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "js/door/rehearsal.js" in page.text
    assert "js/door/main.js" not in page.text
    assert "Påhittade personer" in words(page.text)


@pytest.mark.usefixtures("app")
def test_the_sample_roster_names_nobody_without_a_ticket(client: Visitor) -> None:
    answer = client.get("/door/rehearsal/roster.json")
    sample = json.loads(answer.text)
    assert len(base64.b64decode(sample["records"])) == 172 * sample["count"]
    assert not any(
        ticket.name.encode() in base64.b64decode(sample["records"]) for ticket in TICKETS
    )


@pytest.mark.usefixtures("app")
def test_the_sheet_has_a_ticket_for_each_verdict(client: Visitor) -> None:
    page = client.get("/door/rehearsal/tickets").text
    assert page.count('class="sample-ticket"') == len(TICKETS) == 8
    assert all(ticket.name in page for ticket in TICKETS)
    assert page.count("gäller ingenstans") >= len(TICKETS)


@pytest.mark.usefixtures("app")
def test_the_phone_stores_these_pages_with_the_doors(client: Visitor) -> None:
    script = client.get("/door/service-worker.js").text
    pages, files, training = (
        json.loads(re.search(rf"const {name} = (.*)", script)[1])  # type: ignore[index]
        for name in ("PAGES", "FILES", "TRAINING")
    )
    assert set(pages) == {"/door", "/door/rehearsal", "/door/help"}
    assert set(pages.values()) <= {*files, *training}
    for address in [*files, *training]:
        assert client.get(address).status_code == 200, address
