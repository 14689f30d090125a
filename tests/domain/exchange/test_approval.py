"""A card is published with two approvals of the text that was read, and of no other."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.exchange import approval
from eventapp.domain.exchange import experience as experiences
from eventapp.domain.exchange.experience import ExperienceStateConflict, ExperienceWithdrawn
from eventapp.domain.exchange.lead import LeadText
from eventapp.domain.record.history import list_history
from eventapp.extensions import db
from eventapp.models import (
    ExperienceState,
)
from tests.builders import NOON
from tests.builders.experience import (
    COORDINATOR,
    EDITOR,
    a_draft_experience,
    an_experience,
    an_experience_in_review,
    an_experience_text,
)

pytestmark = pytest.mark.usefixtures("app")
STORY = LeadText("En fast tid", "Det tog för lång tid.", "samordnare", "funktion@town.example")


@pytest.mark.parametrize("missing", ["approve_by_municipality", "approve_by_editor"])
def test_nothing_is_published_without_both_approvals(missing: str) -> None:
    experience = an_experience_in_review()
    for name in {"approve_by_municipality", "approve_by_editor"} - {missing}:
        getattr(approval, name)(experience, version=experience.version, actor=EDITOR, now=NOON)

    with pytest.raises(approval.ApprovalMissing):
        approval.publish(experience, actor=EDITOR, now=NOON)

    assert experience.state is ExperienceState.IN_REVIEW


def test_an_approval_of_a_text_that_is_no_longer_there_is_refused() -> None:
    experience = an_experience_in_review()
    read = experience.version
    experiences.edit(experience, an_experience_text(), version=read, actor=EDITOR, now=NOON)

    for approve in (approval.approve_by_municipality, approval.approve_by_editor):
        with pytest.raises(StaleVersion):
            approve(experience, version=read, actor=EDITOR, now=NOON)


@pytest.mark.parametrize("name", ["problem", "cause", "measure", "result", "focus_areas"])
def test_an_experience_without_its_whole_chain_is_not_sent_for_review(name: str) -> None:
    experience = a_draft_experience(**{name: () if name == "focus_areas" else ""})

    with pytest.raises(approval.TextIncomplete):
        approval.send_for_review(experience, actor=EDITOR, now=NOON)


def test_the_organisation_may_ask_for_a_change() -> None:
    experience = an_experience_in_review()
    approval.approve_by_editor(experience, version=experience.version, actor=EDITOR, now=NOON)

    approval.ask_for_change(
        experience, "Ta bort gatan.", version=experience.version, actor=COORDINATOR, now=NOON
    )

    assert (experience.state, experience.change_wanted) == (ExperienceState.DRAFT, "Ta bort gatan.")
    assert not experience.editor_approved_at


def test_what_is_withdrawn_stays_so_and_the_log_says_why() -> None:
    experience = an_experience()
    approval.withdraw(experience, reason="för gammalt", actor=EDITOR, now=NOON)
    db.session.flush()

    with pytest.raises(ExperienceStateConflict):
        approval.withdraw(experience, reason="igen", actor=EDITOR, now=NOON)
    with pytest.raises(ExperienceWithdrawn):
        experiences.edit(
            experience, an_experience_text(), version=experience.version, actor=EDITOR, now=NOON
        )
    latest = list_history(experience)[0]
    assert (latest.action, latest.reason) == ("experience withdrawn", "för gammalt")


def test_an_experience_that_has_lost_its_area_is_not_published() -> None:
    experience = an_experience_in_review()
    for approve in (approval.approve_by_municipality, approval.approve_by_editor):
        approve(experience, version=experience.version, actor=EDITOR, now=NOON)
    experience.focus_areas = []

    with pytest.raises(approval.TextIncomplete):
        approval.publish(experience, actor=EDITOR, now=NOON)
