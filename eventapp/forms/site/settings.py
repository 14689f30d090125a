"""The site's settings as administrators write them."""

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.site.settings import (
    AccentUnreadable,
    check_accent,
    list_events_with_questions,
    questions_of,
)
from eventapp.domain.site.site import MIN_GROUP_LEAST, Site
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    OneLine,
    OneOf,
    OneOfList,
    Required,
    SeveralLines,
    SomeOf,
    fold_email,
    tidy,
)
from eventapp.forms.versioned import VersionedForm, VersionField
from eventapp.i18n import _, _l

NAME_MAX_LENGTH, LEAD_MAX_LENGTH, PHONE_MAX_LENGTH, ADDRESS_MAX_LENGTH = 80, 300, 40, 300
SIGNATURE_MAX_LENGTH = 300
MIN_GROUP_MOST = 50
KEEP, NONE = "", "-"
LANGUAGE_WORDS = {"sv": _l("Swedish"), "en": _l("English")}
ACCENT = re.compile(r"#?([0-9a-fA-F]{6})")
TELEPHONE = re.compile(r"\+?[\d ()\-]{5,}")


def _line(label: str, *validators: Any, most: int = NAME_MAX_LENGTH, hint: str = "") -> Any:
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[*validators, MaxLength(most), OneLine()],
    )


def _lines(label: str, most: int, hint: str = "") -> Any:
    return TextAreaField(
        label, description=hint, filters=[tidy], validators=[MaxLength(most), SeveralLines()]
    )


class Telephone:
    """Refuse what is no telephone number; nothing is one."""

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError, with an example."""
        if field.data and not TELEPHONE.fullmatch(field.data):
            raise ValidationError(_("Write the number in digits, for example 070-174 06 05."))


class SiteForm(VersionedForm):
    """Name, words, contacts, look, languages, and what new surveys and events start with."""

    name = _line(_l("Name of the site"), Required(_l("Write what the site is called.")))
    name_en = _line(_l("Name in English"))
    operator = _line(
        _l("Responsible authority"),
        hint=_l(
            "Who is the controller of the personal data. It stands on the page about personal data "
            "and in the accessibility statement; without it the site’s name does."
        ),
    )
    tagline = _line(_l("Line beneath the name"))
    tagline_en = _line(_l("Line beneath the name, in English"))
    start_title = _line(_l("Heading of the start page"))
    start_title_en = _line(_l("Heading of the start page, in English"))
    start_lead = _lines(_l("Introduction on the start page"), LEAD_MAX_LENGTH)
    start_lead_en = _lines(_l("Introduction on the start page, in English"), LEAD_MAX_LENGTH)
    contact_email = _line(
        _l("Email address for questions"), Optional(), EmailAddress(), most=EMAIL_MAX_LENGTH
    )
    contact_phone = _line(_l("Telephone for questions"), Telephone(), most=PHONE_MAX_LENGTH)
    protected_phone = _line(
        _l("Telephone for people with protected personal data"),
        Telephone(),
        most=PHONE_MAX_LENGTH,
        hint=_l("Whoever answers must be able to register people without asking why."),
    )
    accessibility_report_url = _line(
        _l("Where accessibility problems are reported"),
        most=ADDRESS_MAX_LENGTH,
        hint=_l("The supervisory authority’s page. Begins with https://"),
    )
    signature = _lines(
        _l("Signature of letters"),
        SIGNATURE_MAX_LENGTH,
        _l("Ends every letter, above the contact details. If empty: Kind regards and the name."),
    )
    signature_en = _lines(_l("Signature of letters, in English"), SIGNATURE_MAX_LENGTH)
    accent = _line(
        _l("Accent colour"),
        most=7,
        hint=_l("Of buttons and links, for example #0c4a43. If empty, the design’s own."),
    )
    languages = SomeOf(
        _l("Languages of the pages"),
        choices=[SelectChoice(value, label) for value, label in LANGUAGE_WORDS.items()],
        validators=[Required(_l("Choose at least one language."))],
    )
    default_language = OneOf(
        _l("Language for visitors who have not chosen"),
        choices=[SelectChoice(value, label) for value, label in LANGUAGE_WORDS.items()],
        validators=[Required(_l("Choose a language."))],
    )
    min_group = WholeNumberField(
        _l("Smallest group that survey results show"),
        description=_l("For surveys that open from now on. At least 5."),
        validators=[
            NumberRange(MIN_GROUP_LEAST, MIN_GROUP_MOST, _l("Write a number from 5 to 50."))
        ],
    )
    questions = OneOfList(
        _l("Registration questions that new events start with"),
        choices=[],
        description=_l("Write them once for an event, and choose that event here."),
    )

    def __init__(self, site: Site, **options: Any) -> None:
        super().__init__(**options)
        self._site = site
        asked = ", ".join(str(question["label"].get("sv", "")) for question in site.questions)
        self.questions.choices = [
            SelectChoice(KEEP, _("As now: %(questions)s", questions=asked) if asked else _("None")),
            *([SelectChoice(NONE, _("None"))] if asked else []),
            *(
                SelectChoice(slug, _("As %(event)s", event=title))
                for slug, title in list_events_with_questions()
            ),
        ]

    def validate_accent(self, field: Any) -> None:
        """A colour that can be read, in six hexadecimal digits."""
        if not field.data:
            return
        match = ACCENT.fullmatch(field.data)
        if not match:
            raise ValidationError(_("Write a colour as # and six digits or letters a–f."))
        field.data = f"#{match[1].lower()}"
        try:
            check_accent(field.data)
        except AccentUnreadable as refusal:
            raise ValidationError(refusal.message) from None

    def validate_accessibility_report_url(self, field: Any) -> None:
        """Only a web address may become a link."""
        if field.data and not re.fullmatch(r"https?://[^\s<>\"']+", field.data):
            raise ValidationError(_("Write the whole address. It begins with https://"))

    def validate_default_language(self, field: Any) -> None:
        """It is one of those offered."""
        if field.data not in (self.languages.data or []):
            raise ValidationError(_("Choose one of the languages of the pages."))

    def site(self) -> Site:
        """The settings as the domain has them."""
        plain = {name: getattr(self, name).data or "" for name in PLAIN}
        email = self.contact_email.data
        chosen = self.questions.data
        return Site(
            **plain,
            contact_email=fold_email(email) if email else "",
            languages=tuple(word for word in LANGUAGE_WORDS if word in self.languages.data),
            default_language=self.default_language.data,
            min_group=self.min_group.data,
            questions=self._site.questions
            if chosen == KEEP
            else (() if chosen == NONE else questions_of(chosen) or ()),
            version=self.version.data,
            logo=self._site.logo,
        )


PLAIN = (
    "name",
    "name_en",
    "operator",
    "tagline",
    "tagline_en",
    "start_title",
    "start_title_en",
    "start_lead",
    "start_lead_en",
    "contact_phone",
    "protected_phone",
    "accessibility_report_url",
    "signature",
    "signature_en",
    "accent",
)


def site_form_data(site: Site) -> dict[str, Any]:
    """The initial values of the form."""
    names = (*PLAIN, "contact_email", "default_language", "min_group", "version")
    values = {name: getattr(site, name) for name in names}
    return values | {"languages": list(site.languages), "questions": KEEP}


class LogoForm(BaseForm):
    """A logo to upload; none takes the present one away."""

    version = VersionField()
    file = FileField(
        _l("Logo"),
        description=_l("A PNG or SVG file of at most 500 kB. It is shown 34 pixels high."),
        validators=[Required(_l("Choose a file."))],
    )
