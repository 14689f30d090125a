"""A reader's form for one free text: mask more of it, accept it, or withhold it."""

from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice

from eventapp.forms.fields import MaxLength, OneOf, Required, SeveralLines, tidy
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _l

MASKED_TEXT_MAX_LENGTH = 2400  # masks may be longer than what they hide


class ReviewForm(VersionedForm):
    """One reader's decision."""

    masked = TextAreaField(
        _l("The text as it would be shown"),
        filters=[tidy],
        validators=[
            Required(_l("Leave something to show, or withhold the text.")),
            MaxLength(MASKED_TEXT_MAX_LENGTH),
            SeveralLines(),
        ],
    )
    verdict = OneOf(
        choices=[SelectChoice("accept"), SelectChoice("withhold")],
        validators=[Required(_l("Choose whether to show the text or to withhold it."))],
    )
