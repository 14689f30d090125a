"""Which badges are to be printed, and which have been."""

import pytest
from sqlalchemy import select

from eventapp.domain.desk.prints.badge import (
    BadgeChoice,
    BadgeSelection,
    BadgeSorting,
    TooManyBadges,
    choose_badges,
    load_badges,
    record_badges,
)
from eventapp.domain.desk.prints.person import NothingToPrint
from eventapp.domain.record.disposal import delete_registrations
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.registration_copy import copy_of
from eventapp.domain.registration.ticket import current_code
from eventapp.extensions import db
from eventapp.models import Badge, Event, PrintedBadge, Registration
from tests.builders import NOON, a_queue, a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")
ALL, NEW = BadgeChoice(), BadgeChoice(BadgeSelection.NEW)


def somebody(event: Event, name: str, badge: Badge = Badge.FIRST_NAME) -> Registration:
    return a_registration(event, name=name, badge=badge)


def print_all(event: Event, choice: BadgeChoice = ALL) -> list[str]:
    badges = choose_badges(event, choice)
    record_badges(event, badges, actor="organizer", now=NOON)
    return [badge.name for badge in badges]


def test_those_who_wait_or_have_cancelled_get_no_badge() -> None:
    event = an_event(seats=2)
    somebody(event, "Åsa Öhlén")
    cancel(somebody(event, "Kim Vass"), now=NOON)
    somebody(event, "Inès Ljung")
    a_queue(event, 1, badge=Badge.FIRST_NAME)

    assert print_all(event) == ["Inès", "Åsa"]


def test_a_printed_badge_is_new_again_only_when_its_text_has_changed() -> None:
    event = an_event()
    linnea, kim = somebody(event, "Linnéa Vårglim"), somebody(event, "Kim Vass")
    print_all(event)
    assert load_badges(event).new == 0
    kim.name = "Kim Lind"  # the badge bears the first name alone
    linnea.name = "Linn Vårglim"
    db.session.flush()

    assert print_all(event, NEW) == ["Linn"]
    with pytest.raises(NothingToPrint):
        choose_badges(event, NEW)


def test_badges_are_sorted_as_swedish_is_by_organisation_or_by_name() -> None:
    event = an_event()
    for place, name in (("Örebro", "Anna A"), ("Ale", "Åke B"), ("Ale", "Zoë C")):
        organisation = an_organisation(name=f"{place} {name[-1]}")
        a_registration(event, organisation=organisation, name=name, badge=Badge.FIRST_NAME)

    assert print_all(event) == ["Åke", "Zoë", "Anna"]
    assert print_all(event, BadgeChoice(order=BadgeSorting.NAME)) == ["Anna", "Zoë", "Åke"]


def test_a_code_is_that_of_the_valid_ticket_and_a_blank_badge_has_none() -> None:
    event = an_event()
    shown = somebody(event, "Åsa Öhlén")
    somebody(event, "Börje Älv", Badge.NONE)

    codes = {badge.ticket_code for badge in choose_badges(event, BadgeChoice(codes=True))}

    assert codes == {current_code(shown), ""}
    assert {badge.ticket_code for badge in choose_badges(event, BadgeChoice())} == {""}


def test_more_than_a_file_holds_are_printed_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventapp.domain.desk.prints.badge.BADGES_PER_FILE_MAX", 2)
    event = an_event()
    for name in ("Ada A", "Bo B", "Cia C"):
        somebody(event, name)

    with pytest.raises(TooManyBadges):
        choose_badges(event, BadgeChoice())
    assert [*print_all(event, NEW), *print_all(event, NEW)] == ["Ada", "Bo", "Cia"]


def test_a_person_deleted_while_the_file_was_made_is_not_remembered() -> None:
    event = an_event()
    gone, left = somebody(event, "Ada A"), somebody(event, "Bo B")
    badges = choose_badges(event, BadgeChoice())
    delete_registrations([gone.id])

    record_badges(event, badges, actor="organizer", now=NOON)

    assert list(db.session.scalars(select(PrintedBadge.registration_id))) == [left.id]
    delete_registrations([left.id])
    assert list(db.session.scalars(select(PrintedBadge.registration_id))) == []


def test_a_persons_copy_says_that_the_badge_was_printed() -> None:
    event = an_event()
    linnea = somebody(event, "Linnéa Vårglim")
    assert copy_of(linnea)["badge_printed_at"] is None

    print_all(event)

    assert copy_of(linnea)["badge_printed_at"] == NOON.isoformat()
    assert copy_of(linnea)["certificate"] is None
