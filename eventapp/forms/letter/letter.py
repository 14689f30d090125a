"""A letter as an organizer writes it: to whom, in which words, and when it goes."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

from wtforms import BooleanField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.desk.export.invitee import INVITEE_STATUS_LABELS
from eventapp.domain.desk.invitee.status import InviteeStatus
from eventapp.domain.desk.registration_filter import ORGANISATIONS_MAX
from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.domain.letter.audience import (
    ANSWERED,
    ORGANISATION,
    AudienceGroup,
    LetterAudience,
)
from eventapp.domain.letter.letter import BODY_MAX_LENGTH, SUBJECT_MAX_LENGTH, LetterText
from eventapp.domain.letter.placeholder import EVERY_PLACEHOLDER, list_unknown
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.fields import LocalDateTimeField
from eventapp.forms.fields import (
    EmailAddress,
    MaxLength,
    OneLine,
    OneOf,
    OneOfList,
    Required,
    SeveralLines,
    SomeOf,
    tidy,
)
from eventapp.forms.versioned import VersionedForm, fingerprint
from eventapp.i18n import _, _l
from eventapp.models import EventLetter

SELECTION_MAX_LENGTH = 2_000
VALUES_MAX = 50
# Criteria that have a field of their own; others come from the list of registrations as they are.
OWN_CRITERIA = ("session", ANSWERED)
NOW, LATER = "now", "later"


class KnownPlaceholders:
    """Refuse whatever stands between braces and is not on the list, naming the line."""

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError for the first of them."""
        if unknown := list_unknown(field.data or "", form.placeholders):
            raise ValidationError(unknown[0].message)


def subject_field(label: str, *validators: Any) -> StringField:
    """The line that a mailbox lists."""
    return StringField(
        label,
        filters=[tidy],
        validators=[*validators, MaxLength(SUBJECT_MAX_LENGTH), OneLine(), KnownPlaceholders()],
    )


def body_field(label: str, *validators: Any) -> TextAreaField:
    """The letter itself, in a little Markdown."""
    return TextAreaField(
        label,
        description=_l(
            "An empty line starts a new paragraph. Stars make **bold text**. "
            "A hyphen at the start of lines makes a list."
        ),
        filters=[tidy],
        validators=[*validators, MaxLength(BODY_MAX_LENGTH), SeveralLines(), KnownPlaceholders()],
    )


class EnglishTexts(VersionedForm):
    """The texts of a letter: the Swedish, and an English version that may be missing."""

    placeholders = EVERY_PLACEHOLDER
    subject = subject_field(_l("Subject"), Required(_l("Write a subject.")))
    body = body_field(_l("Text"), Required(_l("Write the letter.")))
    subject_en = subject_field(_l("Subject in English"))
    body_en = body_field(_l("Text in English"))

    def validate_body_en(self, field: Any) -> None:
        """An English letter has both a subject and a text."""
        if bool(field.data) != bool(self.subject_en.data):
            raise ValidationError(
                _("Write both the subject and the text in English, or neither of them.")
            )


