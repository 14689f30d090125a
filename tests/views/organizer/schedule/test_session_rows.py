"""Several new sessions at the desk: a row for each."""

from zoneinfo import ZoneInfo

from eventapp.domain.schedule.session import list_sessions
from tests.builders import an_event
from tests.builders.forms import send
from tests.visitor import Visitor

ZONE = ZoneInfo("Europe/Stockholm")


def rows(*lines: dict[str, str]) -> dict[str, str]:
    fields = {"on": "2027-03-31"}
    for number, line in enumerate(lines):
        fields |= {f"rows-{number}-{name}": value for name, value in line.items()}
    return fields


def test_fifteen_sessions_with_rooms_tracks_and_speakers_are_two_page_loads(desk: Visitor) -> None:
    event = an_event()
    base = f"/organizer/events/{event.slug}/sessions/rows"
    assert desk.get(f"{base}/new").text.count("<fieldset") == 15
    lines = [
        {
            "title": f"Pass {number}",
            "at": "" if number else "9.30",
            "minutes": "30",
            "kind": "plenary",
            "room": f"Sal {number % 3}",
            "track": f"Spår {number % 2}",
            "speakers": f"Anna {number}, Bo",
        }
        for number in range(15)
    ]
    answer = send(desk, base, **rows(*lines))
    assert answer.status_code == 303
    page = desk.get(answer.headers["Location"]).text
    assert "15 sessions are in the draft" in page
    sessions = list_sessions(event)
    times = [f"{session.starts_at.astimezone(ZONE):%H.%M}" for session in sessions]
    assert (len(times), times[0], times[-1]) == (15, "09.30", "16.30")
    assert {part.speaker.name for part in sessions[3].appearances} == {"Anna 3", "Bo"}


def test_a_schedule_without_sessions_offers_a_whole_day_at_once(desk: Visitor) -> None:
    base = f"/organizer/events/{an_event().slug}"
    assert f'href="{base}/sessions/rows/new"' in desk.get(f"{base}/schedule").text


def test_each_fault_stands_at_its_field_and_all_that_was_typed_is_kept(desk: Visitor) -> None:
    event = an_event()
    base = f"/organizer/events/{event.slug}/sessions/rows"
    wrong = rows(
        {"title": "Ett", "room": "Eken"},
        {"title": "Ett och ett halvt"},  # begins when that ends, so there is one thing to write
        {"title": "Två", "at": "halv tio"},
        {"at": "10", "speakers": "Bo"},
        {"title": "Fyra", "at": "25.00"},
    )
    answer = send(desk, base, **wrong)
    assert answer.status_code == 422
    assert answer.text.count("Write when the first session begins") == 2
    assert answer.text.count("Write the time, for example 10.30.") == 4  # above, and at the field
    assert "Write a title." in answer.text
    assert 'value="halv tio"' in answer.text
    assert list_sessions(event) == []
    assert send(desk, base, **rows()).status_code == 422
    assert send(desk, base, **{**rows({"title": "A", "at": "9"}), "on": "x"}).status_code == 422


def test_a_time_that_clocks_jump_over_is_refused(desk: Visitor) -> None:
    event = an_event()
    event.starts_at = event.starts_at.replace(day=28)
    base = f"/organizer/events/{event.slug}/sessions/rows"
    typed = {**rows({"title": "Natt", "at": "02.30"}), "on": "2027-03-28"}
    assert "does not exist" in send(desk, base, **typed).text
