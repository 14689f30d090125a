"""One question of the registration form, as organizers write it."""

from typing import Any

from wtforms import BooleanField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.event.question import OPTIONS_MIN, RegistrationQuestionText
from eventapp.forms.event.fields import LinesField
from eventapp.forms.fields import MaxLength, OneLine, OneOf, Required, tidy
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import QuestionKind, RegistrationQuestion

QUESTION_MAX_LENGTH, OPTION_MAX_LENGTH = 200, 100


def _line(label: str, *validators: Any, hint: str = "") -> Any:
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[*validators, MaxLength(QUESTION_MAX_LENGTH), OneLine()],
    )


class RegistrationQuestionForm(VersionedForm):
    """The question in Swedish, and in English where it is translated."""

    kind = OneOf(
        _l("How is it answered?"),
        choices=[
            SelectChoice(QuestionKind.YES_NO.value, _l("Yes or no")),
            SelectChoice(QuestionKind.CHOICE.value, _l("One of several")),
            SelectChoice(QuestionKind.TEXT.value, _l("In their own words")),
        ],
        validators=[Required(_l("Choose how it is answered."))],
    )
    label = _line(_l("Question"), Required(_l("Write the question.")))
    label_en = _line(_l("Question in English"))
    hint = _line(_l("Explanation"), hint=_l("Shown below the question."))
    hint_en = _line(_l("Explanation in English"))
    options = LinesField(_l("Response options"), description=_l("One option per line."))
    options_en = LinesField(
        _l("Answers in English"), description=_l("One option per line, in the same order.")
    )
    required = BooleanField(_l("An answer is required"))

    def validate_options(self, field: Any) -> None:
        """A choice needs something to choose among."""
        if self.kind.data != QuestionKind.CHOICE.value:
            return
        if len(set(field.lines)) < OPTIONS_MIN:
            raise ValidationError(_("Write at least two options, one per line."))
        if len(set(field.lines)) != len(field.lines):
            raise ValidationError(_("Two answers are the same."))
        if any(len(line) > OPTION_MAX_LENGTH for line in field.lines):
            raise ValidationError(_("An answer can have at most 100 characters."))

    def validate_options_en(self, field: Any) -> None:
        """All answers are translated, or none."""
        if self.kind.data != QuestionKind.CHOICE.value or not field.lines:
            return
        if len(field.lines) != len(self.options.lines):
            raise ValidationError(
                _("Write the same number of options in English, in the same order.")
            )

    def text(self) -> RegistrationQuestionText:
        """Say the same thing in the domain's words."""
        english = self.options_en.lines or [""] * len(self.options.lines)
        return RegistrationQuestionText(
            kind=QuestionKind(self.kind.data),
            label=_by_language(self.label.data, self.label_en.data),
            hint=_by_language(self.hint.data, self.hint_en.data),
            options=tuple(map(_by_language, self.options.lines, english)),
            required=bool(self.required.data),
        )


def question_form_data(question: RegistrationQuestion) -> dict[str, Any]:
    """The initial values of the form."""
    labels = [option["label"] for option in question.options]
    english = [label.get("en", "") for label in labels]
    return {
        "kind": question.kind.value,
        "label": question.label.get("sv", ""),
        "label_en": question.label.get("en", ""),
        "hint": question.hint.get("sv", ""),
        "hint_en": question.hint.get("en", ""),
        "options": "\n".join(label.get("sv", "") for label in labels),
        "options_en": "\n".join(english) if all(english) else "",
        "required": question.required,
        "version": question.version,
    }


def _by_language(swedish: str, english: str) -> dict[str, str]:
    return {"sv": swedish, "en": english} if english else {"sv": swedish} if swedish else {}
