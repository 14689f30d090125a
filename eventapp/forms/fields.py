"""House fields and validators: one kind sentence for each thing that can be wrong."""

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any, ClassVar

from email_validator import EmailNotValidError, ValidatedEmail, validate_email
from markupsafe import Markup
from wtforms import (
    RadioField,  # noqa: TID251  # only this module may
    SelectField,  # noqa: TID251  # only this module may
    SelectMultipleField,  # noqa: TID251  # only this module may
    StringField,
    ValidationError,
)
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from eventapp.domain.people.name import folds_too_long
from eventapp.domain.people.organisation import Directory, ListedOrganisation
from eventapp.domain.revision_cache import RevisionCache
from eventapp.i18n import _, _l
from eventapp.models import OrganisationKind

OTHER = "other"
# An address as mail programs and web pages copy it, with a name or as a link.
PASTED_ADDRESS = re.compile(
    r"[^<>]*<\s*(?:mailto:)?([^<>]*)>[\s;,]*|mailto:([^<>?]*)", re.IGNORECASE
)
# Before the @: letters, figures and usual signs, dots between them (RFC 5321, 4.5.3.1: at most 64).
PLAIN_LOCAL_PART = re.compile(r"(?=.{1,64}$)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*", re.ASCII)
ADDRESS_MAX_LENGTH = 254
# Invisible characters that carry no meaning at an end of a line; the rest of Unicode is welcome.
BLANK = " \t\r\n\f\v\u00a0\u00ad\u200b\u2060\ufeff"
EMAIL_MAX_LENGTH = 254  # RFC 5321, 4.5.3.1.3
# Whatever zone or length is added to such a moment, it stays within what a calendar can express.
FIRST_YEAR, LAST_YEAR = 1970, 2199

KINDS = {
    OrganisationKind.MUNICIPALITY: _l("Municipalities"),
    OrganisationKind.REGION: _l("Regions"),
    OrganisationKind.AGENCY: _l("Agencies"),
    OrganisationKind.ADMINISTRATION: _l("Administrations and districts"),
    OrganisationKind.OTHER: _l("Others"),
}

# Marks that turn the direction of all that follows, each with the mark that ends its reach.
TURNS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)


def tidy(text: str | None) -> str:
    """The text in NFC (so that å is one letter), without blanks around it.

    A turned direction ends with the text: a name must not turn our own words around it.
    """
    return _turned_back(unicodedata.normalize("NFC", text or "").strip(BLANK))


def _turned_back(text: str) -> str:
    if TURNS.keys().isdisjoint(text):
        return text
    ends: list[str] = []
    for character in text:
        if character in TURNS:
            ends.append(TURNS[character])
        elif ends and character == ends[-1]:
            ends.pop()
    return text + "".join(reversed(ends))


def check_year(moment: datetime) -> datetime:
    """The moment, if its year may be meant. Raises ValueError with a sentence if not."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        sentence = _("Write a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
        raise ValueError(sentence)
    return moment


def hidden_number(text: str | None) -> int:
    """The number that a page hid in its form; 0 for what no page of ours contains."""
    digits = text or ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


# Unicode's categories Cc, Zl and Zp; and Cc but for tabs and line breaks.
NOT_ON_ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
NOT_ON_SEVERAL_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class OneLine:
    """Refuse control characters and line ends: mischief in a mail's head, nothing on a badge."""

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError when there is one."""
        if NOT_ON_ONE_LINE.search(field.data or ""):
            raise ValidationError(_("Write this on one line, without hidden control characters."))


# What a mail program may turn into a link; browsers read some full stops of other scripts as ours.
ADDRESS = re.compile(r"://|\bwww\b|\S@\S|\bmailto:|\w[.\u3002\uff61]\w{2,}|\d+(?:\.\d+){3}")


class NoAddress:
    """Refuse a name that contains a web or mail address: names go into letters."""

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError when there is one."""
        visible = "".join(
            character
            for character in unicodedata.normalize("NFKC", field.data or "").casefold()
            if unicodedata.category(character) != "Cf"
        )
        if ADDRESS.search(visible):
            raise ValidationError(
                _(
                    "A name cannot contain a web or email address. "
                    "If there is a full stop in the name, write a space after it."
                )
            )


