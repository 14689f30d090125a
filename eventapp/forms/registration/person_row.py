"""Several people in one form: a row for each, with name, address and role."""

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import BooleanField, EmailField, FieldList, StringField

from eventapp.domain.people.name import fold_name
from eventapp.domain.registration.registration import Affiliation, Applicant
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    NameLength,
    NoAddress,
    OneLine,
    Required,
    fold_email,
    tidy,
)
from eventapp.forms.protection import mentions_protection
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.i18n import _, _l
from eventapp.models import Visibility

NUMBER_MAX_DIGITS = 3  # of a row, in the names of its fields


class PersonFields:
    """What one gives about somebody else: needs and choices are theirs to write."""

    name = StringField(
        _l("Name"),
        filters=[tidy],
        validators=[
            Required(_l("Write the name.")),
            NameLength(NAME_MAX_LENGTH),
            OneLine(),
            NoAddress(),
        ],
    )
    email = EmailField(
        _l("Email address"),
        description=_l("The personal link is sent there, and to nobody else."),
        filters=[tidy],
        validators=[
            Required(_l("Write the email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )
    role = StringField(
        _l("What is their work?"),
        filters=[tidy],
        validators=[MaxLength(NAME_MAX_LENGTH), OneLine()],
    )

    def applicant_of(self, affiliation: Affiliation, **facts: Any) -> Applicant:
        """Return the person whom the fields describe."""
        return Applicant(
            name=self.name.data,
            email=fold_email(self.email.data),
            affiliation=affiliation,
            role=self.role.data,
            **facts,
        )


class PersonRow(PersonFields, BaseForm):
    """One of several people. A row that is left empty is nobody."""

    limited = BooleanField(_l("Limited visibility"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # The form around the rows has the token.
        super().__init__(*arguments, **{**options, "meta": {"csrf": False}})
        self.email.description = ""  # once for all rows is enough, on the page

    @property
    def empty(self) -> bool:
        """Whether nothing was written into the row."""
        return not (self.name.data or self.email.data or self.role.data)

    @property
    def person(self) -> tuple[str, str]:
        """Address and folded name; of a row without errors."""
        return fold_email(self.email.data), fold_name(self.name.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether nothing in the row is wrong. What mentions protection is not shown again."""
        if self.empty:
            return True
        if mentions_protection(f"{self.name.data} {self.role.data}"):
            for field in (self.name, self.email, self.role):
                field.data = ""
            self.name.errors = [
                _(
                    "This person cannot be registered here. Leave the row empty and call or "
                    "email us: we will find another way."
                )
            ]
            return False
        return bool(super().validate(extra_validators))

    def visibility(self) -> Visibility:
        """Return the visibility that the person has asked for."""
        return Visibility.LIMITED if self.limited.data else Visibility.NORMAL


class PersonList(FieldList):  # type: ignore[misc]
    """Rows under the numbers that they have on the page, from 1; numbers may be left out."""

    numbered = _l("Person %(number)s")
    sent_rows = 0

    @property
    def too_many(self) -> bool:
        """Whether more rows were sent than the form takes."""
        return self.max_entries is not None and self.sent_rows > self.max_entries

    def fill(self, rows: Mapping[int, Mapping[str, Any]]) -> None:
        """Add rows with these numbers and values."""
        for number, values in rows.items():
            self._add_entry(data=dict(values), index=number - 1)

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        """The rows that were sent; WTForms stumbles over digits of other scripts.

        They are counted, for it drops what is too many.
        """
        numbers = set()
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").partition("-")[0]
            written = number.isascii() and number.isdigit() and len(number) <= NUMBER_MAX_DIGITS
            if written and name.startswith(f"{prefix}-"):
                numbers.add(int(number))
        self.sent_rows = len(numbers)
        return iter(numbers)

    def _compact_indices(self) -> None:
        """Nothing: rows keep the numbers that they had on the page before."""

    def _add_entry(self, *arguments: Any, **options: Any) -> Any:
        entry = super()._add_entry(*arguments, **options)
        entry.label.text = str(self.numbered) % {"number": self.last_index + 1}
        return entry


class PastedRows(PersonList):
    """Rows of a list, numbered as the list is."""

    numbered = _l("Row %(number)s")


class PeopleForm(BaseForm):
    """A form with a row for each of several people; a subclass has the list, as `people`."""

    people: PersonList

    def filled(self) -> list[PersonRow]:
        """The rows into which something was written."""
        return [entry.form for entry in self.people if not entry.form.empty]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether each row is right and nobody is in two of them."""
        right = bool(super().validate(extra_validators))
        if self.people.too_many:
            most = self.people.max_entries
            self.form_errors.append(
                _("At most %(most)s people at once. Divide the list.", most=most)
            )
            return False
        if not self.people.entries or (right and not self.filled()):
            self.form_errors.append(_("Write at least one person."))
            return False
        return right and not self._mark_doubles()

    def _mark_doubles(self) -> bool:
        seen: dict[tuple[str, str], str] = {}
        doubles = False
        for entry in self.people:
            if entry.form.empty:
                continue
            first = seen.setdefault(entry.form.person, entry.label.text)
            if first != entry.label.text:
                doubles = True
                self.mark(entry.form, _("This is the same person as %(row)s.", row=first.lower()))
        return doubles

    def mark(self, row: PersonRow, sentence: str) -> None:
        """Show the sentence as an error at the row's address."""
        row.email.errors = [*row.email.errors, sentence]
        self.people.errors = [entry.form.errors for entry in self.people]
