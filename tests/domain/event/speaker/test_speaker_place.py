"""Whether a speaker is registered too: by address and name, and only while it lives."""

import pytest

from eventapp.domain.event.speaker.speaker_place import find_place
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import RegistrationState
from tests.builders import NOON, a_registration, an_event
from tests.builders.speaker import EMAIL, a_speaker

pytestmark = pytest.mark.usefixtures("app")


def test_a_registration_of_the_same_address_and_name_is_theirs() -> None:
    event = an_event()
    address = a_speaker(event).address
    assert address
    a_registration(event, name="Anna Kollega", email=EMAIL)
    a_registration(an_event(), name="Karin Talar", email=EMAIL)
    assert find_place(address) is None
    own = a_registration(event, name="Karin Talar", email=EMAIL)
    assert find_place(address) is RegistrationState.CONFIRMED
    cancel(own, now=NOON)
    assert find_place(address) is None
