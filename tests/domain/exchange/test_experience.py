"""A card is edited against a version, and every text stays on record."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.exchange import approval, experience_list
from eventapp.domain.exchange import experience as cards
from eventapp.domain.exchange.lead import LeadText
from eventapp.models import (
    ExperienceState,
)
from tests.builders import DAY, NOON
from tests.builders.experience import (
    EDITOR,
    a_draft_experience,
    an_experience,
    an_experience_text,
)

pytestmark = pytest.mark.usefixtures("app")
STORY = LeadText("En fast tid", "Det tog för lång tid.", "samordnare", "funktion@town.example")


def test_whoever_changes_the_text_asks_for_both_approvals_anew() -> None:
    card = an_experience()

    cards.edit(card, an_experience_text(title="Ny"), version=card.version, actor=EDITOR, now=NOON)

    assert card.state is ExperienceState.IN_REVIEW
    assert not card.municipality_approved_at
    assert not card.editor_approved_at
    with pytest.raises(approval.ApprovalMissing):
        approval.publish(card, actor=EDITOR, now=NOON)


def test_a_stale_save_is_refused() -> None:
    card = a_draft_experience()
    cards.edit(card, an_experience_text(title="A"), version=1, actor=EDITOR, now=NOON)

    with pytest.raises(StaleVersion):
        cards.edit(card, an_experience_text(title="B"), version=1, actor=EDITOR, now=NOON)

    assert card.title == "A"


def test_every_text_is_stored() -> None:
    card = a_draft_experience(title="Först")
    cards.edit(card, an_experience_text(title="Sedan"), version=1, actor=EDITOR, now=NOON + DAY)

    versions = experience_list.list_versions(card)

    assert [(each.number, each.text["title"]) for each in versions] == [(2, "Sedan"), (1, "Först")]
