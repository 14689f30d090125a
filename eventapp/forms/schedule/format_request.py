"""What somebody needs a material as, and where to answer."""

from wtforms import EmailField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.schedule.materials.format_request import WORDS_MAX_LENGTH, WantedFormat
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field
from eventapp.forms.fields import EmailAddress, MaxLength, OneOf, Required, tidy
from eventapp.i18n import _l
from eventapp.models import FileFormat

FORMATS = {
    FileFormat.LARGE_PRINT: _l("Large print"),
    FileFormat.EASY_TO_READ: _l("Easy to read"),
    FileFormat.BRAILLE: _l("Braille"),
    FileFormat.OTHER: _l("Something else"),
}


class FormatRequestForm(BaseForm):
    """The format, and an address that is deleted with the answer."""

    format = OneOf(
        _l("What do you need?"),
        choices=[SelectChoice(wanted.value, label) for wanted, label in FORMATS.items()],
        default=FileFormat.LARGE_PRINT.value,
    )
    words = line_field(
        _l("Anything more we should know"),
        MaxLength(WORDS_MAX_LENGTH),
        description=_l("For example which pages. Write nothing about your health."),
    )
    email = EmailField(
        _l("Email address"),
        filters=[tidy],
        description=_l("You will get an answer within five working days. Then we delete it."),
        validators=[Required(_l("Write your email address.")), EmailAddress()],
    )

    def wanted(self) -> WantedFormat:
        """What was written, in the domain's words."""
        return WantedFormat(
            FileFormat(self.format.data), self.words.data or "", self.email.data or ""
        )
