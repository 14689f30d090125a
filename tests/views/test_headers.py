"""Names of downloads, as RFC 6266 writes them; headers that every answer has, each once."""

import pytest
from flask import Response
from werkzeug.http import parse_options_header

from eventapp.views.door import DOOR_POLICY
from eventapp.views.headers import POLICY, as_attachment, as_inline
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("filename", "plain"),
    [
        ("rapport.txt", "rapport.txt"),
        ("rapport åäö.txt", "rapport aao.txt"),
        ("李小龍.pdf", "file.pdf"),
        ("李", "file"),
        ('100 % "ja\\nej".txt', "100 _ _ja_nej_.txt"),
        ("a\r\nSet-Cookie: x.txt", "a__Set-Cookie: x.txt"),
        ("50%41.txt", "50_41.txt"),
    ],
)
def test_every_reader_gets_a_name_and_most_the_right_one(filename: str, plain: str) -> None:
    header = as_attachment(Response(), filename).headers["Content-Disposition"]

    assert header.isascii()
    assert header.startswith(f'attachment; filename="{plain}"')
    assert ("filename*=UTF-8''" in header) is (plain != filename)
    if plain != filename:
        extended = header.partition("; filename*=")[2]
        _, options = parse_options_header(f"attachment; filename*={extended}")
        assert options["filename"] == filename


def test_a_lone_surrogate_is_no_error() -> None:
    assert as_attachment(Response(), "a\ud800.txt").headers["Content-Disposition"].isascii()


def test_what_is_shown_in_the_browser_has_a_name_too() -> None:
    assert (
        as_inline(Response(), "biljett.pdf").headers["Content-Disposition"]
        == 'inline; filename="biljett.pdf"'
    )


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize(
    ("path", "policy", "cached"),
    [
        ("/sign-in", POLICY, "no-store"),
        ("/nothing-here", POLICY, "no-store"),
        ("/door/shell", DOOR_POLICY, "no-store"),
        ("/static/js/door/sync.js", POLICY, "no-cache"),
    ],
)
def test_an_answer_has_each_header_once_and_as_its_view_says(
    client: Visitor, path: str, policy: str, cached: str
) -> None:
    headers = client.get(path).headers

    assert headers.getlist("Content-Security-Policy") == [policy]
    assert headers.getlist("Cache-Control") == [cached]
    assert headers.getlist("X-Content-Type-Options") == ["nosniff"]
