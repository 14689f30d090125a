"""Every page with a form in the other language: what was typed stays, and nothing is saved."""

import re
from dataclasses import replace
from html import unescape

import pytest

from tests.house.access import DOORS
from tests.house.access.door import Door
from tests.house.access.form import Fields, fields_of
from tests.house.access.house import House

pytestmark = pytest.mark.on_sqlite_alone
BUTTON = re.compile(r'<button type="submit" name="language" value="(\w+)"[^>]*>')
NEXT = re.compile(r'<input type="hidden" name="next" value="([^"]*)">')
ATTRIBUTE = re.compile(r' (form|formaction)="([^"]*)"')
TEXT = re.compile(
    r'<(?:textarea|input(?! [^>]*type="(?!text|email|search|tel|url)))[^>]* name="([^"]+)"'
)
# Secrets and files are not carried, and an organisation may be typed by its name.
UNCARRIED = {"csrf_token", "form_id", "file", "password", "new_password", "code", "organisation"}
HALF = "Någon half@"
SENT = [door for door in DOORS if door.method == "POST" and door.form]
each_form = pytest.mark.parametrize("door", SENT, ids=lambda door: door.name)


@pytest.fixture
def mode() -> str:
    """The demo has every door there is."""
    return "demo"


def form_of(page: str, address: str) -> str:
    """The form of the page that is sent to the address."""
    action = re.escape(address.partition("?")[0])
    form = re.search(rf'<form[^>]* method="post" action="{action}[?"].*?</form>', page, re.DOTALL)
    assert form, f"no form leads to {address}"
    return form[0]


def carried(fields: Fields) -> Fields:
    """What a change of language brings back; some forms have a prefix before their fields."""
    return {
        name: values
        for name, values in fields.items()
        if name.rpartition("-")[2] not in UNCARRIED and values
    }


def leads_to_a_page(house: House, door: Door, page: str) -> bool:
    """Whether the button of the page sends a form of it along, or leads to a page."""
    button = BUTTON.search(page)
    assert button
    sent = {name: unescape(value) for name, value in ATTRIBUTE.findall(button[0])}
    if sent:
        return f'<form id="{sent["form"]}"' in form_of(page, sent["formaction"])
    address = NEXT.search(page)
    assert address
    return house.browser(door.guest).get(unescape(address[1])).status_code == 200


@each_form
def test_a_half_filled_form_comes_back_in_the_other_language(house: House, door: Door) -> None:
    caller, address = door.guest, house.address(door.guest, door)
    shown = house.form_page(caller, door)
    form = form_of(shown.text, address)
    if ' id="typed-form-' not in form:
        return  # nothing is typed in it
    button = BUTTON.search(shown.text)
    assert button
    fields = shown.forms[address.partition("?")[0]]
    typed = {name: values for name, values in house.fields(caller, door).items() if name in fields}
    typed |= {name: [HALF] for name in TEXT.findall(form)}
    typed |= {"csrf_token": [house.form_token(caller)], "file": []}

    answered = house.browser(caller).post(
        address + ("&" if "?" in address else "?") + f"language={button[1]}", data=typed
    )

    assert answered.status_code == 200
    assert f'<html lang="{button[1]}">' in answered.text
    assert "error-summary" not in answered.text
    path = door.address(house.things, door.form)
    back = fields_of(answered.text, path, address.partition("?")[0])
    assert carried(back) == carried(typed)
    assert leads_to_a_page(house, door, answered.text)
    assert not house.has_changed()


@each_form
def test_the_button_of_a_form_with_errors_leads_to_a_page(house: House, door: Door) -> None:
    caller, address = door.guest, house.address(door.guest, door)
    shown = house.form_page(caller, door)
    assert leads_to_a_page(house, door, shown.text)

    empty = {name: [""] for name in shown.forms[address.partition("?")[0]]}
    answered = house.come(caller, door, empty)

    assert answered.status_code == 303 or leads_to_a_page(house, door, answered.text)


@pytest.mark.parametrize(
    "door",
    [door for door in DOORS if door.method == "POST" and not door.json],
    ids=lambda door: door.name,
)
def test_nothing_is_done_when_only_the_language_is_to_change(house: House, door: Door) -> None:
    fields = house.fields(door.guest, door)

    answered = house.come(door.guest, replace(door, query="?language=en"), fields)

    assert answered.status_code < 500
    assert not house.has_changed()
