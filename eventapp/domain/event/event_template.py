"""EventTemplate: what a new event begins with, by what kind of gathering it is."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from eventapp.models import AttendanceMode, EventKind, EventVisibility


class TemplateName(StrEnum):
    """The gatherings that there are templates for; the words stand in addresses."""

    CONFERENCE = "conference"
    NETWORK_MEETING = "network-meeting"
    VIDEO_MEETING = "video-meeting"
    WORKSHOP = "workshop"


@dataclass(frozen=True, slots=True)
class EventTemplate:
    """Everything can be changed in the form. `question_sets` are codes of ready-made questions."""

    kind: EventKind
    form: AttendanceMode
    visibility: EventVisibility
    seats: int
    lasts: timedelta
    question_sets: tuple[str, ...] = ()


TEMPLATES = {
    TemplateName.CONFERENCE: EventTemplate(
        EventKind.CONFERENCE,
        AttendanceMode.ON_SITE,
        EventVisibility.OPEN,
        seats=150,
        lasts=timedelta(hours=8),
        question_sets=("travel", "photo"),
    ),
    TemplateName.NETWORK_MEETING: EventTemplate(
        EventKind.NETWORK_MEETING,
        AttendanceMode.ON_SITE,
        EventVisibility.CLOSED,
        seats=40,
        lasts=timedelta(hours=3),
    ),
    TemplateName.VIDEO_MEETING: EventTemplate(
        EventKind.NETWORK_MEETING,
        AttendanceMode.ONLINE,
        EventVisibility.CLOSED,
        seats=100,
        lasts=timedelta(minutes=90),
    ),
    TemplateName.WORKSHOP: EventTemplate(
        EventKind.WORKSHOP,
        AttendanceMode.ON_SITE,
        EventVisibility.OPEN,
        seats=30,
        lasts=timedelta(hours=6),
        question_sets=("workshop",),
    ),
}
