"""Notes of a network meeting: a small Markdown, and nobody's name."""

import pytest

from eventapp.extensions import db
from eventapp.models import Event, Series
from tests.builders import an_event
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


def a_meeting() -> Event:
    series = Series(slug="natverket", title="Nätverket")
    db.session.add(series)
    db.session.flush()
    meeting = an_event(series_id=series.id)
    db.session.commit()
    return meeting


def test_notes_and_results_are_read_with_their_markdown(desk: Visitor) -> None:
    meeting = a_meeting()
    page = f"/organizer/events/{meeting.slug}/meeting/notes"
    notes = {"text": "Vi gick runt.\n\n- **ljuset**\n- träden", "results": "En *lista*"}
    sent = send(desk, page, page=page, **notes, published="y", version="0")
    assert sent.status_code == 303

    shown = desk.get("/series/natverket").text
    assert "<strong>ljuset</strong>" in shown
    assert "<em>lista</em>" in shown
    assert "**" not in shown

    # From what a meeting came to one goes on to an experience, which is noted as begun there.
    share = f"/experiences/leads/new?event={meeting.slug}"
    assert f'href="{share}"' in shown
    assert f'href="{share}"' in desk.get(page).text
    assert f"We will note that it came from {meeting.title}." in desk.get(share).text


def test_signs_within_a_name_do_not_hide_it(desk: Visitor) -> None:
    page = f"/organizer/events/{a_meeting().slug}/meeting/notes"
    refused = send(desk, page, page=page, text="Så sa An*n*a till oss.", version="0")
    assert refused.status_code == 422
    assert "Something here looks like a name." in refused.text
