"""Fields of survey forms."""

from datetime import date
from typing import Any

from wtforms import DateField, ValidationError
from wtforms.widgets import DateInput

from eventapp.i18n import _, date_year


class WholeNumber:
    """Refuse what is not a whole number from `least` to `most`."""

    def __init__(self, most: int, *, least: int = 0) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError, with what is accepted."""
        text = field.data or ""
        plain = text.isascii() and text.isdigit() and len(text) <= 9
        if text and not (plain and self.least <= int(text) <= self.most):
            raise ValidationError(
                _(
                    "Write a whole number from %(least)s to %(most)s, in digits.",
                    least=self.least,
                    most=self.most,
                )
            )


class DayField(DateField):  # type: ignore[misc]
    """A day between two others, both included."""

    widget = DateInput()

    def __init__(self, *arguments: Any, days: tuple[date, date], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.days = days

    def process_formdata(self, written: list[str]) -> None:
        """Read an ISO day. Raises ValueError with our own words when it is none."""
        if not written or not written[0].strip():
            return
        try:
            self.data = date.fromisoformat(written[0].strip())
        except ValueError:
            raise ValueError(_("Write the date like this: 2024-03-14.")) from None

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
