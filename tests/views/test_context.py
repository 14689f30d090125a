"""What recurs on a page is written once, and addresses are those of `url_for`."""

import pytest
from flask import Flask, url_for
from markupsafe import Markup

from eventapp.views.context import Memo, address_by_code


def test_the_same_arguments_are_written_once() -> None:
    asked: list[tuple[object, ...]] = []

    def tag(*arguments: object) -> Markup:
        asked.append(arguments)
        return Markup("<b>{}</b>").format(arguments[0])

    def other(*arguments: object) -> Markup:
        return Markup("<i>{}</i>").format(arguments[0])

    once = Memo()
    assert [once(tag, "a"), once(tag, "b"), once(tag, "a")] == ["<b>a</b>", "<b>b</b>", "<b>a</b>"]
    assert once(other, "a") == "<i>a</i>"
    assert asked == [("a",), ("b",)]


def test_what_cannot_be_looked_up_is_written_anew() -> None:
    once, room = Memo(), {"name": "Eken"}
    name = lambda room: Markup(room["name"])  # noqa: E731
    assert once(name, room) == "Eken"
    room["name"] = "Linden"
    assert once(name, room) == "Linden"


@pytest.mark.parametrize("code", ["k3v9", "a b", "å/ä?ö", "%7E", "~code~", "{}", "a:b@c"])
def test_addresses_by_code_are_those_of_url_for(app: Flask, code: str) -> None:
    endpoint = "public.session.show"
    with app.test_request_context():
        by_code = address_by_code(endpoint, slug="x")
        assert by_code(code) == url_for(endpoint, slug="x", code=code)
