"""Cards of every state, as those who work with them list them."""

import pytest

from eventapp.domain.exchange import experience_list
from eventapp.models import ExperienceState
from tests.builders import an_organisation
from tests.builders.experience import a_draft_experience, an_experience

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.on_sqlite_alone]


def test_cards_are_listed_by_words_and_state_and_counted() -> None:
    town = an_organisation("Älvstad")
    draft, published = a_draft_experience(town, title="Utkast 100 %"), an_experience()

    assert experience_list.list_for_desk("", None, page=1).total == 2
    assert list(experience_list.list_for_desk("100 %", None, page=9).experiences) == [draft]
    for words in ("Älvstad", "älvstad", "ÄLVSTAD utkast", "alvst"):
        assert list(experience_list.list_for_desk(words, None, page=1).experiences) == [draft]
    for words in ("Älvstad saknas", "%", "– –"):
        assert experience_list.list_for_desk(words, None, page=1).total == 0
    in_state = experience_list.list_for_desk("", ExperienceState.PUBLISHED, page=1)
    assert list(in_state.experiences) == [published]
    assert in_state.counts == {ExperienceState.DRAFT: 1, ExperienceState.PUBLISHED: 1}
    unpublished = experience_list.list_for_desk("älvst", ExperienceState.PUBLISHED, page=1)
    assert (unpublished.total, unpublished.counts) == (0, {ExperienceState.DRAFT: 1})
    assert list(experience_list.list_for_organisations({town.id})) == [draft]
    assert experience_list.find(draft.code) is draft
