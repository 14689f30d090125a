"""What is open when somebody closes an event: each kind is found, and nothing of another event."""

import pytest

from eventapp.domain.retention.closing.open_matter import (
    OpenMatterKind,
    has_open_survey,
    list_open_matters,
)
from eventapp.extensions import db
from eventapp.models import Event, LetterState, Registration, RegistrationState, SurveyState
from tests.builders import NOON, a_registration, an_event
from tests.builders.closing import a_letter_to
from tests.builders.door import a_phone
from tests.builders.survey import a_draft, an_open_survey, closed_and_mixed

pytestmark = pytest.mark.usefixtures("app")
KINDS = OpenMatterKind


def open_matters(event: Event) -> dict[OpenMatterKind, int]:
    return {matter.kind: matter.count for matter in list_open_matters(event)}


def test_an_event_where_everything_is_done_has_nothing_open() -> None:
    event = an_event()
    a_registration(event)
    closed_and_mixed(an_open_survey(5, event))
    assert open_matters(event) == {}


def test_what_is_open_is_counted_and_surveys_alone_hold_it_up() -> None:
    event, other = an_event(), an_event()
    for at in (event, other):
        an_open_survey(5, at)
        a_draft(at).state = SurveyState.READY
        a_letter_to(at, [], "Hej").state = LetterState.SCHEDULED
        phone, _token = a_phone(at)
        phone.paired_at, phone.last_seen_at = NOON, at.starts_at
        db.session.query(Registration).filter_by(event_id=at.id).first().state = (  # type: ignore[union-attr]
            RegistrationState.PENDING
        )
    db.session.flush()

    assert open_matters(event) == {
        KINDS.SURVEY_OPEN: 1,
        KINDS.SURVEY_TO_OPEN: 1,
        KINDS.LETTERS: 1,
        KINDS.APPROVALS: 1,
        KINDS.SILENT_PHONES: 1,
    }
    assert has_open_survey(event)
    blocking = [matter.kind for matter in list_open_matters(event) if matter.blocks]
    assert blocking == [KINDS.SURVEY_OPEN]


def test_a_phone_that_was_heard_of_after_the_event_is_not_silent() -> None:
    event = an_event()
    phone, _token = a_phone(event)
    phone.paired_at, phone.last_seen_at = NOON, event.ends_at
    assert open_matters(event) == {}