class LetterForm(EnglishTexts):
    """Everything about one letter. The event gives it organisations, sessions and a time zone."""

    time_zone = DEFAULT_TIME_ZONE
    group = OneOf(
        _l("To whom"),
        choices=[
            SelectChoice(AudienceGroup.REGISTERED.value, _l("Everyone who is registered")),
            SelectChoice(AudienceGroup.WAITING.value, _l("Those waiting for a place")),
            SelectChoice(AudienceGroup.COORDINATORS.value, _l("The coordinators")),
            SelectChoice(AudienceGroup.SPEAKERS.value, _l("The speakers who have an address")),
            SelectChoice(AudienceGroup.INVITED.value, _l("Those invited")),
            SelectChoice(AudienceGroup.SELECTION.value, _l("The selection from the list")),
        ],
        default=AudienceGroup.REGISTERED.value,
    )
    session = OneOfList(_l("Who have chosen the session"), choices=[], default="")
    organisation = SomeOf(
        _l("From these organisations"),
        description=_l("None chosen means all of them."),
        choices=[],
        most=ORGANISATIONS_MAX,
    )
    answered = OneOfList(
        _l("Who have answered"),
        description=_l("Of those invited."),
        choices=[
            SelectChoice("", _l("Anything or nothing")),
            *(
                SelectChoice(status.value, label)
                for status, label in INVITEE_STATUS_LABELS.items()
                if status is not InviteeStatus.UNSENT
            ),
        ],
        default="",
    )
    selection = HiddenField(validators=[MaxLength(SELECTION_MAX_LENGTH)])
    news = BooleanField(
        _l("The letter is not about their own place"),
        description=_l(
            "For example news of another event. It gets a link that declines such letters, "
            "and does not go to those who have."
        ),
    )
    when = OneOf(
        _l("When"),
        choices=[
            SelectChoice(NOW, _l("Send now")),
            SelectChoice(LATER, _l("Send at a certain time")),
        ],
        default=NOW,
    )
    sends_at = LocalDateTimeField(_l("Date and time"), optional=True)

    def __init__(
        self,
        *arguments: Any,
        organisations: Mapping[str, str],
        sessions: Sequence[tuple[str, str]],
        time_zone: str,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.time_zone = time_zone
        if not self.selection.data:
            self.group.choices = [
                choice
                for choice in self.group.choices
                if choice.value != AudienceGroup.SELECTION.value
            ]
        self.organisation.choices = [
            SelectChoice(value, label) for value, label in organisations.items()
        ]
        self.session.choices = [
            SelectChoice("", _("Any or none")),
            *(SelectChoice(code, title) for code, title in sessions),
        ]

    def validate_when(self, field: Any) -> None:
        """A letter that goes later says when."""
        if field.data == LATER and not "".join(self.sends_at.raw_data or ()).strip():
            raise ValidationError(_("Write the date and time."))

    @property
    def audience(self) -> LetterAudience:
        """Whom it goes to, in the domain's words; a group that was never offered is the default."""
        criteria = read_criteria(self.selection.data or "")
        for name in OWN_CRITERIA:
            if self[name].data:
                criteria[name] = [self[name].data]
        if self.organisation.data:
            criteria[ORGANISATION] = list(self.organisation.data)
        known = self.group.data in set(AudienceGroup)
        group = AudienceGroup(self.group.data) if known else AudienceGroup.REGISTERED
        return LetterAudience(group, criteria)

    @property
    def counted(self) -> str:
        """Which people the page counts: others have another sign."""
        return fingerprint(json.dumps(self.audience.stored(), sort_keys=True))

    def text(self) -> LetterText:
        """What is written, in the domain's words."""
        return LetterText(
            audience=self.audience,
            subject=self.subject.data or "",
            body=normal_lines(self.body.data),
            subject_en=self.subject_en.data or "",
            body_en=normal_lines(self.body_en.data),
            about_place=not self.news.data,
        )

    def moment(self) -> datetime | None:
        """When it is to go; None for now. Only after validation."""
        if self.when.data == NOW:
            return None
        return self.sends_at.moment_or_none(self.time_zone)


class MendForm(BaseForm):
    """An address that was wrong, as it should have been."""

    email = StringField(
        _l("Correct the address"),
        filters=[tidy],
        validators=[Required(_l("Write the email address.")), EmailAddress()],
    )


def letter_form_data(letter: EventLetter) -> dict[str, Any]:
    """What the form for a draft is filled with."""
    audience = LetterAudience.read(letter.audience)
    return {
        **audience_form_data(audience),
        "subject": letter.subject,
        "body": letter.body,
        "subject_en": letter.subject_en,
        "body_en": letter.body_en,
        "news": not letter.about_place,
        "version": letter.version,
    }


def audience_form_data(audience: LetterAudience) -> dict[str, Any]:
    """What the fields that say to whom are filled with."""
    with_fields = (*OWN_CRITERIA, ORGANISATION)
    others = {k: list(v) for k, v in audience.criteria.items() if k not in with_fields}
    own: dict[str, str] = {}
    for name in OWN_CRITERIA:
        values = list(audience.criteria.get(name, ()))
        if len(values) > 1:
            others[name] = values
        else:
            own[name] = values[0] if values else ""
    return {
        "group": audience.group.value,
        "selection": urlencode(others, doseq=True),
        ORGANISATION: list(audience.criteria.get(ORGANISATION, ())),
        **own,
    }


def read_criteria(query: str) -> dict[str, list[str]]:
    """Criteria as an address has them; too many values of one are cut off."""
    pairs = parse_qs(query[:SELECTION_MAX_LENGTH])
    return {name: values[:VALUES_MAX] for name, values in pairs.items()}


def audience_from(arguments: Mapping[str, Sequence[str]]) -> LetterAudience:
    """Whom the address of the form names: a group, or criteria of the list of registrations."""
    criteria = {
        name: list(values)[:VALUES_MAX] for name, values in arguments.items() if name != "to"
    }
    wanted = arguments.get("to", [""])[0]
    default = AudienceGroup.SELECTION if "state" in criteria else AudienceGroup.REGISTERED
    return LetterAudience(
        AudienceGroup(wanted) if wanted in set(AudienceGroup) else default, criteria
    )


def normal_lines(text: str | None) -> str:
    """The text with the line ends that are stored: browsers send two signs for each."""
    return "\n".join((text or "").splitlines())
