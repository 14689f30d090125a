"""Things to test with, made by the product's own verbs: they flush; the test commits."""

from tests.builders.event import a_session, an_event, let_act
from tests.builders.moments import DAY, HOUR, NEXT_MONTH, NEXT_WEEK, NOON
from tests.builders.people import an_affiliation, an_organisation
from tests.builders.registration import (
    a_party,
    a_queue,
    a_registration,
    an_applicant,
    an_application,
    registrations_by_state,
)

__all__ = [
    "DAY",
    "HOUR",
    "NEXT_MONTH",
    "NEXT_WEEK",
    "NOON",
    "a_party",
    "a_queue",
    "a_registration",
    "a_session",
    "an_affiliation",
    "an_applicant",
    "an_application",
    "an_event",
    "an_organisation",
    "let_act",
    "registrations_by_state",
]
