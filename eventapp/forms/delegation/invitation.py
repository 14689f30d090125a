"""Inviting organisations: seats, addresses and the day to answer by."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from email_validator import EmailNotValidError
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.delegation.invitation import RECIPIENTS_MAX, InvitedOrganisation
from eventapp.domain.people.folding import fold
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import SEATS_MAX, line_field
from eventapp.forms.event.fields import LIST_MAX_LENGTH, LinesField, WholeNumberField
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    OneLine,
    OneOfList,
    Required,
    SeveralLines,
    fold_email,
    tidy,
)
from eventapp.forms.survey.fields import DayField
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l

SEPARATORS = re.compile(r"[\s,;]+")
COLUMNS = re.compile(r"\s*[;\t]\s*")
COLUMN_COUNT = 3
ORGANISATIONS_MAX = 300
FAULTS_TOLD_MAX = 5  # lines of a list, of which a whole column may be missing

Holder = tuple[int, str, str]


class AddressesField(TextAreaField):  # type: ignore[misc]
    """Mail addresses, apart by new lines, blanks, commas or semicolons."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label,
            filters=[tidy],
            validators=[MaxLength(LIST_MAX_LENGTH), SeveralLines()],
            **options,
        )

    @property
    def addresses(self) -> tuple[str, ...]:
        """Each once, as they are stored. Only after validation."""
        return read_addresses(self.data or "")

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError for what is no address, or too many."""
        refuse_addresses(self.data or "")


def read_addresses(text: str) -> tuple[str, ...]:
    """The addresses of a text, each once."""
    return tuple(
        dict.fromkeys(fold_email(address) for address in SEPARATORS.split(text) if address)
    )


def refuse_addresses(text: str) -> None:
    """Raise ValidationError, naming the first that is no address, or for too many."""
    for address in filter(None, SEPARATORS.split(text)):
        try:
            fold_email(address)
        except EmailNotValidError:
            raise ValidationError(
                _("“%(text)s” is not a complete email address. Correct it.", text=address[:80])
            ) from None
    if len(read_addresses(text)) > RECIPIENTS_MAX:
        raise ValidationError(_("Write at most %(most)s addresses.", most=RECIPIENTS_MAX))


class DelegationInvitationForm(BaseForm):
    """One organisation, or several from a list with a line for each."""

    organisation = OneOfList(_l("Organisation"), choices=[])
    seats = WholeNumberField(_l("Places"), default=2)
    addresses = AddressesField(
        _l("Email addresses"),
        description=_l(
            "Whoever is to name the people, one or more. They can then sign in and see the "
            "organisation’s places at every event."
        ),
    )
    several = LinesField(
        _l("Several organisations"),
        description=_l(
            "One on each line: name; places; addresses. You can paste three columns from a "
            "spreadsheet."
        ),
    )
    reason = line_field(
        _l("Why more than there are?"),
        description=_l(
            "Only when you reserve more places than the event has. Your reason is saved in the log."
        ),
    )

    def __init__(self, holders: Sequence[Holder], days: tuple[date, date], **options: Any) -> None:
        super().__init__(**options)
        self._holders = holders
        self._found: list[InvitedOrganisation] = []
        self.answer_by.days = days
        self.organisation.choices = [
            SelectChoice("", _("Choose an organisation")),
            *(SelectChoice(code, name) for _id, code, name in holders),
        ]

    answer_by = DayField(
        _l("Answer by"), days=(date.min, date.max), validators=[Required(_l("Choose a day."))]
    )

    def invited(self) -> list[InvitedOrganisation]:
        """The organisations of the form. Only after validation."""
        return self._found

    def validate_organisation(self, field: OneOfList) -> None:
        """Raise ValidationError where neither an organisation nor several are given."""
        if self._is_for_one and not field.data:
            raise ValidationError(_("Choose an organisation."))

    def validate_seats(self, field: WholeNumberField) -> None:
        """Raise ValidationError for a number that is no number of seats."""
        if (
            self._is_for_one
            and not 0 <= (field.data if field.data is not None else -1) <= SEATS_MAX
        ):
            raise ValidationError(_("Write a number from 0 to 100,000."))

    def validate_addresses(self, field: AddressesField) -> None:
        """Raise ValidationError where the organisation has nobody to write to."""
        if self._is_for_one and not field.data:
            raise ValidationError(_("Write at least one email address."))

    def validate_several(self, field: LinesField) -> None:
        """Raise ValidationError, with the number of each line, for what cannot be read."""
        if len(field.lines) > ORGANISATIONS_MAX:
            raise ValidationError(_("Write at most %(most)s lines.", most=ORGANISATIONS_MAX))
        self._found, wrong = [], []
        for number, line in enumerate(field.lines, 1):
            try:
                self._found.append(self._read(number, line))
            except ValidationError as fault:
                wrong.append(str(fault))
        if wrong:
            raise ValidationError(" ".join(wrong[:FAULTS_TOLD_MAX]))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is right, and no organisation comes twice."""
        is_valid = bool(super().validate(extra_validators))
        own = self._find(self.organisation.data) if self.organisation.data else 0
        ids = [invited.organisation_id for invited in self._found] + [own] * bool(own)
        if len(ids) != len(set(ids)):
            twice = _("An organisation is there twice. Write each once.")
            self.several.errors = [" ".join([*map(str, self.several.errors), twice])]
            return False
        if is_valid and own:
            self._found.insert(
                0, InvitedOrganisation(own, self.seats.data, self.addresses.addresses)
            )
        return is_valid

    @property
    def _is_for_one(self) -> bool:
        """Whether the fields for one organisation are to be filled in, and not the list alone."""
        return bool(self.organisation.data or not self.several.data)

    def _read(self, number: int, line: str) -> InvitedOrganisation:
        name, seats, addresses = [*COLUMNS.split(line, COLUMN_COUNT - 1), "", ""][:COLUMN_COUNT]
        organisation = self._find(name)
        if not organisation:
            raise ValidationError(
                _(
                    "Line %(number)s: there is no organisation called “%(name)s”.",
                    number=number,
                    name=name[:80],
                )
            )
        if not (seats.isascii() and seats.isdigit() and int(seats[:7]) <= SEATS_MAX):
            raise ValidationError(
                _("Line %(number)s: write the number of places after the name.", number=number)
            )
        try:
            refuse_addresses(addresses)
        except ValidationError as wrong:
            raise ValidationError(
                _("Line %(number)s: %(wrong)s", number=number, wrong=str(wrong))
            ) from None
        if not addresses:
            raise ValidationError(_("Line %(number)s: write an email address last.", number=number))
        return InvitedOrganisation(organisation, int(seats), read_addresses(addresses))

    def _find(self, text: str) -> int:
        folded = fold(text)
        return next(
            (id_ for id_, code, name in self._holders if folded in {fold(code), fold(name)}), 0
        )


class ChangedInvitationForm(VersionedForm):
    """Another day to answer by, and more addresses."""

    answer_by = DayField(
        _l("Answer by"), days=(date.min, date.max), validators=[Required(_l("Choose a day."))]
    )
    addresses = AddressesField(
        _l("More email addresses"), description=_l("Each gets the invitation now.")
    )

    def __init__(self, days: tuple[date, date], **options: Any) -> None:
        super().__init__(**options)
        self.answer_by.days = days


class CorrectedAddressForm(VersionedForm):
    """The address to write to instead; its version is the number of letters sent before."""

    email = StringField(
        _l("Email address"),
        filters=[tidy],
        validators=[
            Required(_l("Write the email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            OneLine(),
            EmailAddress(),
        ],
    )


class GrantForm(VersionedForm):
    """Seats that were asked for: given with the button, and a reason where there are too few."""

    reason = line_field(
        _l("Why more than there are?"),
        id="grant-reason",
        description=_l(
            "Only when you reserve more places than the event has. Your reason is saved in the log."
        ),
    )
