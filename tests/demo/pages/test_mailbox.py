"""The demo's mailbox."""

import base64
import email
import email.policy
import re
from email.message import EmailMessage
from hashlib import sha256
from itertools import count

import pytest

from eventapp.clock import standing_at
from eventapp.mail.mailbox import Mailbox
from eventapp.worker import loop
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.views.filled import ask_for_place
from tests.views.public.pages import ask, read, tell, words
from tests.visitor import Visitor


@pytest.fixture
def mode() -> str:
    return "demo"


@pytest.fixture
def mailbox(client: Visitor) -> Mailbox:
    return Mailbox(client.application.extensions["settings"].data_folder)


_seconds = count(1)


def put(mailbox: Mailbox, *, to: str = "asa@town.example", subject: str, text: str = "Hej!") -> str:
    """Lay a message in the mailbox and say its id."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["To"], message["Subject"] = to, subject
    message["Date"], message["Message-ID"] = "Mon, 01 Mar 2027 12:00:00 +0000", "<1@bra.example>"
    message.set_content(text)
    with standing_at(NOON + next(_seconds) * HOUR / 3600):
        mailbox.store(message.as_bytes())
    return mailbox.list_all()[0].id


def test_empty_mailbox_says_how_something_comes_into_it(client: Visitor) -> None:
    assert "The mailbox is empty" in tell(client, "/mailbox", "en")
    assert client.get("/mailbox.json").json == []


def test_registering_leads_by_the_mail_to_the_personal_page(client: Visitor) -> None:
    event = an_event()
    ask_for_place(client, event)
    assert loop.run_all() == 1

    listed = client.get("/mailbox.json").json
    assert listed
    assert [mail["to"] for mail in listed] == [["linnea@town.example"]]
    page = read(client, f"/mailbox/{listed[0]['id']}", "en")
    match = re.search(r'href="http://localhost(/registrations/[a-z2-7]{32})"', page)
    assert match
    assert "Welcome, Linnéa." in tell(client, match[1], "en")

    source = client.get(listed[0]["eml"])
    assert source.mimetype == "message/rfc822"
    parsed = email.message_from_bytes(source.data, policy=email.policy.default)
    assert parsed["Message-ID"] == listed[0]["message_id"]


def test_letter_is_drawn_with_its_ticket_and_runs_nothing(client: Visitor) -> None:
    ask_for_place(client, an_event(), name="<script>alert(1)</script>")
    loop.run_all()
    number = client.get("/mailbox.json").json[0]["id"]
    assert f'href="/mailbox/{number}/letter"' in read(client, f"/mailbox/{number}")

    drawn = ask(client, f"/mailbox/{number}/letter")
    policy = drawn.headers["Content-Security-Policy"]
    assert 'src="data:image/png;base64,' in drawn.text
    assert "cid:" not in drawn.text
    assert "<script>" not in drawn.text
    assert "default-src 'none'" in policy
    sheet = drawn.text.split("<style>")[1].split("</style>")[0]
    assert "\r" not in sheet
    assert base64.b64encode(sha256(sheet.encode()).digest()).decode() in policy
    assert "unsafe" not in policy


def test_message_of_text_alone_is_not_drawn(client: Visitor, mailbox: Mailbox) -> None:
    number = put(mailbox, subject="Hej")

    assert "/letter" not in read(client, f"/mailbox/{number}")
    assert ask(client, f"/mailbox/{number}/letter").status_code == 404


def test_newest_stands_first_and_words_find_address_and_subject(
    client: Visitor, mailbox: Mailbox
) -> None:
    put(mailbox, subject="Väntelista")
    put(mailbox, subject="Bekräftelse", to="ben@town.example")
    page = tell(client, "/mailbox", "en")

    assert page.index("Bekräftelse") < page.index("Väntelista")
    assert "Väntelista" not in tell(client, "/mailbox?q=BEN@", "en")
    assert "Väntelista" in tell(client, "/mailbox?q=väntelista", "en")
    assert "No email has “nowhere”" in tell(client, "/mailbox?q=nowhere", "en")


def test_long_mailbox_has_pages(client: Visitor, mailbox: Mailbox) -> None:
    for number in range(21):
        put(mailbox, subject=f"Mejl {number}")
    second = tell(client, "/mailbox?page=2", "en")

    assert "Mejl 0 " in second
    assert "Mejl 20 " not in second
    assert ask(client, "/mailbox?page=99").status_code == 200


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{7*7}}", "<img src=x onerror=alert(1)>", "\u202eevil"]
)
def test_message_is_shown_as_text_and_nothing_else(
    client: Visitor, mailbox: Mailbox, text: str
) -> None:
    page = read(client, f"/mailbox/{put(mailbox, subject=text, text=text)}")

    assert text in words(page)
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_only_web_and_mail_addresses_become_links(client: Visitor, mailbox: Mailbox) -> None:
    text = (
        "javascript:alert(1) data:text/html,x https://town.example/a?b=c&d, konferens@bra.example"
    )
    page = read(client, f"/mailbox/{put(mailbox, subject='x', text=text)}")

    letter = page[page.index('class="letter') :]
    assert re.findall('href="([^"]*)"', letter)[:2] == [
        "https://town.example/a?b=c&amp;d",
        "mailto:konferens@bra.example",
    ]
    assert "rel=" in letter


@pytest.mark.parametrize("name", ["nowhere", "..%2F..%2Feventapp", "%00", "x" * 300])
def test_unknown_message_is_not_there(client: Visitor, name: str) -> None:
    assert ask(client, f"/mailbox/{name}").status_code == 404
    assert ask(client, f"/mailbox/{name}.eml").status_code == 404


class TestProduction:
    @pytest.fixture
    def mode(self) -> str:
        return "test"

    def test_there_is_no_mailbox(self, client: Visitor) -> None:
        event = an_event()
        a_registration(event)

        assert ask(client, "/mailbox").status_code == 404
        assert ask(client, "/mailbox.json").status_code == 404
        answer = ask_for_place(client, event)
        assert "mailbox" not in read(client, answer.headers["Location"], "en").lower()
