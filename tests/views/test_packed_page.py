"""Pages of one person: compressed, unless their length could tell something about them."""

import gzip

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.extensions import unmasked
from eventapp.models import Event
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.registration import a_registration
from tests.views.participant.own import own_page
from tests.views.public.pages import ask
from tests.visitor import TOKEN, Visitor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event() -> Event:
    return an_event()


def ask_packed(client: Visitor, path: str, accepts: str = "gzip, br") -> TestResponse:
    return ask(client, path, Accept_Encoding=accepts)


def form_of(event: Event) -> str:
    return f"/events/{event.slug}/registration/new"


def sent(client: Visitor, event: Event, token: str | bytes) -> TestResponse:
    """The answer to a form with no address in it."""
    data = {"csrf_token": token, "name": "Anna"}
    return client.post(
        f"/events/{event.slug}/registration", data=data, headers={"Accept-Encoding": "gzip"}
    )


def test_a_form_is_compressed_for_who_takes_it(client: Visitor, event: Event) -> None:
    plain = ask(client, form_of(event))
    answer = ask_packed(client, form_of(event))

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 0.40 * len(plain.data)
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert gzip.decompress(answer.data).startswith(b"<!doctype html>")


def test_each_visitor_has_a_token_of_their_own_in_the_shared_form(app: Flask, event: Event) -> None:
    visitors = [app.test_client() for _ in range(3)]
    answers = [ask_packed(visitor, form_of(event)) for visitor in visitors]
    pages = [gzip.decompress(answer.data).decode() for answer in answers]
    tokens = [TOKEN.findall(page) for page in pages]

    assert len({len(answer.data) for answer in answers}) == 1
    assert len({TOKEN.sub("", page) for page in pages}) == 1
    for visitor, (token,) in zip(visitors, tokens, strict=True):
        assert sent(visitor, event, token).status_code == 422  # it was read: an address is missing
    assert sent(visitors[0], event, tokens[1][0]).status_code == 400


def test_who_refuses_it_gets_it_plain(client: Visitor, event: Event) -> None:
    for path in (form_of(event), f"/events/{event.slug}"):  # one's own page, and a cached one
        for _ in range(2):
            assert "Content-Encoding" not in ask_packed(client, path, "gzip;q=0, *;q=0").headers


def test_the_head_of_a_page_has_the_length_of_its_body(client: Visitor, event: Event) -> None:
    head = client.head(form_of(event), headers={"Accept-Encoding": "gzip"})

    assert (head.headers["Content-Encoding"], head.data) == ("gzip", b"")


def test_a_page_of_somebodys_link_has_the_token_outside_what_is_compared(
    client: Visitor, event: Event
) -> None:
    own = own_page(a_registration(event))
    token = own.rpartition("/")[2].encode()
    answer = ask_packed(client, own)
    plain = gzip.decompress(answer.data)

    assert len(answer.data) <= 0.40 * len(plain)
    assert answer.data.count(token) == plain.count(token) > 1


def test_what_was_asked_or_typed_comes_back_uncompressed(client: Visitor, event: Event) -> None:
    desk = signed_in(client, an_account(Role.ORGANIZER))
    people = f"/organizer/events/{event.slug}/registrations"

    assert "Content-Encoding" in ask_packed(desk, people).headers
    assert "Content-Encoding" in ask_packed(desk, f"{people}?page=1").headers
    for query in ("q=Anna", "page=anna", "page=1234567", "Anna=1", "page=1&q="):
        assert "Content-Encoding" not in ask_packed(desk, f"{people}?{query}").headers
    refused = sent(desk, event, desk.token_on(form_of(event)))
    assert refused.status_code == 422
    assert "Content-Encoding" not in refused.headers


def test_a_forms_token_is_written_differently_each_time(client: Visitor, event: Event) -> None:
    tokens = [client.token_on(form_of(event)) for _ in range(5)]
    checked = {(unmasked(token) or "").partition(".")[0] for token in tokens}

    assert len({token[start : start + 4] for token in tokens for start in (0, 40, 80)}) == 15
    assert len(checked) == 1
    assert len({len(token) for token in tokens}) == 1


@pytest.mark.parametrize("token", ["", "a", "AAAA", "ö", "\udcff", "A" * 132, "a.b.c"])
def test_a_wrong_token_is_refused(client: Visitor, event: Event, token: str) -> None:
    client.get(form_of(event))

    assert sent(client, event, token.encode("utf-8", "surrogatepass")).status_code == 400


def test_a_form_that_was_open_before_tokens_were_masked_can_be_sent(
    client: Visitor, event: Event
) -> None:
    before = unmasked(client.token_on(form_of(event))) or ""

    assert sent(client, event, before).status_code == 422
