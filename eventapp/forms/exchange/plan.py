"""An action of an organisation's plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import StringField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.exchange.own_organisation.plan import PLAN_TITLE_MAX_LENGTH, PlanText
from eventapp.forms.exchange.lead import LINE_MAX_LENGTH, FunctionAlone
from eventapp.forms.fields import ListedChoice, MaxLength, OneLine, OneOfList, Required, tidy
from eventapp.forms.survey.fields import DayField
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Experience, Organisation, PlanAction, PlanActionState

DAYS = (date(2020, 1, 1), date(2099, 12, 31))
STATES = {
    PlanActionState.NOT_BEGUN: _l("Not begun"),
    PlanActionState.UNDER_WAY: _l("Under way"),
    PlanActionState.DONE: _l("Done"),
}


class PlanActionForm(VersionedForm):
    """What, who and when. Who is a function."""

    organisation = ListedChoice(_l("Organisation"))
    title = StringField(
        _l("What is to be done?"),
        filters=[tidy],
        validators=[
            Required(_l("Write what is to be done, in one line.")),
            MaxLength(PLAN_TITLE_MAX_LENGTH),
            OneLine(),
        ],
    )
    function = StringField(
        _l("Who does it?"),
        description=_l("A function, for example safety coordinator. Not a name."),
        filters=[tidy],
        validators=[MaxLength(LINE_MAX_LENGTH), OneLine(), FunctionAlone()],
    )
    due_on = DayField(_l("Done by"), days=DAYS)
    state = ListedChoice(
        _l("How far is it?"),
        choices=[SelectChoice(state.value, label) for state, label in STATES.items()],
        default=PlanActionState.NOT_BEGUN.value,
    )
    experience = OneOfList(
        _l("Builds on"),
        description=_l("One of the experiences that you have said you plan, adapt or use."),
        choices=[],
    )

    def __init__(
        self,
        organisations: Sequence[Organisation],
        experiences: Sequence[Experience],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._organisations = {organisation.code: organisation for organisation in organisations}
        self._experiences = {experience.code: experience for experience in experiences}
        self.organisation.choices = [
            SelectChoice(organisation.code, organisation.name) for organisation in organisations
        ]
        self.experience.choices = [
            SelectChoice("", _("None")),
            *(SelectChoice(code, row.title) for code, row in self._experiences.items()),
        ]

    @property
    def chosen(self) -> Organisation:
        """Whose plan it is in."""
        return self._organisations[self.organisation.data]

    def text(self) -> PlanText:
        """The action as the domain takes it."""
        return PlanText(
            title=self.title.data,
            function=self.function.data or "",
            due_on=self.due_on.data,
            state=PlanActionState(self.state.data),
            experience=self._experiences.get(self.experience.data),
        )


def plan_values(action: PlanAction) -> dict[str, Any]:
    """The values of the form before anything is typed."""
    return {
        "organisation": action.organisation.code,
        "title": action.title,
        "function": action.function,
        "due_on": action.due_on,
        "state": action.state.value,
        "experience": action.experience.code if action.experience else "",
        "version": action.version,
    }
