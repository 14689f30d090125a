"""What is known of somebody invited: their own answer, and what their registration says."""

import pytest

from eventapp.domain.desk.invitee.invitee_list import show_invitee
from eventapp.domain.desk.invitee.status import InviteeStatus
from eventapp.domain.registration.cancellation import cancel
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.invitee import an_invitee

pytestmark = pytest.mark.usefixtures("app")


def test_a_registration_under_the_address_counts_without_the_link() -> None:
    event = an_event()
    invitee = an_invitee(event)
    a_registration(an_event(), email=invitee.email)
    assert show_invitee(invitee).status is InviteeStatus.SILENT

    registration = a_registration(event, email=invitee.email)
    assert show_invitee(invitee).status is InviteeStatus.REGISTERED
    cancel(registration, now=NOON + DAY)
    assert show_invitee(invitee).status is InviteeStatus.NO


def test_who_cancelled_before_they_were_invited_has_not_said_no() -> None:
    event = an_event()
    registration = a_registration(event)
    cancel(registration, now=NOON)
    invitee = an_invitee(event, registration.email, now=NOON + DAY)
    assert show_invitee(invitee).status is InviteeStatus.SILENT
