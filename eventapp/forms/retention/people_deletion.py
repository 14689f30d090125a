"""Deleting the people of an event: by which decision, and why now."""

from typing import Any

from wtforms import StringField

from eventapp.domain.retention.people_deletion import DeletionDecision
from eventapp.forms.fields import MaxLength, OneLine, Required, tidy
from eventapp.forms.reason import ReasonForm
from eventapp.i18n import _, _l

REFERENCE_MAX_LENGTH = 200


class PeopleDeletionForm(ReasonForm):
    """Where the decision can be found, and why the event's people go ahead of the rules."""

    reference = StringField(
        _l("By which decision?"),
        description=_l("For example the record number of the decision. It stands on the receipt."),
        filters=[tidy],
        validators=[
            Required(_l("Write where the decision can be found.")),
            MaxLength(REFERENCE_MAX_LENGTH),
            OneLine(),
        ],
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.reason.label.text = _("Why now, and not by the rules?")
        self.reason.description = _(
            "The reason is saved in the log and on the receipt. Do not name anyone."
        )

    def decision(self) -> DeletionDecision:
        """Say the same thing in the domain's words. Only after validation."""
        return DeletionDecision(self.reference.data, self.reason.data)
