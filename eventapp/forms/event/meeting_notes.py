"""Notes of a network meeting, which name nobody."""

from typing import Any

from wtforms import BooleanField, StringField, ValidationError

from eventapp.documents.markdown import plain_text
from eventapp.domain.event.meeting_notes import NotesText
from eventapp.domain.survey.given_names import given_names
from eventapp.domain.survey.masking import mask
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import text_field
from eventapp.forms.event.fields import LinesField
from eventapp.forms.fields import OneLine
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import MeetingNotes

READ_THROUGH = _l("I have read them through: they name nobody")


def refuse_names(written: str, *, read_through: bool) -> None:
    """Raise ValidationError for what points at a person, or is like a name and not confirmed."""
    if mask(written) != written:
        raise ValidationError(
            _("Leave out addresses, telephone numbers, and numbers of people and cases.")
        )
    if not read_through and written.split() != mask(written, given_names()).split():
        raise ValidationError(
            _("Something here looks like a name. Leave it out, or confirm below that it is not.")
        )


class MeetingNotesForm(VersionedForm):
    """What was said and decided, and whether everybody may read it."""

    text = text_field(
        _l("What was said"),
        description=_l("No names, cases, or places that point at somebody."),
    )
    results = LinesField(_l("What the meeting came to"), description=_l("One result per line."))
    published = BooleanField(_l("Publish notes and results on the page of the series"))
    read_through = BooleanField(READ_THROUGH)

    def validate_text(self, field: Any) -> None:
        """Refuse what points at a person, and what is like a name until it is confirmed."""
        self._refuse_names(field.data or "")

    def validate_results(self, field: Any) -> None:
        """As for the notes."""
        self._refuse_names(field.data or "")

    def _refuse_names(self, written: str) -> None:
        """As it is typed, and as it is read: signs of Markdown may stand within a name."""
        for text in (written, plain_text(written)):
            refuse_names(text, read_through=self.read_through.data)

    def notes(self) -> NotesText:
        """The same in the domain's words. Only after validation."""
        return NotesText(self.text.data or "", self.results.lines, bool(self.published.data))


class HostForm(BaseForm):
    """Which of those whose turn it is."""

    host = StringField(validators=[OneLine()])


def notes_form_data(notes: MeetingNotes | None) -> dict[str, Any]:
    """The notes as the form shows them."""
    if notes is None:
        return {"version": 0}
    return {
        "text": notes.text,
        "results": "\n".join(notes.results),
        "published": notes.published_at is not None,
        "version": notes.version,
    }
