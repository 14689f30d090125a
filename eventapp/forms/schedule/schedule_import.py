"""A schedule's file: the form it is sent with, and the words for what was wrong with it."""

from dataclasses import dataclass, replace

from flask_wtf.file import FileField, FileRequired

from eventapp.documents.schedule_file.reading import DEFAULT_ZONE, read_schedule
from eventapp.domain.place import place
from eventapp.domain.schedule.schedule_import.content import FileSchedule, Repair
from eventapp.domain.schedule.schedule_import.content import RepairCode as C
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import SomeOf
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _l
from eventapp.models import Event

ACCEPT = ".xml,.json,.ics,text/xml,application/xml,application/json,text/calendar"
UNREADABLE = {
    "empty": _l("The file is empty."),
    "too-large": _l("The file is larger than 10 MB."),
    "unknown-format": _l(
        "This is no schedule that we can read. Choose a file in XML (frab, pentabarf, pretalx), "
        "schedule.json or iCalendar (.ics)."
    ),
    "broken-json": _l("The file breaks off, or is no JSON. Get it again from the other system."),
    "broken-xml": _l("The file breaks off, or is no XML. Get it again from the other system."),
    "broken-calendar": _l("The file is no calendar. Get it again from the other system."),
    "entities": _l(
        "The file defines entities of its own, which no schedule needs. Such files are not read."
    ),
    "too-deep": _l("The file is nested more deeply than any schedule. Such files are not read."),
    "no-schedule": _l("The file holds no conference with days, so there is no schedule in it."),
    "misplaced-rooms": _l(
        "The file is put together wrongly: “rooms” stands beside “conference” and not in it. Get "
        "it again from the other system."
    ),
    "no-sessions": _l("There is no session with a time in the file."),
    "too-many-sessions": _l("There are more than 5,000 sessions in the file."),
}
SENTENCES = {
    C.ENCODING: _l("The file is not in UTF-8. Its letters were read as Windows writes them."),
    C.ZONE_MISSING: _l("The file names no time zone. Its times were read as those of %(instead)s."),
    C.ZONE_UNKNOWN: _l(
        "There is no time zone “%(zone)s”. The times were read as those of %(instead)s."
    ),
    C.ZONE_DIFFERS: _l(
        "The file says %(zone)s, but its times are those of %(instead)s, and were read so."
    ),
    C.ZONE_OF_EVENT: _l(
        "The file’s clock is that of %(zone)s, the event’s that of %(instead)s. Each session is at "
        "the same moment as in the file."
    ),
    C.NO_DATE: _l("%(count)s sessions have no date of their own. They got that of their day."),
    C.NO_TIME: _l("“%(title)s” says no time that can be read, and was left out."),
    C.DATE_WRONG: _l("“%(date)s” is no date. The day that the session stands under counts."),
    C.START_DIFFERS: _l(
        "The session begins at %(start)s, but its date says %(instead)s. The date counts."
    ),
    C.DURATION_MISSING: _l(
        "It does not say how long the session lasts. It got %(minutes)s minutes."
    ),
    C.ALL_DAY: _l("The entry lasts whole days. It was taken in from midnight to midnight."),
    C.REPEATS: _l("The entry repeats. The first time was taken in."),
    C.ID_MISSING: _l("The session has no id. It is known by its title."),
    C.ID_DOUBLE: _l("Another session has the same id. The two are told apart by their order."),
    C.TITLE_MISSING: _l("The session has no title. It got “%(instead)s”."),
    C.TOO_LONG: _l("“%(name)s” is longer than %(most)s characters and was cut off."),
    C.CHARACTERS: _l("Characters that no page can show were taken out of “%(name)s”."),
    C.HTML: _l("The text was HTML. Paragraphs, lists, bold and links were kept."),
    C.ROOM_DIFFERS: _l(
        "The session names the room “%(room)s” and stands under “%(instead)s”. Where it stands "
        "counts."
    ),
    C.NAME_MISSING: _l("A person without a name was left out."),
    C.SPEAKER_FROM_TEXT: _l("“%(name)s” became a speaker: the text says so."),
    C.LINK_LEFT_OUT: _l("“%(name)s” is no address on the web, and was left out."),
    C.ATTACHMENT_LINKED: _l(
        "The attachment “%(name)s” became a link. The file itself was not fetched."
    ),
    C.NOT_A_SESSION: _l("This is no event in the calendar, and was left out."),
    C.WRONG_SHAPE: _l("“%(name)s” is not what the format says, and was left out."),
    C.FIELD_NOT_KEPT: _l("There is no place here for “%(name)s” (%(count)s times)."),
    C.KEPT_LOCAL: _l(
        "“%(name)s” of “%(of)s” was changed here since the last file, and stays as it is here."
    ),
    C.REMOVED_HERE: _l("“%(of)s” was removed here, and does not come back."),
}


