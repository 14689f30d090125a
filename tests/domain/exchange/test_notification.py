"""Editors hear of leads the day after, once for each day."""

import pytest
from sqlalchemy import select

from eventapp.domain.exchange import lead, notification
from eventapp.domain.exchange.lead import LeadText
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Job, JobKind
from tests.builders import DAY, NOON, an_organisation
from tests.builders.account import an_account
from tests.builders.experience import an_experience_in_review

pytestmark = pytest.mark.usefixtures("app")
TEXT = LeadText("En fast tid", "Det tog för lång tid.", "samordnare", "funktion@town.example")


def kinds() -> list[JobKind]:
    return list(db.session.scalars(select(Job.kind)))


def test_leads_are_counted_when_their_day_is_over_and_told_of_once() -> None:
    an_account(Role.EDITOR)
    lead.submit(TEXT, an_organisation().id, event=None, now=NOON)
    assert not notification.has_new_leads(now=NOON)
    assert notification.count_leads_before(NOON) == 0

    for _ in range(2):
        notification.notify_of_leads(now=NOON + DAY)

    assert notification.count_leads_before(NOON + DAY) == 1
    assert kinds() == [JobKind.LEAD_NOTICE_MAIL]
    assert not notification.has_new_leads(now=NOON + DAY)


def test_a_text_to_read_is_told_to_each_reader_once() -> None:
    an_account(Role.EDITOR)
    experience = an_experience_in_review()

    notification.notify_of_review(experience, now=NOON)

    assert sorted(kinds()) == [JobKind.CARD_NOTICE_MAIL, JobKind.MAILBOX_REVIEW_MAIL]
