"""Fields that only surveys need."""

from datetime import date
from typing import Any

from wtforms import DateField, SelectField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from eventapp.i18n import _, date_year


class OneOfList(SelectField):  # type: ignore[misc]
    """One of a list, refused in our own words when it is not in it."""

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError for a value that was never offered."""
        if self.data and all(self.data != each.value for each in self.choices):
            raise ValidationError(_("That choice is no longer there. Choose again."))


class SomeOf(SelectMultipleField):  # type: ignore[misc]
    """Some of a list, at most so many."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *arguments: Any, most: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.most = most

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError for too many, or for what was never offered."""
        offered = {each.value for each in self.choices}
        if not offered.issuperset(self.data or ()):
            raise ValidationError(_("That choice is no longer there. Choose again."))
        if len(set(self.data or ())) > self.most:
            raise ValidationError(_("Choose at most %(most)s.", most=self.most))


class WholeNumber:
    """Refuse what is not a whole number from 0 to `most`."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError, saying what would do."""
        text = field.data or ""
        plain = text.isascii() and text.isdigit() and len(text) <= 9
        if text and not (plain and int(text) <= self.most):
            raise ValidationError(
                _("Write a whole number from 0 to %(most)s, in figures.", most=self.most)
            )


class Day(DateField):  # type: ignore[misc]
    """A day between two others, both included."""

    widget = DateInput()

    def __init__(self, *arguments: Any, days: tuple[date, date], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.days = days

    def process_formdata(self, written: list[str]) -> None:
        """Read an ISO day; what is none is said in our own words."""
        if not written or not written[0].strip():
            return
        try:
            self.data = date.fromisoformat(written[0].strip())
        except ValueError:
            raise ValueError(_("Write the day like this: 2024-03-14.")) from None

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError for a day outside."""
        first, last = self.days
        if self.data and not first <= self.data <= last:
            raise ValidationError(
                _(
                    "Choose a day from %(first)s to %(last)s.",
                    first=date_year(first),
                    last=date_year(last),
                )
            )