# What stands in a file and in a session, as the session's own form names it.
FIELD_WORDS = {
    "title": _l("Title"),
    "starts_at": _l("Starts"),
    "ends_at": _l("Ends"),
    "room": _l("Room"),
    "track": _l("Track"),
    "speakers": _l("Speakers"),
    "form": _l("Format"),
    "type": _l("Format"),
    "abstract": _l("What it is about"),
    "description": _l("What it is about"),
    "text": _l("What it is about"),
    "subtitle": _l("Subtitle"),
    "biography": _l("About the speaker"),
    "references": _l("References"),
    "link": _l("References"),
    "cancelled": _l("Called off"),
    "name": _l("Name"),
    "english_title": _l("Title in English"),
    "english_form": _l("Format, in English"),
    "english_abstract": _l("What it is about, in English"),
    "known": _l("What is known"),
    "unknown": _l("What is not known"),
    "meaning": _l("What it means for a municipality"),
    "learning_goals": _l("Learning goals"),
    "english_known": _l("What is known, in English"),
    "english_unknown": _l("What is not known, in English"),
    "english_meaning": _l("What it means for a municipality, in English"),
    "english_learning_goals": _l("Learning goals, in English"),
}
LONG_TITLE = _l(
    "The title is longer than %(most)s characters and was cut off. As much of it as there is room "
    "for stands first in the text. Give the session a shorter title when it is in."
)
NAMING_FIELDS = {C.KEPT_LOCAL, C.TOO_LONG, C.CHARACTERS}


def repair_sentence(repair: Repair) -> str:
    """What was repaired, in the current language."""
    values = dict(repair.values)
    if repair.code is C.TOO_LONG and values["name"] == "title" and repair.at != "conference":
        return str(LONG_TITLE) % values
    if repair.code in NAMING_FIELDS and values["name"] in FIELD_WORDS:
        values["name"] = str(FIELD_WORDS[values["name"]])
    return str(SENTENCES[repair.code]) % values


@dataclass(frozen=True, slots=True)
class FileSetting:
    """What a file is read against: the event's clock and place, or nothing yet."""

    zone: str = ""
    place: str = ""

    def read(self, content: bytes) -> FileSchedule:
        """Read a file. Raises UnreadableSchedule."""
        schedule = read_schedule(content, zone=self.zone or DEFAULT_ZONE, place=self.place)
        if not self.zone or schedule.zone == self.zone:
            return schedule
        values = {"zone": schedule.zone, "instead": self.zone}
        other_clock = Repair("schedule", C.ZONE_OF_EVENT, values)
        return replace(schedule, repairs=(*schedule.repairs, other_clock))


def setting_of(event: Event | None) -> FileSetting:
    """The setting of an event, or of one that is still to be created."""
    return FileSetting(event.time_zone, place(event)) if event else FileSetting()


class ScheduleFileForm(BaseForm):
    """Which file to read."""

    file = FileField(
        _l("File"),
        description=_l(
            "XML (frab, pentabarf, pretalx), schedule.json or iCalendar (.ics), at most 10 MB."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )


class TakeInForm(VersionedForm):
    """Taking in what was read, and which of the sessions that are gone are called off."""

    called_off = SomeOf(
        _l("Call off what is gone from the file"),
        description=_l(
            "What you leave stays as it is. What you choose is called off in the draft."
        ),
        choices=[],
    )
