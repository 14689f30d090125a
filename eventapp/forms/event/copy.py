"""What is new about a copy of an event, and what it takes along."""

from typing import Any

from wtforms.fields.choices import SelectChoice

from eventapp.domain.desk.invitee.candidate import EarlierGroup
from eventapp.domain.event.copy.event_copy import CopyPart, CopyText
from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field
from eventapp.forms.event.fields import LocalDateTimeField, local_time
from eventapp.forms.fields import OneOf, Required, SomeOf
from eventapp.i18n import _l


class CopyForm(BaseForm):
    """The new title, reference number and beginning; everything else moves as far."""

    time_zone = DEFAULT_TIME_ZONE
    title = line_field(_l("Title"), Required(_l("Write a title.")))
    record_number = line_field(
        _l("Reference number"), description=_l("That of the new event, if it has one by now.")
    )
    starts_at = LocalDateTimeField(_l("Starts"))
    parts = SomeOf(
        _l("Take along"),
        choices=[
            SelectChoice(CopyPart.SCHEDULE.value, _l("The schedule")),
            SelectChoice(CopyPart.QUESTIONS.value, _l("Questions when people register")),
            SelectChoice(CopyPart.DELEGATIONS.value, _l("Delegations and their reserved places")),
            SelectChoice(
                CopyPart.AUTOMATIC_LETTERS.value,
                _l("Letters that go by themselves: when, and in which words"),
            ),
            SelectChoice(CopyPart.WRITTEN_LETTERS.value, _l("Letters you wrote, as drafts")),
            SelectChoice(CopyPart.SURVEY.value, _l("The survey, as a draft without answers")),
            SelectChoice(CopyPart.MATERIALS.value, _l("Files")),
        ],
    )

    invited = OneOf(
        _l("Invite again"),
        description=_l("They are put on the copy’s list. Nobody is written to before you say so."),
        choices=[
            SelectChoice("", _l("Nobody")),
            SelectChoice(EarlierGroup.INVITED.value, _l("Those who were invited")),
            SelectChoice(EarlierGroup.REGISTERED.value, _l("Those who were registered")),
            SelectChoice(EarlierGroup.CAME.value, _l("Those who came")),
        ],
        default="",
    )

    @property
    def group(self) -> EarlierGroup | None:
        """Whom to put on the copy's list. Only after validation."""
        return EarlierGroup(self.invited.data) if self.invited.data else None

    def text(self) -> CopyText:
        """The same in the domain's words. Only after validation."""
        return CopyText(
            title=self.title.data or "",
            record_number=self.record_number.data or "",
            starts_at=self.starts_at.moment(self.time_zone),
            parts={CopyPart(value) for value in self.parts.data or ()},
        )


def copy_form_data(text: CopyText, time_zone: str) -> dict[str, Any]:
    """What the form is filled with."""
    return {
        "title": text.title,
        "record_number": text.record_number,
        "starts_at": local_time(text.starts_at, time_zone),
        "parts": [part.value for part in CopyPart if part in text.parts],
    }
