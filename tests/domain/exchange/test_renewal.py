"""Whether a card still holds: asked after 6 and 12 months, renewed or retired, by its mailbox."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.exchange import approval, renewal
from eventapp.domain.exchange.experience import ExperienceStateConflict
from eventapp.domain.exchange.finding import search
from eventapp.domain.exchange.mailbox_link import experience_token, find_experience_by_token
from eventapp.extensions import db
from eventapp.models import Experience, ExperienceState, Job, JobKind
from tests.builders import DAY, NOON
from tests.builders.experience import EDITOR, an_experience

pytestmark = pytest.mark.usefixtures("app")
HALF_A_YEAR, YEAR = timedelta(days=182), timedelta(days=365)


def asked(now: datetime) -> int:
    """How many letters the clock promises at this moment."""

    def count() -> int:
        kind = JobKind.EXPERIENCE_REMINDER_MAIL
        return len(db.session.scalars(select(Job).where(Job.kind == kind)).all())

    before = count()
    if renewal.has_to_ask(now=now):
        renewal.ask_mailboxes(now=now)
        db.session.flush()
    return count() - before


def test_a_mailbox_is_asked_after_six_and_twelve_months_once_each() -> None:
    an_experience()

    assert asked(NOON + HALF_A_YEAR - DAY) == 0
    assert asked(NOON + HALF_A_YEAR) == 1
    assert asked(NOON + HALF_A_YEAR + DAY) == 0
    assert asked(NOON + YEAR) == 1
    assert asked(NOON + YEAR + DAY) == 0
    assert asked(NOON + 2 * YEAR) == 1


def test_a_card_published_by_the_release_before_is_asked_about_too() -> None:
    an_experience().next_ask_on = None
    db.session.flush()

    assert asked(NOON + HALF_A_YEAR) == 1


def test_a_mailbox_with_many_old_cards_is_asked_about_one_a_week() -> None:
    for _card in range(3):
        an_experience(contact_email="trygghet@town.example").next_ask_on = None
    db.session.flush()
    upgraded = NOON + 3 * YEAR

    assert [asked(upgraded + days * DAY) for days in (0, 1, 7, 8, 14, 15)] == [1, 0, 1, 0, 1, 0]


def test_renewing_lets_it_stand_for_a_year_and_asks_then() -> None:
    experience = an_experience()
    later = NOON + HALF_A_YEAR

    renewal.renew(experience, now=later)

    assert experience.review_on == (later + YEAR).date()
    assert asked(NOON + YEAR) == 0
    assert asked(later + YEAR) == 1
    assert renewal.list_overdue({experience.organisation_id}, now=later) == []
    overdue = renewal.list_overdue({experience.organisation_id}, now=later + YEAR + DAY)
    assert overdue == [experience]


def test_what_is_retired_is_found_by_nobody_and_asked_about_no_more() -> None:
    experience = an_experience()

    renewal.retire(experience, now=NOON)

    assert experience.state is ExperienceState.WITHDRAWN
    assert search.find(experience.code, inside=True) is None
    assert asked(NOON + YEAR) == 0
    with pytest.raises(ExperienceStateConflict):
        renewal.renew(experience, now=NOON)


def test_retiring_is_undone_within_ten_minutes_and_the_card_is_found_again() -> None:
    experience = an_experience(title="Nattliga orossamtal")
    renewal.retire(experience, now=NOON)

    with pytest.raises(renewal.TooLateToUndoRetirement):
        renewal.undo_retirement(experience, now=NOON + timedelta(minutes=10))
    renewal.undo_retirement(experience, now=NOON + timedelta(minutes=9))

    query = search.SearchQuery(words="orossamtal")
    assert search.search(query, page=1, on=NOON.date()).experiences == [experience]


def test_what_an_editor_withdrew_is_not_published_again_by_a_link() -> None:
    experience = an_experience()
    approval.withdraw(experience, reason="fel", actor=EDITOR, now=NOON)

    with pytest.raises(renewal.TooLateToUndoRetirement):
        renewal.undo_retirement(experience, now=NOON)


def test_the_link_dies_with_the_mailbox() -> None:
    experience: Experience = an_experience(contact_email="gammal@town.example")
    token = experience_token(experience)
    with standing_at(NOON):
        assert find_experience_by_token(experience.code, token) is experience
        assert find_experience_by_token(experience.code, f"{token}x") is None
    experience.contact_email = "ny@town.example"

    assert find_experience_by_token(experience.code, token) is None
    assert find_experience_by_token("nosuchcode", token) is None
