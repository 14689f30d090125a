"""What is said of a file or a link, and who may have it from when on."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask_wtf.file import FileField, FileRequired
from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.domain.schedule.material import MaterialLink, MaterialText
from eventapp.domain.schedule.materials.change import CHANGE_MAX_LENGTH
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field
from eventapp.forms.event.fields import LocalDateTimeField, WholeNumberField, local_time
from eventapp.forms.fields import MaxLength, OneOf, OneOfList, Required, SomeOf
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Audience, Captions, Event, Material, Opening, Organisation, Session

ACCEPT = ".pdf,.docx,.pptx,.xlsx,.odt,.odp,.ods,.png,.jpg,.jpeg,.txt"
MINUTES_MAX = 24 * 60
FILE_HINT = _l(
    "PDF, Word, PowerPoint, Excel, OpenDocument, PNG, JPEG or plain text, at most 50 MB."
)
AUDIENCES = {
    Audience.PUBLIC: _l("Everyone"),
    Audience.CONFIRMED: _l("Those who have a place"),
    Audience.CAME: _l("Those who came"),
    Audience.ORGANISATIONS: _l("Certain organisations"),
    Audience.ORGANIZERS: _l("Organizers only"),
}
OPENINGS = {
    Opening.NOW: _l("At once"),
    Opening.SESSION_END: _l("When the session ends"),
    Opening.TIME: _l("At a certain time"),
    Opening.HAND: _l("When I open it"),
}


class MaterialTextForm(VersionedForm):
    """Title, session, readers and moment: what files and links have in common."""

    time_zone = DEFAULT_TIME_ZONE
    title = line_field(_l("Title"), Required(_l("Write a title.")))
    language = OneOf(
        _l("Language"),
        choices=[SelectChoice("sv", _l("Swedish")), SelectChoice("en", _l("English"))],
        default="sv",
    )
    session = OneOfList(_l("Session"), choices=[])
    audience = OneOf(
        _l("Who can see it"),
        choices=[SelectChoice(audience.value, label) for audience, label in AUDIENCES.items()],
        default=Audience.PUBLIC.value,
    )
    organisations = SomeOf(
        _l("Which organisations"),
        choices=[],
        description=_l(
            "It opens for those whose address is the organisation’s, whom its coordinator or you "
            "registered or approved, or whom you have invited with it. Others see that it is there."
        ),
    )
    opening = OneOf(
        _l("From when"),
        choices=[SelectChoice(opening.value, label) for opening, label in OPENINGS.items()],
        default=Opening.NOW.value,
    )
    opens_at = LocalDateTimeField(
        _l("Date and time"),
        optional=True,
        description=_l("Only if you chose a certain time."),
    )

    def __init__(
        self,
        event: Event,
        sessions: Sequence[Session],
        organisations: Sequence[Organisation],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.time_zone = event.time_zone
        self._sessions = {session.code: session for session in sessions}
        self._organisations = {organisation.code: organisation for organisation in organisations}
        self.session.choices = [
            SelectChoice("", _("The whole event")),
            *(SelectChoice(session.code, session.title) for session in sessions),
        ]
        self.organisations.choices = [SelectChoice(o.code, o.name) for o in organisations]

    def validate_organisations(self, field: Any) -> None:
        """Some are chosen where it is for certain ones."""
        if self.audience.data == Audience.ORGANISATIONS.value and not field.data:
            raise ValidationError(_("Choose at least one organisation."))

    def validate_opening(self, field: Any) -> None:
        """A certain time is written, where one is chosen."""
        written = "".join(self.opens_at.raw_data or ()).strip()
        if field.data == Opening.TIME.value and not written:
            raise ValidationError(_("Write the date and time below."))

    def text(self) -> MaterialText:
        """What was said, in the domain's words."""
        return MaterialText(
            title=self.title.data,
            language=self.language.data,
            audience=Audience(self.audience.data),
            session=self._sessions.get(self.session.data or ""),
            opening=Opening(self.opening.data),
            opens_at=self.opens_at.moment_or_none(self.time_zone),
            organisations=tuple(
                self._organisations[code] for code in self.organisations.data or ()
            ),
        )


class MaterialForm(MaterialTextForm):
    """One file of at most 50 MB."""

    file = FileField(
        _l("File"), description=FILE_HINT, validators=[FileRequired(_l("Choose a file."))]
    )


class MaterialLinkForm(MaterialTextForm):
    """A film or a page elsewhere."""

    url = line_field(_l("Address"), Required(_l("Write the address.")))
    minutes = WholeNumberField(
        _l("Length in minutes"),
        description=_l("Of a film. Leave empty for a page."),
        validators=[
            Optional(),
            NumberRange(1, MINUTES_MAX, _l("Write a number from 1 to 1,440.")),
        ],
    )
    captions = OneOf(
        _l("Captions"),
        choices=[
            SelectChoice("", _l("It is not a film")),
            SelectChoice(Captions.REVIEWED.value, _l("Reviewed by a person")),
            SelectChoice(Captions.AUTOMATIC.value, _l("Automatic")),
            SelectChoice(Captions.MISSING.value, _l("Missing")),
        ],
        default="",
    )

    def validate_url(self, field: Any) -> None:
        """Only what a browser may open safely."""
        if not is_safe_address(field.data or ""):
            raise ValidationError(_("Write an address that starts with https://."))

    def link(self) -> MaterialLink:
        """Where it leads, in the domain's words."""
        captions = Captions(self.captions.data) if self.captions.data else None
        return MaterialLink(self.url.data, self.minutes.data, captions)


class NewVersionForm(BaseForm):
    """A file that takes the place of another."""

    file = FileField(
        _l("New file"), description=FILE_HINT, validators=[FileRequired(_l("Choose a file."))]
    )
    change = line_field(
        _l("What has changed"),
        Required(_l("Write what has changed.")),
        MaxLength(CHANGE_MAX_LENGTH),
        description=_l("For example: picture 14 corrected."),
    )


def is_safe_address(text: str) -> bool:
    """Whether a browser may open it from a page of ours: https, with a host and no password."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host and "@" not in parts.netloc and " " not in text


def material_form_data(event: Event, material: Material) -> dict[str, Any]:
    """The initial values of the form for a material."""
    timed = material.opening is Opening.TIME and material.opens_at is not None
    return {
        "title": material.title,
        "language": material.language,
        "session": material.session.code if material.session else "",
        "audience": material.audience.value,
        "organisations": [organisation.code for organisation in material.organisations],
        "opening": material.opening.value,
        "opens_at": local_time(material.opens_at, event.time_zone)
        if timed and material.opens_at
        else None,
        "url": material.url,
        "minutes": material.minutes,
        "captions": material.captions.value if material.captions else "",
        "version": material.version,
    }
