"""The index of published cards: found by words anywhere or in the title, until withdrawn."""

import pytest

from eventapp.domain.exchange import words
from tests.builders.experience import a_draft_experience, an_experience

pytestmark = pytest.mark.usefixtures("app")


def test_a_card_is_found_by_its_words_until_it_is_taken_out() -> None:
    card = an_experience(title="Nattliga orossamtal", measure="Belysning runt torget.")

    assert words.list_holding("orossamtalen") == words.list_holding("torg") == {card.id}
    assert words.list_holding("orossamtal", title=True) == {card.id}
    assert words.list_holding("torg", title=True) == set()
    assert words.list_holding("orossamtal torg") == {card.id}
    assert words.list_holding("orossamtal skola") == words.list_holding("?") == set()

    words.forget(card)
    assert words.list_holding("orossamtal") == set()


def test_indexing_again_leaves_one_entry_and_a_draft_has_none() -> None:
    card, draft = an_experience(title="Torghandel"), a_draft_experience(title="Torghandel")
    words.index(card)

    assert words.list_holding("torghandel") == {card.id} != {draft.id}
