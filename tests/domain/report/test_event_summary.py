"""An event's summary: there once it is over, and short."""

from flask import Flask

from eventapp.domain.report.event_summary import BARS_MAX, SECTIONS, is_over, summarise
from eventapp.i18n import speaking
from eventapp.models import EventState
from tests.builders import NOON, an_event
from tests.builders.report import AFTER, a_closed_survey, an_event_that_is_over


def test_only_an_event_that_took_place_and_is_over_is_summed_up(app: Flask) -> None:
    assert is_over(an_event(), now=AFTER)
    assert not is_over(an_event(), now=NOON)
    assert not is_over(an_event(state=EventState.CANCELLED), now=AFTER)


def test_it_says_places_attendance_and_answers(app: Flask) -> None:
    event = an_event_that_is_over()
    a_closed_survey(event)
    with speaking("sv"):
        document = summarise(event, now=AFTER)
    texts = {section.code: section.text for section in document.sections}
    assert tuple(texts) == SECTIONS
    assert "70 personer hade en plats, och 56 av dem kom (80 procent)." in texts["events"]
    assert texts["surveys"].startswith("44 av 56 deltagare svarade.")
    assert all(len(c.bars) <= BARS_MAX for s in document.sections for c in s.charts)
