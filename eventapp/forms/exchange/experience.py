"""A card as a form, for those who write it."""

from typing import Any

from wtforms import (
    BooleanField,
    FloatField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.exchange.experience import WRITTEN, ExperienceText
from eventapp.forms.event.fields import LinesField, WholeNumberField
from eventapp.forms.exchange.lead import (
    LINE_MAX_LENGTH,
    STORY_MAX_LENGTH,
    TITLE_MAX_LENGTH,
    FunctionAlone,
    mailbox,
)
from eventapp.forms.fields import (
    ListedChoice,
    MaxLength,
    OneLine,
    Required,
    SeveralLines,
    SomeOf,
    fold_email,
    tidy,
)
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import (
    Cost,
    EvidenceStage,
    Experience,
    FocusArea,
    Readership,
    Research,
)
from eventapp.models.exchange.experience import ProcessStep

LONGEST_SUMMARY = 300
STAGES = {
    EvidenceStage.UNTESTED: _l("Idea: not tried"),
    EvidenceStage.TRIED: _l("Tried: described, not measured"),
    EvidenceStage.FOLLOWED_UP: _l("Followed up: measured, not compared"),
    EvidenceStage.COMPARED: _l("Compared: with another place, group or time"),
    EvidenceStage.EVALUATED: _l("Evaluated: by someone independent"),
}
RESEARCH = {
    Research.STRONG: _l("Strong support"),
    Research.SOME: _l("Some support"),
    Research.UNCLEAR: _l("Unclear"),
    Research.NO_EFFECT: _l("Points to no effect"),
}
COSTS = {
    Cost.UP_TO_50: _l("0–50,000 kronor"),
    Cost.UP_TO_200: _l("50,000–200,000 kronor"),
    Cost.UP_TO_500: _l("200,000–500,000 kronor"),
    Cost.OVER_500: _l("over 500,000 kronor"),
}
STEPS = {
    ProcessStep.SITUATION: _l("Situation assessment"),
    ProcessStep.CAUSES: _l("Causal analysis"),
    ProcessStep.PLAN: _l("Action plan"),
    ProcessStep.AGREEMENT: _l("Agreement on collaboration"),
    ProcessStep.IMPLEMENTATION: _l("Implementation"),
    ProcessStep.FOLLOW_UP: _l("Follow-up"),
}
READERS = {Readership.ALL: _l("Everyone"), Readership.NETWORK: _l("Those who have signed in")}


def _line(label: str, *validators: Any, most: int = LINE_MAX_LENGTH, hint: str = "") -> Any:
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[*validators, MaxLength(most), OneLine()],
    )


def _text(label: str, most: int = STORY_MAX_LENGTH, hint: str = "") -> Any:
    return TextAreaField(
        label, description=hint, filters=[tidy], validators=[MaxLength(most), SeveralLines()]
    )


def _select(label: str, words: dict[Any, str]) -> Any:
    choices = [SelectChoice(option.value, word) for option, word in words.items()]
    return ListedChoice(label, choices=choices)


class _Figure(FloatField):  # type: ignore[misc]
    """A number that may be left out; a comma is as good as a point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ValueError with our own words when it is none."""
        try:
            super().process_formdata(
                [value.replace(",", ".") for value in valuelist if value.strip()]
            )
        except ValueError:
            self.data: float | None = None
            raise ValueError(_("Write a number.")) from None


