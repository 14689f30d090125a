"""Trying the mail: where to, and what was seen."""

from wtforms import EmailField
from wtforms.fields.choices import SelectChoice

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import EMAIL_MAX_LENGTH, EmailAddress, MaxLength, OneOf, Required, tidy
from eventapp.i18n import _l
from eventapp.models import TrialOutcome


class MailTrialForm(BaseForm):
    """Where the test email goes."""

    trial_email = EmailField(
        _l("Send a test email and a test invitation to"),
        description=_l("Your own address. Then we ask what you saw."),
        filters=[tidy],
        validators=[
            Required(_l("Write your email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )


class TrialOutcomeForm(BaseForm):
    """What arrived."""

    outcome = OneOf(
        _l("What did you see?"),
        choices=[
            SelectChoice(
                TrialOutcome.BOTH.value, _l("The email, and the invitation in my calendar")
            ),
            SelectChoice(TrialOutcome.LETTER.value, _l("The email, but no invitation")),
            SelectChoice(TrialOutcome.JUNK.value, _l("The email, among junk mail")),
            SelectChoice(TrialOutcome.NOTHING.value, _l("Nothing")),
        ],
        validators=[Required(_l("Choose what you saw."))],
    )
