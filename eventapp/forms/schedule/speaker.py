"""What an organizer writes of a speaker, and what a speaker writes by their own link."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from eventapp.domain.schedule.speaker.part import SpeakerPart
from eventapp.domain.schedule.speaker.proposal import FIELDS, Presentation, presentation_of
from eventapp.domain.schedule.speaker.reply import REPLY_MAX_LENGTH, Consents
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field, text_field
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    FIRST_YEAR,
    LAST_YEAR,
    EmailAddress,
    MaxLength,
    NoAddress,
    OneOf,
    OneOfList,
    Required,
    fold_email,
    tidy,
)
from eventapp.forms.schedule.material import is_safe_address
from eventapp.forms.survey.fields import DayField
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import (
    Consent,
    Session,
    SlidesConsent,
    Speaker,
    SpeakerProposal,
    SpeakerRole,
)

PHOTO_ACCEPT = "image/jpeg,image/png,image/webp"
PHOTO_HINT = _l(
    "JPEG, PNG or WebP, at most 15 MB. We cut it square and take away what the file says of place "
    "and camera."
)
BIOGRAPHY_HINT = _l("A few sentences.")
ROLE_LABELS = {
    SpeakerRole.SPEAKER: _l("Speaker"),
    SpeakerRole.MODERATOR: _l("Moderator"),
    SpeakerRole.PANELLIST: _l("Panellist"),
}


class SlidesDueForm(BaseForm):
    """The last day to send slides; empty where there is none."""

    due_on = DayField(
        _l("Slides are to be here by"),
        days=(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
        description=_l("The speakers’ own pages say it, and the reminder does."),
    )


class SpeakerForm(VersionedForm):
    """A speaker, named as they chose, and where letters to them go."""

    name = line_field(_l("Name as shown"), Required(_l("Write a name.")), NoAddress())
    title = line_field(_l("Title or post"))
    title_en = line_field(_l("Title or post, in English"))
    organisation = line_field(_l("Organisation"))
    email = StringField(
        _l("Email address"),
        description=_l("For letters to speakers. Only organisers see it; it is never published."),
        filters=[tidy],
        validators=[Optional(), MaxLength(EMAIL_MAX_LENGTH), EmailAddress()],
    )
    language = OneOf(
        _l("Letters in"),
        choices=[SelectChoice("sv", "Svenska"), SelectChoice("en", "English")],
        default="sv",
    )
    biography = text_field(_l("About the speaker"), description=BIOGRAPHY_HINT)
    biography_en = text_field(_l("About the speaker, in English"))

    def values(self) -> dict[str, Any]:
        """As typed; the address folded, or empty."""
        email = fold_email(self.email.data) if self.email.data else ""
        return {
            **{name: self[name].data or "" for name in FIELDS},
            "email": email,
            "language": self.language.data,
        }


def speaker_form_data(speaker: Speaker) -> dict[str, Any]:
    """The initial values of the form, with the address."""
    address = speaker.address
    email, language = (address.email, address.language) if address else ("", "sv")
    own = {name: getattr(speaker, name) for name in (*FIELDS, "version")}
    return own | {"email": email, "language": language}


class SpeakerPhotoForm(BaseForm):
    """A photo to upload."""

    photo = FileField(
        _l("Photo"), description=PHOTO_HINT, validators=[FileRequired(_l("Choose a file."))]
    )


class SpeakerPartsForm(BaseForm):
    """What a speaker does in each session: one select for each, by the session's code."""

    NONE = ""
    shown = HiddenField()

    @classmethod
    def of(cls, sessions: Sequence[Session], **options: Any) -> "SpeakerPartsForm":
        """The form for these sessions."""
        choices = [
            SelectChoice(cls.NONE, _("No part")),
            *(SelectChoice(role.value, str(label)) for role, label in ROLE_LABELS.items()),
        ]
        fields = {
            f"part-{session.code}": OneOfList(session.title, choices=choices)
            for session in sessions
        }
        return type(cls.__name__, (cls,), fields)(**options)  # type: ignore[no-any-return]

    def shown_roles(self) -> dict[str, SpeakerRole] | None:
        """The roles that the page showed; None where it did not say."""
        if self.shown.data is None:
            return None
        pairs = (pair.partition(":") for pair in self.shown.data.split(","))
        return {code: SpeakerRole(role) for code, _colon, role in pairs if role in set(SpeakerRole)}

    def roles(self) -> dict[str, SpeakerRole]:
        """The roles by the codes of their sessions."""
        return {
            field.name.removeprefix("part-"): SpeakerRole(field.data)
            for field in self
            if field.name.startswith("part-") and field.data
        }


def parts_form_data(parts: Sequence[SpeakerPart]) -> dict[str, str]:
    """The initial values of the form: what the speaker does now."""
    roles = {part.session.code: part.role.value for part in parts}
    shown = ",".join(f"{code}:{role}" for code, role in roles.items())
    return {"shown": shown} | {f"part-{code}": role for code, role in roles.items()}


