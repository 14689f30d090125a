"""Refusals speak the reader's language; a stale version is refused."""

from types import SimpleNamespace

import pytest
from flask import Flask

from eventapp.domain.errors import Refusal, StaleVersion, check_version


def every_refusal(parent: type[Refusal] = Refusal) -> list[type[Refusal]]:
    children = parent.__subclasses__()
    return [*children, *(each for child in children for each in every_refusal(child))]


def test_every_refusal_has_a_code_and_a_sentence(app: Flask) -> None:
    refusals = every_refusal()
    assert len(refusals) > 30
    nameless = [each for each in refusals if each.code == "refused" or not str(each.sentence)]
    assert nameless == []


def test_another_version_is_stale_and_the_same_is_not() -> None:
    check_version(SimpleNamespace(version=2), 2)
    with pytest.raises(StaleVersion):
        check_version(SimpleNamespace(version=3), 2)
