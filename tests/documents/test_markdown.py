"""A little Markdown: what it becomes in mail and as plain text, and what it never becomes."""

import re
import time

import pytest

from eventapp.documents.markdown import (
    Filling,
    fill_line,
    line_html,
    plain_text,
    to_html,
    to_text,
)

NOTHING: dict[str, Filling] = {}


def test_paragraphs_lists_bold_and_links_are_read() -> None:
    html = to_html("Ett **fett**.\nRad två.\n\n- a\n- b\n\n[här](https://town.example)", NOTHING)

    assert html == (
        "<p>Ett <strong>fett</strong>.<br>\nRad två.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
        '<p><a href="https://town.example">här</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "<img src=x onerror=alert(1)>",
        "![x](https://town.example/x.png)",
        '[x](https://town.example "onclick=alert(1)")',
    ],
)
def test_no_markup_but_our_own_comes_through(text: str) -> None:
    html = to_html(text, NOTHING)

    for forbidden in ("<script", "<img", "onclick=", "javascript:alert(1)&quot;", 'href="java'):
        assert forbidden not in html
    assert 'href="data:' not in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Läs på bra.se/rapport.", "http://bra.se/rapport"),
        ("Läs på www.Bra.Se", "http://www.Bra.Se"),
        ("BRA.SE har mer", "http://BRA.SE"),
        ("Skriv till info@town.se.", "mailto:info@town.se"),
        ("https://Town.Example", "https://Town.Example"),
        # linkify-it-py 2.2.0 takes each of these for a host: .vi, .se, .de and .nu are domains.
        ("Vi ses på torget.Vi tar med kaffe.", ""),
        ("Samtal hölls.Se bilagan.", ""),
        ("De kom.De gick, se bra.se", "http://bra.se"),
        ("Det är möte.Nu/sedan", ""),
    ],
)
def test_an_address_among_words_becomes_a_link_and_two_sentences_do_not(
    text: str, address: str
) -> None:
    assert re.findall('href="([^"]*)"', to_html(text, NOTHING)) == ([address] if address else [])


def test_a_value_is_text_and_never_markdown_or_markup() -> None:
    name = Filling("**Bo** [klicka](https://evil.example) <b>www.evil.example")

    html = to_html("Hej {namn}!", {"namn": name})

    assert "<strong>" not in html
    assert "<a" not in html
    assert "&lt;b&gt;" in html
    assert to_text("Hej {namn}!", {"namn": name}) == f"Hej {name.text}!"


def test_a_link_is_filled_in_by_itself_and_behind_other_words() -> None:
    link = {"sida": Filling("Din sida", "https://town.example/r?a=1&b=2")}

    html = to_html("{sida} eller [här]({sida})", link)

    assert html.count('<a href="https://town.example/r?a=1&amp;b=2">') == 2
    assert to_text("{sida} eller [här]({sida})", link) == (
        "Din sida: https://town.example/r?a=1&b=2 eller här (https://town.example/r?a=1&b=2)"
    )


def test_a_name_is_no_part_of_an_address() -> None:
    html = to_html("[x](https://{namn}.example)", {"namn": Filling("evil")})

    assert "evil" not in html


def test_plain_text_counts_lists_from_where_they_begin() -> None:
    assert to_text("9. nio\n10. tio\n\n- a\n  - b\n\nSlut", NOTHING) == (
        "9. nio\n10. tio\n\n– a\n  – b\n\nSlut"
    )


def test_what_is_empty_leaves_no_gap() -> None:
    nameless = {"fornamn": Filling(""), "plats": Filling("Malmö")}

    assert to_text("Hej { Fornamn }!\n\nVälkommen till {plats}", nameless) == (
        "Hej!\n\nVälkommen till Malmö"
    )
    assert to_html("Hej {fornamn}!", nameless) == "<p>Hej!</p>\n"
    assert fill_line("Hej {fornamn}, vi ses {okand}", nameless) == "Hej, vi ses {okand}"


def test_a_subject_is_filled_in_as_it_stands() -> None:
    assert fill_line("**{namn}** {annat}", {"namn": Filling("Bo")}) == "**Bo** {annat}"


@pytest.mark.parametrize("part", ["[", "*a_ ", "- ", "![", "> ", "a@", "<", "{", "`"])
def test_no_text_takes_long_to_read(part: str) -> None:
    text = (part * 10_000)[:10_000]
    started = time.process_time()

    to_html(text, NOTHING)
    to_text(text, NOTHING)

    assert time.process_time() - started < 2


def test_an_item_of_a_list_has_bold_and_links_and_no_paragraph() -> None:
    assert line_html("**Närhet**: se [rapporten](https://town.example) & <b>mer</b>") == (
        '<strong>Närhet</strong>: se <a href="https://town.example">rapporten</a> &amp; '
        "&lt;b&gt;mer&lt;/b&gt;"
    )
    assert line_html("- 9. mars") == "- 9. mars"
    assert "href" not in line_html("[x](javascript:alert(1))")


def test_calendars_and_descriptions_have_no_signs_of_markdown() -> None:
    assert plain_text("Om **skolan**.\n\n1. ett\n2. två\n\n[Läs](https://town.example)") == (
        "Om skolan.\n\n1. ett\n2. två\n\nLäs (https://town.example)"
    )
    assert plain_text(" Rad ett.\nRad två {a}.\n\nNytt stycke. ") == (
        "Rad ett.\nRad två {a}.\n\nNytt stycke."
    )
