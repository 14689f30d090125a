"""English beside the Swedish: what lacks it, written side by side, and read by visitors."""

import json

import pytest

from eventapp.domain.event.event import find_event
from eventapp.domain.event.release import release_schedule
from eventapp.domain.permission import Role
from eventapp.domain.schedule.release import latest_schedule
from eventapp.extensions import db
from eventapp.models import Event, Release, Room, Series
from tests.builders import NOON, a_session, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.views.organizer.conftest import desk
from tests.visitor import Visitor

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("app")


def a_bilingual_event() -> tuple[Event, str]:
    """An event with a session in a room, and the address of its English texts."""
    event = an_event(
        title="Trygga torg", summary="Om **torget**.", access_notes=["Hörslinga", "Ramp"]
    )
    room = Room(event_id=event.id, name="Stora salen", code="r1")
    db.session.add(room)
    db.session.flush()
    a_session(event, title="Vägar in", abstract="Tre *skeden*.", code="v1", room_id=room.id)
    db.session.commit()
    return event, f"/organizer/events/{event.slug}/english"


def read(client: Visitor, address: str, language: str) -> str:
    client.set_cookie("language", language)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def release(event: Event) -> None:
    release_schedule(event, actor="organizer", reason="För provet", now=NOON)
    db.session.commit()


def test_what_lacks_english_is_listed_with_where_it_is_written(desk: Visitor) -> None:
    _event, root = a_bilingual_event()

    page = desk.get(root).text

    assert "6 texts of 6 lack English." in page
    for address in (f"{root}/event", f"{root}/sessions/v1", f"{root}/rooms/r1"):
        assert f'href="{address}"' in page


def test_the_series_is_listed_and_written_by_those_who_may(client: Visitor) -> None:
    event, root = a_bilingual_event()
    event.series = Series(slug="serien", title="Nätverket")
    db.session.commit()
    whole, own = an_account(Role.ORGANIZER), an_account(Role.ORGANIZER, event=event)
    address = 'href="/organizer/series/serien/edit"'

    for account, linked in ((whole, True), (own, False)):
        page = signed_in(client, account).get(root).text
        assert "Nätverket" in page
        assert (address in page) is linked


def test_an_event_is_read_in_english_where_it_is_written_so(desk: Visitor) -> None:
    event, root = a_bilingual_event()
    page = f"{root}/event"
    texts = {"title": "Safe squares", "summary": "About the **square**.", "access_notes": ""}

    version = str(event.version)
    assert "Om **torget**." in desk.get(page).text
    assert send(desk, page, page=page, version=version, **texts).status_code == 303

    in_english = read(desk, f"/events/{event.slug}", "en")
    assert "<h1>Safe squares</h1>" in in_english
    assert '<div class="written"><p>About the <strong>square</strong>.</p>' in in_english
    assert '<ul class="plain-list" lang="sv"><li>Hörslinga</li>' in in_english
    in_swedish = read(desk, f"/events/{event.slug}", "sv")
    assert "<h1>Trygga torg</h1>" in in_swedish
    assert "Safe squares" not in in_swedish
    stale = send(desk, page, page=page, version=version, **{**texts, "title": "Other"})
    assert stale.status_code == 409
    assert 'value="Other"' in stale.text


def test_a_session_is_read_in_english_from_the_next_release_on(desk: Visitor) -> None:
    event, root = a_bilingual_event()
    release(event)
    at = f"/events/{event.slug}/sessions/v1"
    texts = {"title": "Ways -- in ?>", "abstract": "Three *stages*."}

    assert send(desk, f"{root}/sessions/v1", page=root, version="1", **texts).status_code == 303
    assert (
        send(desk, f"{root}/rooms/r1", page=root, version="1", name="Great hall").status_code == 303
    )
    assert latest_schedule(event).sessions[0].in_language("en").title == "Vägar in"  # type: ignore[union-attr]

    release(event)
    page = read(desk, at, "en")
    assert "<h1>Ways -- in ?&gt;</h1>" in page
    assert "<p>Three <em>stages</em>.</p>" in page
    assert "Great hall" in page
    assert "Vägar in" in read(desk, at, "sv")
    assert "SUMMARY:Ways" in read(desk, f"{at}.ics", "en")
    swedish_calendar = read(desk, f"{at}.ics", "sv").replace("\r\n ", "")
    assert "SUMMARY:Vägar in" in swedish_calendar
    assert "English: Ways -- in ?>" in swedish_calendar


def test_exports_carry_both_and_old_releases_still_open(desk: Visitor) -> None:
    event, root = a_bilingual_event()
    release(event)
    english = {"title": "Ways in ?>", "abstract": "Three."}
    send(desk, f"{root}/sessions/v1", page=root, version="1", **english)
    release(event)

    feed = json.loads(read(desk, f"/events/{event.slug}/schedule.json", "en"))
    conference = feed["schedule"]["conference"]
    (session,) = conference["days"][0]["rooms"]["Stora salen"]
    assert session["title"] == "Vägar in"
    assert conference["meta"]["translations"]["en"]["events"][session["guid"]] == english
    xml = read(desk, f"/events/{event.slug}/schedule.xml", "sv")
    assert '<?eventapp-english {"title": "Ways in ?\\u003e", "abstract": "Three."}?>' in xml

    first, latest = db.session.query(Release).order_by(Release.number).all()
    assert "english" not in first.schedule
    assert "english" not in latest.schedule["sessions"][0]  # the release before this one reads it
    latest.schedule = first.schedule
    db.session.commit()
    again = find_event(event.slug)
    assert again is not None
    schedule = latest_schedule(again)
    assert schedule is not None
    assert schedule.in_language("en").sessions[0].title == "Vägar in"