class SeveralLines:
    """Refuse control characters other than line breaks and tabs."""

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError when there is one."""
        if NOT_ON_SEVERAL_LINES.search(field.data or ""):
            raise ValidationError(_("Remove the hidden control characters from the text."))


class MaxLength:
    """Refuse texts longer than `length` characters."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __call__(self, _form: object, field: Any) -> None:
        """Raise StopValidation, saying both figures: nobody needs to hear more of such a text."""
        if len(field.data or "") > self.length:
            raise StopValidation(
                _(
                    "Write at most %(most)s characters. You have written %(written)s.",
                    most=self.length,
                    written=len(field.data),
                )
            )


class NameLength(MaxLength):
    """Refuse names longer than `length`, and those whose signs stand for many letters each."""

    def __call__(self, form: object, field: Any) -> None:
        """Raise StopValidation, saying which."""
        super().__call__(form, field)
        if folds_too_long(field.data or ""):
            raise StopValidation(
                _("Write the name with letters. Some of its characters stand for whole words.")
            )


class Required:
    """Refuse an empty answer with the field's own sentence."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, _form: object, field: Any) -> None:
        """Raise StopValidation when nothing was written."""
        if not field.data:
            raise StopValidation(self.sentence)


class EmailAddress:
    """One address, as RFC 5321 and RFC 5322 have it, without asking its host.

    It is taken out of what a mail program copies: `Anna Ek <anna@town.example>`.
    """

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError with a sentence that says what is wrong."""
        pasted = PASTED_ADDRESS.fullmatch(field.data or "")
        if pasted:
            field.data = tidy(pasted[1] or pasted[2])
        text = field.data or ""
        if "@" not in text:
            raise ValidationError(
                _("The email address has no @. Write it like this: name@town.example.")
            )
        if text.count("@") > 1:
            raise ValidationError(_("Write one email address only."))
        letters = "".join(dict.fromkeys(re.findall(r"[^\x00-\x7f]", text.partition("@")[0])))
        if letters:
            raise ValidationError(
                _(
                    "We cannot send to an address with “%(letters)s” before the @. Check how "
                    "yours is spelled: å, ä and ö are usually a and o there.",
                    letters=letters,
                )
            )
        try:
            _read_address(text)
        except EmailNotValidError:
            raise ValidationError(
                _("The email address is not complete. Write it like this: name@town.example.")
            ) from None


def fold_email(text: str) -> str:
    """The address as it is stored and compared: in lower case, its host as mail servers know it."""
    return _read_address(text).lower()


def _read_address(text: str) -> str:
    """The address as mail servers know it. Raises EmailNotValidError.

    Of plain ones only the host is looked at by the library, and many have the same.
    """
    local, _at, host = text.rpartition("@")
    if PLAIN_LOCAL_PART.fullmatch(local) and host.isascii() and len(text) <= ADDRESS_MAX_LENGTH:
        return f"{local}@{_read_host(host)}"
    checked = _validate(text)
    return checked.ascii_email or checked.normalized


@lru_cache(maxsize=512)
def _read_host(host: str) -> str:
    checked = _validate(f"a@{host}")
    return checked.ascii_domain or checked.domain


def _validate(text: str) -> ValidatedEmail:
    return validate_email(text, check_deliverability=False, allow_smtputf8=False)


