"""Focus areas as those who look after the list write them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.event.focus_area_change import FocusAreaText
from eventapp.domain.site.site import current_site
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    FIRST_YEAR,
    LAST_YEAR,
    MaxLength,
    OneLine,
    OneOf,
    OneOfList,
    Required,
    SomeOf,
    tidy,
)
from eventapp.forms.survey.fields import DayField
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import FocusArea

NAME_MAX_LENGTH, SHORT_NAME_MAX_LENGTH = 120, 30
DAYS = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
PLAIN = "0"
FIGURE_WORDS = {
    "1": _l("Arrowheads"),
    "2": _l("Two broken lines"),
    "3": _l("Squares"),
    "4": _l("Diamonds"),
    "5": _l("Long and short bars"),
    "6": _l("Small diamonds in a row"),
    PLAIN: _l("Plain"),
}
COLOUR_WORDS = {
    "1": _l("Pine"),
    "2": _l("Plum"),
    "3": _l("Blue"),
    "4": _l("Rust"),
    "5": _l("Ochre"),
    "6": _l("Slate"),
    PLAIN: _l("Grey"),
}


def _name(label: str, sentence: str, most: int, hint: str = "") -> Any:
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[Required(sentence), MaxLength(most), OneLine()],
    )


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class FocusAreaForm(VersionedForm):
    """An area's names, its band and its first day; in English only where the site speaks it."""

    name = _name(_l("Name"), _l("Write the name in Swedish."), NAME_MAX_LENGTH)
    name_en = _name(_l("Name in English"), _l("Write the name in English."), NAME_MAX_LENGTH)
    short_name = _name(
        _l("Short name"),
        _l("Write a short name in Swedish."),
        SHORT_NAME_MAX_LENGTH,
        _l("One or two words, shown beside the band."),
    )
    short_name_en = _name(
        _l("Short name in English"), _l("Write a short name in English."), SHORT_NAME_MAX_LENGTH
    )
    figure = OneOf(
        _l("Pattern"),
        description=_l("Choose one that no other area has: not everyone can tell colours apart."),
        choices=_choices(FIGURE_WORDS),
        validators=[Required(_l("Choose a pattern."))],
    )
    colour = OneOf(
        _l("Colour"),
        choices=_choices(COLOUR_WORDS),
        validators=[Required(_l("Choose a colour."))],
    )
    valid_from = DayField(
        _l("First day"), days=DAYS, validators=[Required(_l("Write the first day."))]
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if "en" not in current_site().languages:
            for field in (self.name_en, self.short_name_en):
                _let_be_empty(field)

    def validate_colour(self, field: Any) -> None:
        """Grey has no contrast with a pattern."""
        if field.data == PLAIN and self.figure.data != PLAIN:
            raise ValidationError(_("Grey is for plain bands. Choose another colour."))

    def text(self) -> FocusAreaText:
        """The same thing in the domain's words."""
        return FocusAreaText(
            name=self.name.data,
            name_en=self.name_en.data,
            short_name=self.short_name.data,
            short_name_en=self.short_name_en.data,
            figure=int(self.figure.data),
            colour=int(self.colour.data),
            valid_from=self.valid_from.data,
        )


def _let_be_empty(field: Any) -> None:
    field.validators = [
        validator for validator in field.validators if not isinstance(validator, Required)
    ]
    field.flags.required = None


class AreaEndForm(BaseForm):
    """The last day of an area, and what continues it."""

    last_day = DayField(_l("Last day"), days=DAYS, validators=[Required(_l("Write the last day."))])
    successors = SomeOf(
        _l("What continues it?"),
        description=_l(
            "Whoever looks for these areas from the day after also finds what bears this one."
        ),
        choices=[],
    )

    def __init__(self, areas: Sequence[FocusArea], language: str, **options: Any) -> None:
        super().__init__(**options)
        self.successors.choices = _areas(areas, language)


class SuccessorForm(BaseForm):
    """One area that continues another, from a day on."""

    successor = OneOfList(
        _l("Continued by"), choices=[], validators=[Required(_l("Choose a focus area."))]
    )
    since = DayField(_l("From"), days=DAYS, validators=[Required(_l("Write the first day."))])

    def __init__(self, areas: Sequence[FocusArea], language: str, **options: Any) -> None:
        super().__init__(**options)
        self.successor.choices = [
            SelectChoice("", _("Choose a focus area")),
            *_areas(areas, language),
        ]


def _areas(areas: Sequence[FocusArea], language: str) -> list[SelectChoice]:
    return [SelectChoice(area.code, area.name_in(language)) for area in areas]


def new_area_form_data(areas: Sequence[FocusArea], today: date) -> dict[str, Any]:
    """The initial values for a new area: the first pattern that no other area in use has."""
    taken = {str(area.figure) for area in areas if area.is_valid(today)}
    free = next((value for value in FIGURE_WORDS if value not in taken), PLAIN)
    return {"figure": free, "colour": free, "valid_from": today}


def area_form_data(area: FocusArea) -> dict[str, Any]:
    """The initial values of the form."""
    names = ("name", "name_en", "short_name", "short_name_en", "valid_from", "version")
    chosen = {"figure": str(area.figure), "colour": str(area.cloth)}
    return {name: getattr(area, name) for name in names} | chosen
