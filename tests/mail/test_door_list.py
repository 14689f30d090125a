"""The letter of the evening before leads to the list, and names nobody on it."""

import pytest

from eventapp.domain.letter.built_in_letter import rewrite_built_in
from eventapp.domain.permission import Role
from eventapp.mail.account import door_list
from eventapp.models import BuiltInLetter
from tests.builders import NOON, an_event
from tests.builders.account import an_account
from tests.builders.letter import a_text

pytestmark = pytest.mark.usefixtures("app")


def test_it_leads_to_the_list_and_to_the_page_in_pictures_in_the_readers_language() -> None:
    event, account = an_event(title="Torgdagen"), an_account(Role.DOOR_LEAD)
    letter = door_list(event, account, "a1")
    assert letter.subject == "Innan dörrarna öppnar: Torgdagen"
    for body in (letter.body, letter.html):
        assert f"/organizer/events/{event.slug}/door/list" in body
        assert "/door/help" in body
    account.language = "en"
    assert "Print the list for the doors now" in door_list(event, account, "a2").body


def test_it_begins_with_the_events_own_words() -> None:
    event, account = an_event(title="Torgdagen"), an_account(Role.ORGANIZER)
    words = a_text(subject="Pärmen", body="Hej {fornamn}! Listan ligger i pärmen.")
    rewrite_built_in(event, BuiltInLetter.DOOR_LIST, words, version=0, actor="x", now=NOON)
    letter = door_list(event, account, "a1")
    assert letter.subject == "Pärmen"
    assert letter.body.startswith("Hej Viggo! Listan ligger i pärmen.")
    assert "/door/list" in letter.body
