"""The list as the desk sees it: counts, search, organisations, and letters that did not arrive."""

import pytest

from eventapp.domain.desk.invitee.answer import answer_invitation
from eventapp.domain.desk.invitee.invitee_list import (
    InviteeSearch,
    count_invitees,
    iterate_invitees,
    list_invitees,
    list_organisations,
    show_invitee,
)
from eventapp.domain.desk.invitee.status import InviteeStatus
from eventapp.extensions import db
from eventapp.models import InviteeAnswer, Job, JobState
from tests.builders import NOON, a_registration, an_event
from tests.builders.invitee import an_invitee

pytestmark = pytest.mark.usefixtures("app")


def test_the_list_is_counted_searched_and_summed_up_by_organisation() -> None:
    event = an_event()
    an_invitee(event, name="Åsa Öst", organisation="Älvstad")
    no = an_invitee(event, name="Bo Ek", organisation="Älvstad")
    yes = an_invitee(event, organisation="Älvstad")
    registered = an_invitee(event, organisation="Bergby")
    an_invitee(event, invited=False)
    answer_invitation(no, InviteeAnswer.NO, now=NOON)
    answer_invitation(yes, InviteeAnswer.YES, now=NOON)
    a_registration(event, email=registered.email)

    assert count_invitees(event) == {
        InviteeStatus.SILENT: 1,
        InviteeStatus.YES: 1,
        InviteeStatus.NO: 1,
        InviteeStatus.REGISTERED: 1,
        InviteeStatus.UNSENT: 1,
    }
    (only,) = list_invitees(event, InviteeSearch(words="asa alvstad"), page=1).rows
    assert only.invitee.name == "Åsa Öst"
    of_town = list_invitees(event, InviteeSearch(organisation="Älvstad"), page=9)
    statuses = [InviteeStatus.SILENT, InviteeStatus.YES, InviteeStatus.NO]
    assert [row.status for row in of_town.rows] == statuses
    declined = list_invitees(
        event, InviteeSearch(organisation="Älvstad", status=InviteeStatus.NO), page=1
    )
    assert of_town.choices == declined.choices == dict.fromkeys(statuses, 1)
    assert [
        (row.name, row.invited, row.registered, row.declined, row.undecided, row.silent)
        for row in list_organisations(event)
    ] == [("Älvstad", 3, 0, 1, 1, 1), ("", 1, 0, 0, 0, 0), ("Bergby", 1, 1, 0, 0, 0)]


def test_a_letter_that_did_not_arrive_is_said_of_its_reader_alone() -> None:
    event = an_event()
    failed, fine = an_invitee(event), an_invitee(event)
    db.session.query(Job).filter_by(dedupe_key=failed.letter_key).update({"state": JobState.FAILED})

    assert show_invitee(failed).undelivered
    assert not show_invitee(fine).undelivered
    unreached = [row.invitee.id for row in iterate_invitees(event) if row.undelivered]
    assert unreached == [failed.id]
