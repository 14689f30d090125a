"""Names of downloads, as RFC 6266 writes them."""

import pytest
from flask import Response
from werkzeug.http import parse_options_header

from eventapp.views.headers import as_attachment, as_inline


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
