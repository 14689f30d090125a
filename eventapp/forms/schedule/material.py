"""A file and what is said of it."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms.fields.choices import SelectChoice

from eventapp.domain.schedule.material import MaterialText
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field
from eventapp.forms.fields import OneOf, OneOfList, Required
from eventapp.i18n import _, _l
from eventapp.models import Audience, Session

ACCEPT = ".pdf,.docx,.pptx,.xlsx,.odt,.odp,.ods,.png,.jpg,.jpeg,.txt"


class MaterialForm(BaseForm):
    """One file of at most 50 MB."""

    file = FileField(
        _l("File"),
        description=_l(
            "PDF, Word, PowerPoint, Excel, OpenDocument, PNG, JPEG or plain text, at most 50 MB."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )
    title = line_field(_l("Title"), Required(_l("Write a title.")))
    language = OneOf(
        _l("Language"),
        choices=[SelectChoice("sv", _l("Swedish")), SelectChoice("en", _l("English"))],
        default="sv",
    )
    session = OneOfList(_l("Session"), choices=[])
    audience = OneOf(
        _l("Who can see it"),
        choices=[
            SelectChoice(Audience.PUBLIC.value, _l("Everyone")),
            SelectChoice(Audience.CONFIRMED.value, _l("Only those who have a place")),
        ],
        default=Audience.PUBLIC.value,
    )

    def __init__(self, sessions: Sequence[Session], **options: Any) -> None:
        super().__init__(**options)
        self._sessions = {session.code: session for session in sessions}
        self.session.choices = [
            SelectChoice("", _("The whole event")),
            *(SelectChoice(session.code, session.title) for session in sessions),
        ]

    def text(self) -> MaterialText:
        """What was said, in the domain's words."""
        return MaterialText(
            title=self.title.data,
            language=self.language.data,
            audience=Audience(self.audience.data),
            session=self._sessions.get(self.session.data or ""),
        )
