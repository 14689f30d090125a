"""A decision about how long a kind of data is kept."""

from typing import Any

from wtforms import StringField
from wtforms.validators import NumberRange

from eventapp.domain.retention.data_kind import DAYS_MAX, KindDescription
from eventapp.domain.retention.rule import NO_VERSION, Decision
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import MaxLength, OneLine, Required, tidy
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import RetentionRule

REFERENCE_MAX_LENGTH = 100


def reference_field() -> StringField:
    """The number or name under which the decision is found."""
    return StringField(
        _l("Decision"),
        description=_l("The record number and date, for example 2027/0117-4, 14 March 2027."),
        filters=[tidy],
        validators=[
            Required(_l("Write where the decision can be found, for example its record number.")),
            MaxLength(REFERENCE_MAX_LENGTH),
            OneLine(),
        ],
    )


class ProposalForm(BaseForm):
    """Adopts proposals as they are: which one, the button says."""

    reference = reference_field()


class RetentionRuleForm(VersionedForm):
    """After how many days, and by which decision."""

    days = WholeNumberField(_l("Delete after so many days"))
    reference = reference_field()

    def __init__(self, description: KindDescription, **options: Any) -> None:
        super().__init__(**options)
        least = description.days_min
        sentence = _("Write a number from %(low)s to %(high)s.", low=least, high=DAYS_MAX)
        self.days.validators = [NumberRange(least, DAYS_MAX, sentence)]

    def decision(self) -> Decision:
        """What was decided. Only after validation."""
        return Decision(self.days.data, self.reference.data)


def rule_form_data(description: KindDescription, rule: RetentionRule | None) -> dict[str, Any]:
    """What is decided, or what is proposed, as the form has it."""
    if rule is None:
        return {"days": description.days, "reference": "", "version": NO_VERSION}
    return {"days": rule.days, "reference": rule.reference, "version": rule.version}
