"""A delegation is found by its code by those who coordinate its organisation, by nobody else."""

import pytest

from eventapp.domain.registration.delegation import find_own_delegation
from eventapp.models import EventState
from tests.builders import an_event, an_organisation
from tests.builders.delegation import the_delegation

pytestmark = pytest.mark.usefixtures("app")


def test_a_delegation_is_found_by_its_code_for_its_own_organisation_only() -> None:
    town, other = an_organisation(), an_organisation()
    delegation = the_delegation(an_event(reserved={town: 2}), town)

    assert find_own_delegation(delegation.code, {town.id, other.id}) is delegation
    assert find_own_delegation(delegation.code, {other.id}) is None
    assert find_own_delegation(delegation.code, set()) is None
    assert find_own_delegation("no-such-code", {town.id}) is None


def test_a_delegation_of_a_draft_is_not_found() -> None:
    town = an_organisation()
    delegation = the_delegation(an_event(reserved={town: 2}, state=EventState.DRAFT), town)

    assert find_own_delegation(delegation.code, {town.id}) is None
