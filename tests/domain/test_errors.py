"""Refusals are worded in the reader's language, and a stale save is refused."""

from dataclasses import dataclass

import pytest
from flask import Flask

from eventapp.domain.errors import Refusal, StaleVersion, check_version
from eventapp.i18n import speaking


@dataclass
class Draft:
    version: int


def test_the_version_that_was_opened_may_be_saved() -> None:
    check_version(Draft(version=3), 3)


@pytest.mark.parametrize("opened", [2, 4])
def test_any_other_version_is_stale(opened: int) -> None:
    with pytest.raises(StaleVersion):
        check_version(Draft(version=3), opened)


def test_a_refusal_is_worded_when_it_is_shown(app: Flask) -> None:
    refusal: Refusal = StaleVersion()
    with speaking("en"):
        english = refusal.message
    with speaking("sv"):
        swedish = refusal.message

    assert english
    assert swedish != english


def every_refusal(parent: type[Refusal] = Refusal) -> list[type[Refusal]]:
    children = parent.__subclasses__()
    return [*children, *(refusal for child in children for refusal in every_refusal(child))]


def test_every_refusal_has_a_code_and_a_sentence(app: Flask) -> None:
    refusals = every_refusal()
    assert len(refusals) > 30
    nameless = [
        refusal for refusal in refusals if refusal.code == "refused" or not str(refusal.sentence)
    ]
    assert nameless == []
