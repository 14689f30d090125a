"""Choosing experiences for a session: offered, searched, shown on both pages, taken away."""

from eventapp.extensions import db
from tests.builders import an_event
from tests.builders.experience import an_experience
from tests.builders.forms import send
from tests.builders.session_question import a_lecture
from tests.visitor import Visitor


def test_an_experience_is_chosen_and_shown_both_ways(desk: Visitor) -> None:
    event = an_event()
    session = a_lecture(event, title="Belysning på torget")
    card = an_experience(title="Belysning på torget i vår stad")
    other = an_experience(title="Samverkan med skolan")
    db.session.commit()
    base = f"/organizer/events/{event.slug}/sessions/{session.code}"
    assert "Choose related experiences" in desk.get(base).text
    page = desk.get(f"{base}/experiences").text
    assert card.title in page
    assert other.title not in page
    assert other.title in desk.get(f"{base}/experiences?q=skolan").text
    assert "No experience to choose" in desk.get(f"{base}/experiences?q=torsk").text

    assert send(desk, f"{base}/experiences", experience=card.code).status_code == 303
    assert send(desk, f"{base}/experiences", experience="nosuchcode").status_code == 404

    public = f"/events/{event.slug}/sessions/{session.code}"
    assert card.title in desk.get(public).text.partition('id="experiences"')[2]
    shown = desk.get(f"/experiences/{card.code}").text
    assert "Builds on" in shown
    assert public in shown

    assert send(desk, f"{base}/experiences/{card.code}/removal").status_code == 303
    assert "Builds on" not in desk.get(f"/experiences/{card.code}").text
