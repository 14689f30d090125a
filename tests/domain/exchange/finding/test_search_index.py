"""The index of published cards: found by words anywhere or in the title, until withdrawn."""

import pytest

from eventapp.domain.exchange.finding import search_index
from eventapp.domain.exchange.finding.bits import ids_of
from eventapp.domain.exchange.finding.index_terms import BODY, TITLE, Lookup
from eventapp.domain.exchange.finding.posting import find_bits
from eventapp.extensions import db
from eventapp.models import Experience
from eventapp.models.exchange.search_entry import ExperiencePosting
from tests.builders.experience import a_draft_experience, an_experience

pytestmark = pytest.mark.usefixtures("app")


def ids(mark: str, stem: str, *, begins: bool = False) -> set[int]:
    (matching,) = find_bits([Lookup((mark + stem,), begins)])
    return set(ids_of(matching))


def test_an_experience_is_found_where_its_words_stand_until_it_is_taken_out() -> None:
    experience = an_experience(title="Nattliga orossamtal", measure="Belysning runt torget.")

    assert ids(TITLE, "orossamtal") == ids(BODY, "torg") == {experience.id}
    assert ids(TITLE, "oros", begins=True) == {experience.id}
    assert ids(TITLE, "torg") == ids(BODY, "oros") == set()

    experience.measure = "Belysning runt parken."
    search_index.index_experience(experience)
    assert (ids(BODY, "torg"), ids(BODY, "park")) == (set(), {experience.id})

    search_index.remove_from_index(experience)
    assert ids(TITLE, "orossamtal") == set()
    assert db.session.query(ExperiencePosting).count() == 0


def test_indexing_again_leaves_one_entry_and_a_draft_has_none() -> None:
    experience, draft = an_experience(title="Torghandel"), a_draft_experience(title="Torghandel")
    before = search_index.index_revision()
    search_index.index_experience(experience)

    assert ids(TITLE, "torghandl", begins=True) == {experience.id} != {draft.id}
    assert search_index.index_revision() == (before[0], before[1] + 1)


def test_nothing_that_is_typed_is_read_as_the_index_own_language() -> None:
    experience: Experience = an_experience(title="AND OR NOT NEAR")

    assert ids(TITLE, "near") == {experience.id}