class OneOf(RadioField):  # type: ignore[misc]
    """One of some choices; nothing chosen counts as the default, or as none where there is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value, and an empty one as the default."""
        super().process_formdata([value for value in valuelist[:1] if value])

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError, in our own words, for a value that was never offered."""
        if self.data and all(self.data != choice.value for choice in self.choices):
            raise ValidationError(_("That option no longer exists. Choose again."))

    @property
    def chosen_label(self) -> str:
        """The text beside the button that is pressed, or nothing."""
        return self.label_of(self.data)

    def label_of(self, value: str | None) -> str:
        """The text beside the button of this value, or nothing."""
        return next((str(choice.label) for choice in self.choices if choice.value == value), "")


class OneOfList(SelectField):  # type: ignore[misc]
    """One of a list, or nothing; refused in our own words when it was never offered.

    It takes no `Optional`: that would take a blank first value for all there is.
    """

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError for a value that was never offered."""
        if self.data and all(self.data != choice.value for choice in self.choices):
            raise ValidationError(_("That option no longer exists. Choose again."))


class ListedChoice(SelectField):  # type: ignore[misc]
    """One of a list, always: what was never offered, and nothing, are refused in our own words."""

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError, which says in which list to choose."""
        if all(self.data != choice.value for choice in self.choices):
            raise ValidationError(_("Choose from the list “%(list)s”.", list=self.label.text))


class SomeOf(SelectMultipleField):  # type: ignore[misc]
    """Some of a list, at most so many where that is said. It takes no `Optional` either."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *arguments: Any, most: int | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the values; a blank one is none."""
        super().process_formdata([value for value in valuelist if value])

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError for too many, or for what was never offered."""
        offered = {choice.value for choice in self.choices}
        if not offered.issuperset(self.data or ()):
            raise ValidationError(_("That option no longer exists. Choose again."))
        if self.most is not None and len(set(self.data or ())) > self.most:
            raise ValidationError(_("Choose at most %(most)s.", most=self.most))


class OrganisationField(StringField):  # type: ignore[misc]
    """An organisation by code or by name; a plain select that typing may enhance."""

    def __init__(self, *arguments: Any, directory: Directory, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.directory = directory

    @property
    def chosen(self) -> ListedOrganisation | None:
        """The organisation of the directory that was meant."""
        return self.directory.find(self.data) if self.data else None

    def widget(self, field: Any, **attributes: Any) -> Markup:
        """The select, with the choice marked."""
        chosen = self.chosen
        code = escape(chosen.code if chosen else (OTHER if field.data else ""))
        marked = options(self.directory).replace(
            f'<option value="{code}"', f'<option value="{code}" selected', 1
        )
        written = "".join(
            f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
            for name, value in attributes.items()
            if value not in (False, None)
        )
        return Markup(f'<select id="{field.id}" name="{field.name}"{written}>{marked}</select>')  # noqa: S704  # escaped above


_options = RevisionCache[str, str](8)


def options(directory: Directory) -> str:
    """The options of the select as HTML, made once for each directory and language."""
    first = _("Choose your organisation")  # differs between the languages
    return _options.get(first, directory, lambda: _make_options(directory))


def _make_options(directory: Directory) -> str:
    none, other = _("Choose your organisation"), _("Another organisation")
    parts = [
        f'<option value="">{escape(none)}</option>',
        f'<option value="{OTHER}" data-always>{escape(other)}</option>',
    ]
    for kind, label in KINDS.items():
        listed = list(directory.of_kind(kind))
        if listed:
            parts.append(f'<optgroup label="{escape(str(label))}">')
            parts += [_option(organisation) for organisation in listed]
            parts.append("</optgroup>")
    return "".join(parts)


def _option(organisation: ListedOrganisation) -> str:
    others = " ".join(filter(None, (organisation.also_known_as, organisation.short_name)))
    return (
        f'<option value="{escape(organisation.code)}">{escape(organisation.name)}</option>'
        if not others or others in organisation.name
        else f'<option value="{escape(organisation.code)}" data-also="{escape(others)}">'
        f"{escape(organisation.name)}</option>"
    )
