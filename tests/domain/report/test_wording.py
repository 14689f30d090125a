"""Shares as people say them."""

import pytest
from flask import Flask

from eventapp.domain.report import wording
from eventapp.i18n import speaking


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (74, "tre av fyra (74 procent)"),
        (66, "två av tre (66 procent)"),
        (51, "hälften (51 procent)"),
        (62, "62 procent"),
        (100, "alla (100 procent)"),
        (0, "ingen (0 procent)"),
        (96, "96 procent"),
    ],
)
def test_a_share_near_a_simple_one_is_said_in_words_with_its_figure(
    app: Flask, percent: int, words: str
) -> None:
    with speaking("sv"):
        assert wording.share(percent) == words


def test_lists_and_parts_in_both_languages(app: Flask) -> None:
    with speaking("sv"):
        assert wording.listed(["a", "b", "c"]) == "a, b och c"
        assert wording.out_of(85, 99) == "85 av 99"
        assert wording.organisations(1) == "1 organisation"
    with speaking("en"):
        assert wording.share(74) == "three in four (74 per cent)"
        assert wording.listed(["a"]) == "a"
        assert (wording.events(2), wording.experiences(1)) == ("2 events", "1 experience")
