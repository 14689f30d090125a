"""Letters in a bundle: those that went to many."""

import pytest
from flask import Flask

from eventapp.domain.retention.closing.sent_letter import MANY, list_sent
from eventapp.models import LetterState
from tests.builders import a_registration, an_event
from tests.builders.closing import a_letter_to

pytestmark = pytest.mark.usefixtures("app")


def test_what_went_to_five_is_there_and_what_went_to_four_is_counted(app: Flask) -> None:
    event = an_event()
    people = [a_registration(event) for _ in range(MANY)]
    to_many = a_letter_to(event, people, "Till alla.")
    a_letter_to(event, people[1:], "Till några.")
    a_letter_to(event, people, "Väntar.").state = LetterState.SCHEDULED
    a_letter_to(an_event(), [], "En annans.")
    sent = list_sent(event)

    assert (list(sent.letters), sent.to_few) == ([to_many], 1)
