"""An organisation as its looker-after writes it, where it belongs, when it ends, what it joins."""

from datetime import date
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from eventapp.domain.organisation.change import OrganisationText
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    FIRST_YEAR,
    LAST_YEAR,
    EmailAddress,
    MaxLength,
    NoAddress,
    OneLine,
    OneOf,
    OneOfList,
    Required,
    fold_email,
    hidden_number,
    tidy,
)
from eventapp.forms.survey.fields import DayField
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Organisation, OrganisationKind
from eventapp.models.people.organisation import SizeClass

NAME_MAX_LENGTH, CODE_MAX_LENGTH = 200, 20

KIND_LABELS = {
    OrganisationKind.MUNICIPALITY: _l("Municipality"),
    OrganisationKind.REGION: _l("Region"),
    OrganisationKind.AGENCY: _l("Agency"),
    OrganisationKind.ADMINISTRATION: _l("Administration or district"),
    OrganisationKind.GROUP: _l("Group with places of its own"),
    OrganisationKind.OTHER: _l("Other organisation"),
}

SIZE_LABELS = {
    SizeClass.UP_TO_15: _l("Up to 15,000"),
    SizeClass.UP_TO_50: _l("15,000–50,000"),
    SizeClass.UP_TO_100: _l("50,000–100,000"),
    SizeClass.UP_TO_200: _l("100,000–200,000"),
    SizeClass.OVER_200: _l("Over 200,000"),
}

Choices = list[tuple[str, str]]


def _line(label: str, *validators: Any, hint: str = "", most: int = NAME_MAX_LENGTH) -> Any:
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[*validators, MaxLength(most), OneLine()],
    )


class OrganisationForm(VersionedForm):
    """What is said of an organisation."""

    name = _line(_l("Name"), Required(_l("Write the name.")), NoAddress())
    kind = OneOf(
        _l("Kind"),
        choices=[SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()],
        validators=[Required(_l("Choose a kind."))],
    )
    short_name = _line(
        _l("Short name"), NoAddress(), hint=_l("For tables and narrow places, for example Sigtuna.")
    )
    also_known_as = _line(
        _l("Also known as"), hint=_l("Another name that people may look for, or an earlier one.")
    )
    official_code = _line(
        _l("Official code"),
        hint=_l(
            "Four digits for a municipality, two for a region; for others the organisation number."
        ),
        most=CODE_MAX_LENGTH,
    )
    mailbox = _line(
        _l("Shared mailbox"),
        Optional(),
        EmailAddress(),
        hint=_l("An address that several people read, not that of one person."),
        most=EMAIL_MAX_LENGTH,
    )

    size_class = OneOfList(
        _l("Inhabitants"),
        choices=[SelectChoice("", _l("Not stated"))]
        + [SelectChoice(size.value, label) for size, label in SIZE_LABELS.items()],
        description=_l("For a municipality: experiences can be filtered by it."),
    )

    def text(self) -> OrganisationText:
        """Say the same thing in the domain's words. Only after validation."""
        return OrganisationText(
            name=self.name.data,
            kind=OrganisationKind(self.kind.data),
            short_name=self.short_name.data,
            also_known_as=self.also_known_as.data,
            official_code=self.official_code.data,
            mailbox=fold_email(self.mailbox.data) if self.mailbox.data else "",
            size_class=self.size_class.data or "",
        )


class NewOrganisationForm(OrganisationForm):
    """A new organisation, and what it is a part of."""

    parent = OneOfList(_l("Part of"), choices=[])

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.parent.choices = _or_none(choices, _("Nothing: it stands by itself"))


class PlaceForm(VersionedForm):
    """What the organisation is a part of."""

    parent = OneOfList(_l("Part of"), choices=[])

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.parent.choices = _or_none(choices, _("Nothing: it stands by itself"))


class EndForm(VersionedForm):
    """The day from which it is offered no more."""

    day = DayField(
        _l("From which day?"),
        days=(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
        validators=[Required(_l("Write the day."))],
    )


class TargetForm(BaseForm):
    """Which organisation is kept, and the versions that were previewed."""

    keep = OneOfList(
        _l("Which organisation?"), choices=[], validators=[Required(_l("Choose an organisation."))]
    )
    text = HiddenField(filters=[lambda value: value or ""])
    source_version = HiddenField(filters=[hidden_number])
    target_version = HiddenField(filters=[hidden_number])

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.keep.choices = _or_none(choices, _("Choose an organisation"))


def organisation_form_data(organisation: Organisation) -> dict[str, Any]:
    """The initial values of the form."""
    return {
        "name": organisation.name,
        "kind": organisation.kind.value,
        "short_name": organisation.short_name,
        "also_known_as": organisation.also_known_as,
        "official_code": organisation.official_code,
        "mailbox": organisation.mailbox,
        "size_class": organisation.size_class,
        "version": organisation.version,
    }


def end_form_data(organisation: Organisation, today: date) -> dict[str, Any]:
    """The initial values of the form."""
    return {"day": organisation.ended_on or today, "version": organisation.version}


def _or_none(choices: Choices, none: str) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(code, name) for code, name in choices)]
