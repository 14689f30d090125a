"""A card is edited against a version, and every text stays on record."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.exchange import approval, experience_list
from eventapp.domain.exchange import experience as experiences
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
    experience = an_experience()

    experiences.edit(
        experience,
        an_experience_text(title="Ny"),
        version=experience.version,
        actor=EDITOR,
        now=NOON,
    )

    assert experience.state is ExperienceState.IN_REVIEW
    assert not experience.municipality_approved_at
    assert not experience.editor_approved_at
    with pytest.raises(approval.ApprovalMissing):
        approval.publish(experience, actor=EDITOR, now=NOON)


def test_a_stale_save_is_refused() -> None:
    experience = a_draft_experience()
    experiences.edit(experience, an_experience_text(title="A"), version=1, actor=EDITOR, now=NOON)

    with pytest.raises(StaleVersion):
        experiences.edit(
            experience, an_experience_text(title="B"), version=1, actor=EDITOR, now=NOON
        )

    assert experience.title == "A"


def test_every_text_is_stored() -> None:
    experience = a_draft_experience(title="Först")
    experiences.edit(
        experience, an_experience_text(title="Sedan"), version=1, actor=EDITOR, now=NOON + DAY
    )

    versions = experience_list.list_versions(experience)

    assert [(version.number, version.text["title"]) for version in versions] == [
        (2, "Sedan"),
        (1, "Först"),
    ]
