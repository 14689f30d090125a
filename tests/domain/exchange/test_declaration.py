"""What a coordinator declares: at once, changeable, undone for ten minutes, named or counted."""

from datetime import timedelta

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.exchange import adaptation, approval, declaration
from eventapp.domain.exchange.declaration import Declaration
from eventapp.domain.exchange.spread import list_spread
from eventapp.models import Adaptation, AdaptationKind, AdaptationState, Experience, Organisation
from tests.builders import NOON, an_organisation
from tests.builders.experience import COORDINATOR, EDITOR, an_experience

pytestmark = pytest.mark.usefixtures("app")
SOON, TOO_LATE = NOON + timedelta(minutes=9), NOON + timedelta(minutes=10)
PLANS, ADAPTS = AdaptationKind.PLANS, AdaptationKind.ADAPTS


def say(
    experience: Experience, town: Organisation, said: Declaration, version: int = 0
) -> Adaptation:
    return declaration.declare(experience, town, said, version=version, actor=COORDINATOR, now=NOON)


def test_it_is_shown_at_once_and_one_row_is_changed_afterwards() -> None:
    experience, town = an_experience(), an_organisation()

    first = say(experience, town, Declaration(PLANS))
    again = say(experience, town, Declaration(ADAPTS, "Kortare."), first.version)

    assert again is first
    (shown,) = adaptation.list_shown(experience)
    assert (shown.kind, shown.comment) == (ADAPTS, "Kortare.")
    assert adaptation.count_users([experience.id]) == {experience.id: 1}
    with pytest.raises(StaleVersion):
        say(experience, town, Declaration(PLANS), version=0)


def test_a_change_is_undone_within_ten_minutes_and_once() -> None:
    experience, town = an_experience(), an_organisation()
    said = say(experience, town, Declaration(PLANS, "I höst."))
    say(experience, town, Declaration(ADAPTS, named=False), said.version)

    with pytest.raises(declaration.TooLateToUndoDeclaration):
        declaration.undo_declaration(said, actor=COORDINATOR, now=TOO_LATE)
    declaration.undo_declaration(said, actor=COORDINATOR, now=SOON)

    assert (said.kind, said.comment, said.named) == (PLANS, "I höst.", True)
    with pytest.raises(declaration.TooLateToUndoDeclaration):
        declaration.undo_declaration(said, actor=COORDINATOR, now=SOON)


def test_undoing_the_first_word_says_nothing_and_taking_back_is_undone_too() -> None:
    experience, town = an_experience(), an_organisation()
    said = say(experience, town, Declaration(PLANS))

    declaration.undo_declaration(said, actor=COORDINATOR, now=SOON)
    assert adaptation.list_shown(experience) == []

    say(experience, town, Declaration(ADAPTS), said.version)
    declaration.withdraw_declaration(said, version=said.version, actor=COORDINATOR, now=NOON)
    assert adaptation.list_shown(experience) == []
    declaration.undo_declaration(said, actor=COORDINATOR, now=SOON)
    assert adaptation.list_shown(experience) == [said]


def test_who_may_not_be_named_is_counted_and_hidden_from_the_release_before() -> None:
    experience, town = an_experience(), an_organisation()

    said = say(experience, town, Declaration(ADAPTS, named=False))

    assert said.state is AdaptationState.DECLINED
    assert adaptation.count_users([experience.id]) == {experience.id: 1}
    spread = list_spread(inside=True)
    assert (list(spread.steps), spread.unnamed) == ([], 1)


def test_what_is_declared_stands_for_what_was_submitted_before() -> None:
    experience, town = an_experience(), an_organisation()
    submitted = adaptation.submit(
        experience, town.id, PLANS, comment="Kanske.", contact_email="", now=NOON
    )
    adaptation.decide(submitted, show=True)

    declared = say(experience, town, Declaration(ADAPTS, named=False))

    assert adaptation.list_shown(experience) == [declared]


def test_nobody_learns_from_themselves_or_from_what_is_withdrawn() -> None:
    town = an_organisation()
    own, gone = an_experience(town), an_experience()
    approval.withdraw(gone, reason="fel", actor=EDITOR, now=NOON)

    with pytest.raises(declaration.OwnExperience):
        say(own, town, Declaration(PLANS))
    with pytest.raises(declaration.NotPublishedNow):
        say(gone, town, Declaration(PLANS))


def test_only_the_own_organisations_declarations_are_found() -> None:
    experience, town, other = an_experience(), an_organisation(), an_organisation()
    said = say(experience, town, Declaration(PLANS))

    assert declaration.find_own_declaration(said.code, {town.id}) is said
    assert declaration.find_own_declaration(said.code, {other.id}) is None
    assert list(declaration.list_declared({town.id})) == [said]
    assert list(declaration.list_declared({other.id})) == []
