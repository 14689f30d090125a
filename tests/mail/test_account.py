"""Letters about accounts speak the language that their reader has chosen."""

import pytest

from eventapp.domain.people.mail_trial import send_mail_trial
from eventapp.domain.permission import Role
from eventapp.mail.account import mail_trial
from tests.builders import NOON
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("language", "subject", "summary"),
    [
        ("en", "Test email: it arrived", "Test of the calendar"),
        ("sv", "Provbrev: det kom fram", "Prov av kalendern"),
        ("", "Provbrev: det kom fram", "Prov av kalendern"),
    ],
)
def test_the_test_email_is_in_the_language_of_who_sends_it(
    language: str, subject: str, summary: str
) -> None:
    admin = an_account(Role.ADMIN)
    admin.language = language
    trial = send_mail_trial(admin, "me@bra.example", now=NOON)

    letter = mail_trial(trial, "<1@bra.example>")

    assert letter.subject == subject
    assert letter.calendar
    assert summary in letter.calendar.ics.decode()
