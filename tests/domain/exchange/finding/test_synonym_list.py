"""The list of words of one meaning: as search goes by it, and as editors page through it."""

import pytest

from eventapp.domain.exchange.finding.synonym import add_synonyms, withdraw_synonyms
from eventapp.domain.exchange.finding.synonym_list import (
    PAGE_SIZE,
    current_synonyms,
    list_groups,
    split_expressions,
)
from tests.builders import NOON
from tests.builders.experience import EDITOR
from tests.plans import executed

pytestmark = pytest.mark.usefixtures("app")


def test_expressions_are_split_at_commas_and_lines_once_each() -> None:
    assert split_expressions(" Social  insatsgrupp,SIG\nsig,, \n") == ["Social insatsgrupp", "sig"]


def test_every_expression_knows_the_others_by_its_stems() -> None:
    add_synonyms("sociala insatsgrupper, SIG", actor=EDITOR, now=NOON)
    add_synonyms("sig, insats", actor=EDITOR, now=NOON)

    synonyms = current_synonyms()

    assert synonyms["social", "insatsgrupp"] == [("sig",)]
    assert set(synonyms["sig",]) == {("sociala", "insatsgrupper"), ("insats",)}
    with executed() as sent:
        current_synonyms()
    assert len(sent) == 1


def test_groups_are_found_by_every_word_in_pages_withdrawn_ones_apart() -> None:
    gone = add_synonyms("rädsla, oro", actor=EDITOR, now=NOON)
    withdraw_synonyms(gone, version=gone.version, actor=EDITOR, now=NOON)
    for number in range(PAGE_SIZE + 1):
        add_synonyms(f"ord{number}, annat{number}", actor=EDITOR, now=NOON)

    second = list_groups("", withdrawn=False, page=2)
    assert (len(second.groups), second.page.total, second.whole) == (
        1,
        PAGE_SIZE + 1,
        PAGE_SIZE + 2,
    )
    assert [g.expressions for g in list_groups("ANNAT7 ord7", withdrawn=False, page=1).groups] == [
        "ord7, annat7"
    ]
    assert list(list_groups("radsla", withdrawn=True, page=1).groups) == [gone]
    assert not list_groups("radsla", withdrawn=False, page=1).groups
