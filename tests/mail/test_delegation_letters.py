"""Letters about what somebody else did for one: who it was, and whence we know of them."""

import pytest

from eventapp.mail import registration as letters
from eventapp.mail.message import Letter
from eventapp.models import Registration
from tests.builders import a_registration, an_event, an_organisation
from tests.builders.delegation import a_coordinator

pytestmark = pytest.mark.usefixtures("app")


def texts(letter: Letter) -> tuple[str, str]:
    return str(letter.body), str(letter.html)


def registered() -> Registration:
    return a_registration(an_event(), organisation=an_organisation("Älvstad"), language="en")


def test_the_first_letter_names_who_registered_and_what_we_got_from_them() -> None:
    registration = registered()
    saga = a_coordinator(an_organisation())

    for text in texts(letters.received(registration, None, "a1", saga)):
        assert (
            f"{saga.name}, who coordinates the delegation from Älvstad, has registered you" in text
        )
        assert "name, email address and role" in text
        assert "/privacy" in text


def test_a_letter_to_who_registered_themself_names_nobody() -> None:
    for text in texts(letters.received(registered(), None, "a1")):
        assert "coordinates" not in text


def test_who_was_cancelled_by_another_is_not_told_that_they_cancelled() -> None:
    registration = registered()
    saga = a_coordinator(an_organisation())

    letter = letters.cancelled(registration, None, "a1", saga)

    assert letter.subject.startswith("Your registration has been cancelled")
    for text in texts(letter):
        assert f"{saga.name}, who coordinates" in text
        assert "You have cancelled your registration" not in text
