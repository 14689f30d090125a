"""The index of published cards: found by words anywhere or in the title, until withdrawn."""

import pytest

from eventapp.domain.exchange import search_index
from tests.builders.experience import a_draft_experience, an_experience

pytestmark = pytest.mark.usefixtures("app")


def test_an_experience_is_found_by_its_words_until_it_is_taken_out() -> None:
    experience = an_experience(title="Nattliga orossamtal", measure="Belysning runt torget.")

    assert (
        search_index.find_matching_ids("orossamtalen")
        == search_index.find_matching_ids("torg")
        == {experience.id}
    )
    assert search_index.find_matching_ids("orossamtal", title=True) == {experience.id}
    assert search_index.find_matching_ids("torg", title=True) == set()
    assert search_index.find_matching_ids("orossamtal torg") == {experience.id}
    assert (
        search_index.find_matching_ids("orossamtal skola")
        == search_index.find_matching_ids("?")
        == set()
    )

    search_index.remove_from_index(experience)
    assert search_index.find_matching_ids("orossamtal") == set()


def test_indexing_again_leaves_one_entry_and_a_draft_has_none() -> None:
    experience, draft = an_experience(title="Torghandel"), a_draft_experience(title="Torghandel")
    search_index.index_experience(experience)

    assert search_index.find_matching_ids("torghandel") == {experience.id} != {draft.id}
