"""What retention says of an event: by the rules in force, and not a day else."""

from datetime import timedelta

import pytest

from eventapp.domain.record.pause import begin_pause
from eventapp.domain.retention.closing.outlook import retention_outlook
from eventapp.models import DataKind
from tests.builders import NOON, a_registration, an_event
from tests.builders.retention import a_rule

pytestmark = pytest.mark.usefixtures("app")


def test_each_kind_has_its_count_its_day_and_its_decision() -> None:
    event = an_event()
    a_registration(event)
    a_rule(DataKind.REGISTRATIONS, days=90)
    kinds = {kind.description.kind: kind for kind in retention_outlook(event, now=NOON).kinds}

    registrations = kinds[DataKind.REGISTRATIONS]
    assert (registrations.count, registrations.due_at) == (1, event.ends_at + timedelta(days=90))
    assert registrations.reference
    assert kinds[DataKind.SCANS].due_at is None  # nobody has decided
    assert kinds[DataKind.CARE_NEEDS].due_at == event.ends_at + timedelta(days=14)
    assert kinds[DataKind.CARE_NEEDS].reference == ""


def test_a_pause_is_said() -> None:
    event = an_event()
    assert not retention_outlook(event, now=NOON).paused
    begin_pause(event, "Begäran om utlämnande", actor="admin", now=NOON)
    assert retention_outlook(event, now=NOON).paused