class ExperienceForm(VersionedForm):
    """What is written of an experience. Only the title is needed until it is to be read."""

    title = _line(_l("Title"), Required(_l("Write a title.")), most=TITLE_MAX_LENGTH)
    summary = _text(
        _l("In short"),
        LONGEST_SUMMARY,
        _l("At most 300 characters. Lists and the page begin with what happened: write only more."),
    )
    problem = _text(_l("The problem"))
    cause = _text(_l("The cause"), hint=_l("Why was that? A measure addresses a cause."))
    setting = _text(_l("Setting"), hint=_l("What kind of place. Not an address."))
    measure = _text(_l("This is what you did"))
    result = _text(_l("This is what happened"))
    lesson = _text(_l("What you would do differently"))
    failed = BooleanField(_l("It did not work as planned"))
    stage = _select(_l("How well tested is it in your organisation?"), STAGES)
    research = _select(_l("What does research say?"), RESEARCH)
    figure_name = _line(_l("What was measured"))
    figure_before = _Figure(_l("Before"), validators=[Optional()])
    figure_after = _Figure(_l("After"), validators=[Optional()])
    figure_n = WholeNumberField(_l("Number measured"), validators=[Optional()])
    figure_period = _line(_l("Period"))
    cost = _select(_l("Cost"), COSTS)
    step = _select(_l("Step in the law’s process"), STEPS)
    hours_per_month = WholeNumberField(
        _l("Hours a month"),
        validators=[Optional(), NumberRange(0, 10_000, _l("Write a whole number."))],
    )
    target = _line(_l("For whom"))
    needed = LinesField(_l("What is needed"), description=_l("One thing a line."))
    partners = LinesField(_l("With whom"), description=_l("One thing a line."))
    materials = LinesField(_l("Materials available"), description=_l("One thing a line."))
    references = LinesField(
        _l("References"),
        description=_l("Reports and research that it builds on, one a line. A link may be one."),
    )
    focus_areas = SomeOf(_l("Focus areas"), choices=[])
    contact_function = _line(
        _l("Function to contact"),
        FunctionAlone(),
        hint=_l("For example coordinator, crime prevention. Not a name."),
    )
    contact_email = mailbox()
    contact_for = _select(_l("Who sees the mailbox"), READERS)
    audience = _select(_l("Who can read it"), READERS)

    def text(self) -> ExperienceText:
        """The experience as the domain takes it."""
        plain = {name: self[name].data or "" for name in PLAIN}
        return ExperienceText(
            **plain,
            failed=bool(self.failed.data),
            stage=EvidenceStage(self.stage.data),
            research=Research(self.research.data),
            figures=self._figures(),
            cost=Cost(self.cost.data),
            step=ProcessStep(self.step.data),
            hours_per_month=self.hours_per_month.data,
            needed=self.needed.lines,
            partners=self.partners.lines,
            materials=self.materials.lines,
            references=self.references.lines,
            contact_email=fold_email(self.contact_email.data),
            contact_for=Readership(self.contact_for.data),
            audience=Readership(self.audience.data),
            focus_areas=tuple(self.focus_areas.data or ()),
        )

    def _figures(self) -> dict[str, Any]:
        if not self.figure_name.data or self.figure_after.data is None:
            return {}
        return {
            "name": self.figure_name.data,
            "before": self.figure_before.data,
            "after": self.figure_after.data,
            "n": self.figure_n.data,
            "period": self.figure_period.data or "",
        }


PLAIN = (
    "title",
    "summary",
    "problem",
    "cause",
    "setting",
    "measure",
    "result",
    "lesson",
    "target",
    "contact_function",
)
LISTS = ("needed", "partners", "materials", "references")
WORDS = ("stage", "research", "cost", "step", "contact_for", "audience")


def experience_form(areas: list[FocusArea], language: str, **options: Any) -> ExperienceForm:
    """The form, with the focus areas that there are."""
    form = ExperienceForm(**options)
    form.focus_areas.choices = [SelectChoice(area.code, area.name_in(language)) for area in areas]
    return form


def form_values(experience: Experience) -> dict[str, Any]:
    """The values of the form before anything is typed."""
    values = {name: getattr(experience, name) for name in WRITTEN if name != "figures"}
    values |= {name: "\n".join(values[name]) for name in LISTS}
    values |= {name: values[name].value for name in WORDS}
    figures = experience.figures
    values |= {
        f"figure_{name}": figures.get(name) for name in ("name", "before", "after", "n", "period")
    }
    values["focus_areas"] = [area.code for area in experience.focus_areas]
    values["version"] = experience.version
    return values
