"""Name badges: as each has chosen, remembered, logged, and few clicks away."""

import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Badge, Event, Visibility
from tests.builders import a_registration, an_event
from tests.builders.forms import token_on
from tests.views.organizer.prints.papers import pages_in, pdf_of, text_on
from tests.visitor import Visitor


def prints(event: Event) -> str:
    return f"/organizer/events/{event.slug}/prints"


def badges(desk: Visitor, event: Event, **asked: str) -> TestResponse:
    fields = {"selection": "all", "paper": "a4-10", "order": "name", **asked}
    data = {"csrf_token": token_on(desk, prints(event)), **fields}
    return desk.post(f"{prints(event)}/badges", data=data)


def test_a_badge_says_what_its_owner_chose_and_no_more(desk: Visitor) -> None:
    event = an_event()
    a_registration(event, name="Åsa Öhlén", badge=Badge.FIRST_NAME)
    a_registration(event, name="Kim Vass", badge=Badge.ORGANISATION)
    a_registration(event, name="Inès Ljung", badge=Badge.FIRST_NAME, visibility=Visibility.LIMITED)
    a_registration(event, name="Börje Älv", badge=Badge.NONE)

    text = text_on(pdf_of(badges(desk, event)))

    assert "Åsa" in text
    for hidden in ("Öhlén", "Kim", "Vass", "Inès", "Ljung", "Börje", "Älv"):
        assert hidden not in text


@pytest.mark.parametrize("wrong", ["a3-1", ""])
@pytest.mark.parametrize(
    ("name", "label"), [("selection", "Which badges"), ("paper", "Paper"), ("order", "Order")]
)
def test_what_was_never_offered_is_refused_with_what_to_choose(
    desk: Visitor, name: str, label: str, wrong: str
) -> None:
    event = an_event()
    a_registration(event)

    answer = badges(desk, event, **{name: wrong})

    assert answer.status_code == 422
    assert f"Choose from the list “{label}”." in answer.get_data(as_text=True)


def test_only_those_new_since_last_time_are_printed_and_a_changed_badge_is_new(
    desk: Visitor,
) -> None:
    event = an_event()
    changed = a_registration(event, name="Linnéa Vårglim", badge=Badge.FIRST_NAME)
    a_registration(event, name="Kim Vass", badge=Badge.FIRST_NAME)
    pdf_of(badges(desk, event))
    assert badges(desk, event, selection="new").status_code == 409
    a_registration(event, name="Fadumo Nattglim", badge=Badge.FIRST_NAME)
    changed.badge = Badge.ORGANISATION

    page = desk.get(prints(event)).get_data(as_text=True)
    text = text_on(pdf_of(badges(desk, event, selection="new")))

    assert "2 are new since" in page
    assert "Fadumo" in text
    assert "Kim" not in text


def test_the_print_is_logged_before_the_file_is_sent(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)

    pdf_of(badges(desk, event))

    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.PRINTED)
    ).one()
    assert entry.details == {"list": "badges", "count": 1}
    assert entry.event_id == event.id


def test_a_name_that_cannot_be_printed_leaves_a_line_and_is_pointed_out(desk: Visitor) -> None:
    event = an_event()
    a_registration(event, name="𒀭 Snölöv", badge=Badge.FIRST_NAME)

    page = desk.get(prints(event)).get_data(as_text=True)
    text = text_on(pdf_of(badges(desk, event)))

    assert "1 name has letters that we cannot print" in page
    assert "𒀭 Snölöv" in page
    assert "𒀭" not in text


@pytest.mark.parametrize(
    "wrong", [{"paper": "a0"}, {"selection": "some"}, {"order": "shoe size"}], ids=str
)
def test_what_no_page_offers_is_refused_with_the_page(desk: Visitor, wrong: dict[str, str]) -> None:
    event = an_event()
    a_registration(event)

    answer = badges(desk, event, **wrong)

    assert answer.status_code == 422
    assert "Name badges" in answer.get_data(as_text=True)


def test_nobody_to_print_is_a_sentence(desk: Visitor) -> None:
    answer = badges(desk, an_event())

    assert answer.status_code == 409
    assert "There is nobody to print here yet." in answer.get_data(as_text=True)


def test_a_roll_has_one_badge_to_a_page(desk: Visitor) -> None:
    event = an_event()
    for _ in range(3):
        a_registration(event)

    assert pages_in(pdf_of(badges(desk, event, paper="roll-62", large="y", codes="y"))) == 3


def test_badges_are_three_clicks_from_the_desk(desk: Visitor) -> None:
    """Two links that each page has, and the button: no field must be touched."""
    event = an_event()
    a_registration(event)

    home = desk.get("/organizer").get_data(as_text=True)
    first = f'href="/organizer/events/{event.slug}"'
    overview = desk.get(f"/organizer/events/{event.slug}").get_data(as_text=True)
    second = f'href="{prints(event)}"'
    page = desk.get(prints(event)).get_data(as_text=True)
    form = re.search(
        r'<form class="paper" method="post" action="([^"]+/badges)".*?</form>', page, re.DOTALL
    )

    assert first in home
    assert second in overview
    assert form
    assert form[0].count('type="submit"') == 1
    given = {"csrf_token": token_on(desk, prints(event))}
    for name, options in re.findall(
        r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form[0], re.DOTALL
    ):
        chosen = re.search(r'<option selected value="([^"]+)"', options)
        assert chosen, name
        given[name] = chosen[1]
    pdf_of(desk.post(form[1], data=given))
