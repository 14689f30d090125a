"""Invited people as a table: one row each, with the answer in words."""

import pytest

from eventapp.domain.desk.export.export import ExportChoice, ExportKind, open_export
from eventapp.domain.desk.invitee.answer import answer_invitation
from eventapp.i18n import speaking
from eventapp.models import InviteeAnswer
from tests.builders import NOON, an_event
from tests.builders.invitee import an_invitee

pytestmark = pytest.mark.usefixtures("app")


def test_everybody_on_the_list_has_a_row_with_what_they_answered() -> None:
    event = an_event()
    no = an_invitee(event, "bo@town.example", name="Bo Ek", organisation="Älvstad")
    an_invitee(event, "anna@town.example", invited=False)
    answer_invitation(no, InviteeAnswer.NO, reason="Semester", now=NOON)

    with speaking("en"):
        table = open_export(event, ExportChoice(ExportKind.INVITEES), now=NOON)
        rows = [row[:5] for row in table.rows]

    assert table.title == "Invited people and answers"
    assert rows == [
        ("", "", "anna@town.example", "Not written to", ""),
        ("Älvstad", "Bo Ek", "bo@town.example", "Not coming", "Semester"),
    ]
