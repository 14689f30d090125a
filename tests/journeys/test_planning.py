"""A coordinator learns from others and plans: by keys alone, and without any script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.people.account import find_by_email
from eventapp.domain.people.sign_in_link import create_sign_in_link, sign_in_token
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Experience, ExperienceState, Readership
from tests.journeys.browser_user import BrowserUser
from tests.journeys.demo_event import app_on_demo_database
from tests.journeys.end_to_end.coordinator import declare_with_keys, plan_with_keys
from tests.journeys.signed_in_pages import ADDRESSES
from tests.server import LiveServer

pytestmark = pytest.mark.xdist_group("journeys")


def card_of_others_and_way_in(live: LiveServer) -> tuple[str, str]:
    """A published card of another organisation, and a link that signs the coordinator in."""
    with app_on_demo_database(live):
        account = find_by_email(ADDRESSES[Role.COORDINATOR])
        assert account
        own = {grant.organisation_id for grant in account.grants}
        card = db.session.scalars(
            select(Experience.code).where(
                Experience.state == ExperienceState.PUBLISHED,
                Experience.audience == Readership.ALL,
                Experience.organisation_id.not_in(own),
            )
        ).first()
        assert card
        link = create_sign_in_link(account, lasts=timedelta(minutes=10), now=utcnow())
        db.session.commit()
        return card, f"{live.base}/sign-in/links/{sign_in_token(link)}"


def test_a_coordinator_plans_with_the_keyboard_and_without_script(
    browser: Browser, live_server: LiveServer
) -> None:
    card, way_in = card_of_others_and_way_in(live_server)
    saga = BrowserUser(browser, live_server.base, "saga", scripted=False)
    saga.page.goto(way_in)
    saga.page.locator("main form button[type=submit]:not([aria-hidden])").first.press("Enter")

    declare_with_keys(saga.page, live_server.base, card, "I två stadsdelar, från hösten.")
    plan_with_keys(saga.page, live_server.base, "Sätt datum på varje punkt", "Enhetschef")

    saga.close()