class ConsentForm(VersionedForm):
    """What may be shown, asked apart; nothing is chosen beforehand."""

    own_page = OneOf(
        _l("A page about you"),
        choices=[
            SelectChoice(Consent.YES.value, _l("Yes, show my text and photo")),
            SelectChoice(Consent.NO.value, _l("No, only my name in the schedule")),
        ],
    )
    slides = OneOf(
        _l("Your slides after the session"),
        choices=[
            SelectChoice(SlidesConsent.PUBLIC.value, _l("Everyone may see them")),
            SelectChoice(SlidesConsent.CONFIRMED.value, _l("Only those who take part")),
            SelectChoice(SlidesConsent.NO.value, _l("Nobody")),
        ],
    )
    film = OneOf(
        _l("Film of your session"),
        choices=[
            SelectChoice(Consent.YES.value, _l("Yes, you may film me")),
            SelectChoice(Consent.NO.value, _l("No, do not film")),
        ],
    )

    # What an organizer saw the speaker have answered; the speaker's own page does not send it.
    shown = HiddenField()

    def consents(self) -> Consents:
        """What was chosen, in the domain's words."""
        return Consents(
            Consent(self.own_page.data or ""),
            SlidesConsent(self.slides.data or ""),
            Consent(self.film.data or ""),
        )

    def shown_consents(self) -> Consents | None:
        """What the page showed; None where it did not say."""
        if self.shown.data is None:
            return None
        page, slides, film = (*self.shown.data.split(","), "", "", "")[:3]
        try:
            return Consents(Consent(page), SlidesConsent(slides), Consent(film))
        except ValueError:
            return Consents()


def consent_form_data(speaker: Speaker) -> dict[str, str]:
    """The initial values of the form: what was answered before."""
    answers = {
        "own_page": speaker.page_consent.value,
        "slides": speaker.slides_consent.value,
        "film": speaker.film_consent.value,
    }
    return answers | {"shown": ",".join(answers.values())}


class PresentationForm(VersionedForm):
    """How a speaker wants to be presented, with a photo."""

    name = line_field(
        _l("Your name as it is shown"),
        Required(_l("Write your name.")),
        NoAddress(),
        description=None,
    )
    title = line_field(_l("Title or post"))
    title_en = line_field(_l("Title or post, in English"))
    organisation = line_field(_l("Organisation"))
    biography = text_field(_l("About you"), description=BIOGRAPHY_HINT)
    biography_en = text_field(_l("About you, in English"))
    photo = FileField(_l("Photo"), description=PHOTO_HINT)
    removes_photo = BooleanField(_l("Take my photo away"))

    def presentation(self) -> Presentation:
        """What was typed, in the domain's words."""
        return Presentation(**{name: self[name].data or "" for name in FIELDS})


def presentation_form_data(speaker: Speaker, proposal: SpeakerProposal | None) -> dict[str, Any]:
    """The initial values of the form: what the speaker sent last, or what is shown."""
    shown = presentation_of(proposal or speaker)
    return {name: getattr(shown, name) for name in FIELDS}


class ReportForm(VersionedForm):
    """What is wrong, and what somebody needs in the room."""

    problem = text_field(
        _l("What is wrong?"),
        MaxLength(REPLY_MAX_LENGTH),
        description=_l("For example: “I cannot be there before 13.00.”"),
    )
    needs = text_field(
        _l("What do you need in the room?"),
        MaxLength(REPLY_MAX_LENGTH),
        description=_l(
            "For example a lectern, sound from your computer, or room for a wheelchair. Only the "
            "organisers read it, and it is stored encrypted."
        ),
    )


class SlidesTextForm(BaseForm):
    """What is said of slides or a link, for one of the speaker's sessions."""

    session = OneOfList(_l("Session"), choices=[])
    title = line_field(_l("What is it called?"), Required(_l("Write a title.")))

    def __init__(self, sessions: Sequence[Session], **options: Any) -> None:
        super().__init__(**options)
        self.sessions = {session.code: session for session in sessions}
        self.session.choices = [SelectChoice(session.code, session.title) for session in sessions]

    @property
    def chosen(self) -> Session:
        """The session it is for; the first where none was said."""
        return self.sessions.get(self.session.data or "") or next(iter(self.sessions.values()))


class SlidesForm(SlidesTextForm):
    """Slides to upload."""

    file = FileField(
        _l("File"),
        description=_l(
            "PDF, PowerPoint, Word or a picture, at most 50 MB. Take out names of children and "
            "private people first."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )


class SlidesLinkForm(SlidesTextForm):
    """A film or a page that the speaker shows."""

    url = line_field(
        _l("Address"),
        Required(_l("Write the address.")),
        description=_l("For example a film or a page that you show."),
    )

    def validate_url(self, field: Any) -> None:
        """Only what a browser may open safely."""
        if not is_safe_address(field.data or ""):
            raise ValidationError(_("Write an address that starts with https://."))
