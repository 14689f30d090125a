"""Templates of events: whole, and with questions that suit them."""

from eventapp.domain.event.event_template import TEMPLATES, TemplateName
from eventapp.domain.event.question_set import find_question_set
from eventapp.models import AttendanceMode, EventVisibility


def test_each_is_whole_and_names_sets_that_suit_it() -> None:
    assert set(TEMPLATES) == set(TemplateName)
    for template in TEMPLATES.values():
        online = template.form is AttendanceMode.ONLINE
        sets = [find_question_set(code) for code in template.question_sets]
        assert all(known and known.suits(online=online) for known in sets)


def test_a_meeting_by_video_shows_its_address_to_those_who_have_a_place() -> None:
    video = TEMPLATES[TemplateName.VIDEO_MEETING]
    assert (video.form, video.visibility) == (AttendanceMode.ONLINE, EventVisibility.CLOSED)
