"""One question of the registration form, as organizers write it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, repeat
from typing import Any

from wtforms import BooleanField, DateField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.question import (
    OPTIONS_MAX,
    OPTIONS_MIN,
    PLACES_MAX,
    OptionText,
    RegistrationQuestionText,
)
from eventapp.domain.registration.answer import condition_values, text_in
from eventapp.domain.registration.option_place import limit_key
from eventapp.forms.event.fields import LinesField, PlacesField, WholeNumberField
from eventapp.forms.fields import MaxLength, OneLine, OneOf, OneOfList, Required, tidy
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import WITH_OPTIONS, QuestionKind, RegistrationQuestion

QUESTION_MAX_LENGTH, OPTION_MAX_LENGTH = 200, 100
KINDS = {
    QuestionKind.YES_NO: _l("Yes or no"),
    QuestionKind.CHOICE: _l("One of several"),
    QuestionKind.CHOICES: _l("Several of several"),
    QuestionKind.LINE: _l("One line"),
    QuestionKind.TEXT: _l("In their own words"),
    QuestionKind.NUMBER: _l("A number"),
    QuestionKind.DATE: _l("A date"),
}


def _line(label: str, *validators: Any, hint: str = "", most: int = QUESTION_MAX_LENGTH) -> Any:
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[*validators, MaxLength(most), OneLine()],
    )


def _number(label: str, hint: str, least: int, most: int) -> Any:
    sentence = _l("Write a number from %(least)s to %(most)s.", least=least, most=most)
    return WholeNumberField(
        label,
        description=hint,
        validators=[Optional(), NumberRange(min=least, max=most, message=sentence)],
    )


class DeletionDayField(DateField):  # type: ignore[misc]
    """A day on which answers are deleted; what is none says so in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read an ISO day."""
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError:
            self.data = None
            raise ValueError(_("Write the date like this: 2024-03-14.")) from None


@dataclass(frozen=True, slots=True)
class OwnOption:
    """An option that a question has: its value, and the fields that change it."""

    value: str
    label: Any
    english: Any
    places: Any
    remove: Any


OPTION_FIELDS = ("option", "option_en", "places", "remove")


class RegistrationQuestionForm(VersionedForm):
    """The question in Swedish, and in English where it is translated."""

    kind = OneOf(
        _l("How is it answered?"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
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
    places = PlacesField(
        _l("Places for each option"),
        description=_l(
            "How many people can choose each option: one number per line, in the same order. "
            "Write a dash where everybody can. A single number is for every option."
        ),
        most=PLACES_MAX,
    )
    choices_max = _number(
        _l("How many can be chosen at most?"),
        _l("Leave empty if there is no limit."),
        1,
        OPTIONS_MAX,
    )
    none_option = BooleanField(_l("Offer “None of these”"))
    required = BooleanField(_l("An answer is required"))
    condition = OneOfList(_l("When is it asked?"), choices=(), default="")
    purpose = _line(_l("Why do you ask?"), hint=_l("Shown below the question."))
    purpose_en = _line(_l("Why, in English"))
    delete_on = DeletionDayField(
        _l("Delete the answers on"),
        description=_l(
            "At the earliest the last day of the event. Leave empty and the answers are deleted "
            "together with the registrations."
        ),
        validators=[Optional()],
    )

    deletable_from: date
    fixed_kind: QuestionKind | None
    values: tuple[str, ...]

    def own_options(self) -> Iterator[OwnOption]:
        """Each option that the question has."""
        for value in self.values:
            yield OwnOption(value, *(self[f"{name}-{value}"] for name in OPTION_FIELDS))

    def fill_unseen(self, saved: Mapping[str, Any]) -> None:
        """Take options that somebody else added since the form was opened as they are."""
        for own in self.own_options():
            if not own.label.raw_data:
                for field in (own.label, own.english, own.places, own.remove):
                    field.data = saved[field.name]

    def validate_options(self, field: Any) -> None:
        """A choice needs something to choose among."""
        if self.chosen_kind() not in WITH_OPTIONS:
            return
        options = [label for label, _english in self._labels()]
        if len(set(options)) < OPTIONS_MIN:
            raise ValidationError(_("Write at least two options, one per line."))
        if len(options) > OPTIONS_MAX:
            raise ValidationError(_("There can be at most %(most)s options.", most=OPTIONS_MAX))
        if len(set(options)) != len(options):
            raise ValidationError(_("Two answers are the same."))
        if any(len(line) > OPTION_MAX_LENGTH for line in field.lines):
            raise ValidationError(_("An answer can have at most 100 characters."))

    def validate_choices_max(self, field: Any) -> None:
        """Nobody can choose more than there are."""
        options = len(list(self._labels()))
        several = self.chosen_kind() is QuestionKind.CHOICES and options >= OPTIONS_MIN
        if several and field.data and field.data > options:
            raise ValidationError(_("Choose at most as many as there are options."))

    def validate_options_en(self, field: Any) -> None:
        """All answers are translated, or none."""
        if self.chosen_kind() not in WITH_OPTIONS or not field.lines:
            return
        if len(field.lines) != len(self.options.lines):
            raise ValidationError(
                _("Write the same number of options in English, in the same order.")
            )

    def validate_places(self, field: Any) -> None:
        """Each line is about an option."""
        if self.chosen_kind() in WITH_OPTIONS and field.length > max(len(self.options.lines), 1):
            raise ValidationError(_("Write at most as many lines as there are new options."))

    def validate_delete_on(self, field: Any) -> None:
        """Answers are needed until the event is over."""
        if field.data and not self.deletable_from <= field.data <= date(2199, 12, 31):
            raise ValidationError(
                _("Choose a day from %(first)s on.", first=self.deletable_from.isoformat())
            )

    def chosen_kind(self) -> QuestionKind | None:
        """How the question is answered; that of one that may have been answered stays."""
        known = {kind.value: kind for kind in QuestionKind}
        return self.fixed_kind or known.get(self.kind.data)

    def text(self) -> RegistrationQuestionText:
        """Say the same thing in the domain's words."""
        code, _space, value = (self.condition.data or "").partition(" ")
        return RegistrationQuestionText(
            kind=self.chosen_kind() or QuestionKind.TEXT,
            label=_by_language(self.label.data, self.label_en.data),
            hint=_by_language(self.hint.data, self.hint_en.data),
            options=tuple(self._options()),
            required=bool(self.required.data),
            choices_max=self.choices_max.data,
            none_option=bool(self.none_option.data),
            condition={"question": code, "value": value} if code else {},
            purpose=_by_language(self.purpose.data, self.purpose_en.data),
            delete_on=self.delete_on.data,
        )

    def _labels(self) -> Iterator[tuple[str, str]]:
        """The options in both languages: those of the question that stay, then the new ones."""
        for own in self.own_options():
            if not own.remove.data:
                yield own.label.data, own.english.data
        yield from zip(self.options.lines, chain(self._new_english(), repeat("")), strict=False)

    def _new_english(self) -> list[str]:
        return self.options_en.lines or [""] * len(self.options.lines)

    def _options(self) -> Iterator[OptionText]:
        for own in self.own_options():
            if not own.remove.data:
                texts = _by_language(own.label.data, own.english.data)
                yield OptionText(texts, own.places.data, own.value)
        labels = self.options.lines
        numbers = self.places.numbers(len(labels))
        for label, english, places in zip(labels, self._new_english(), numbers, strict=True):
            yield OptionText(_by_language(label, english), places)


def question_form(
    earlier: Sequence[RegistrationQuestion],
    language: str,
    *,
    deletable_from: date,
    question: RegistrationQuestion | None = None,
    kind_fixed: bool = False,
) -> type[RegistrationQuestionForm]:
    """Return the form of a question, or of a new one, after these of its event."""
    values = tuple(question.labels) if question else ()
    fields: dict[str, Any] = {
        "deletable_from": deletable_from,
        "fixed_kind": question.kind if question and kind_fixed else None,
        "values": values,
        "condition": OneOfList(
            _l("When is it asked?"), choices=list(_conditions(earlier, language)), default=""
        ),
    }
    if kind_fixed:
        fields["kind"] = None
    if values:
        fields["options"] = LinesField(_l("More options"), description=_l("One option per line."))
    for number, value in enumerate(values, 1):
        fields |= _option_fields(value, number)
    return type("EventQuestionForm", (RegistrationQuestionForm,), fields)


def _conditions(earlier: Sequence[RegistrationQuestion], language: str) -> Iterator[SelectChoice]:
    yield SelectChoice("", _("Always"))
    for question in earlier:
        asked = text_in(question.label, language)
        for value, answer in condition_values(question, language):
            label = _(
                "If the answer to “%(question)s” is “%(answer)s”", question=asked, answer=answer
            )
            yield SelectChoice(f"{question.code} {value}", label)


def _option_fields(value: str, number: int) -> dict[str, Any]:
    needed = Required(_l("Write the option, or tick that it is to be removed."))
    return {
        f"option-{value}": _line(
            _l("Option %(number)s", number=number), needed, most=OPTION_MAX_LENGTH
        ),
        f"option_en-{value}": _line(_l("In English"), most=OPTION_MAX_LENGTH),
        f"places-{value}": _number(_l("Places"), "", 0, PLACES_MAX),
        f"remove-{value}": BooleanField(_l("Remove")),
    }


def question_form_data(question: RegistrationQuestion, limits: Mapping[str, int]) -> dict[str, Any]:
    """The initial values of the form, with the places that its event has for the options."""
    condition = question.condition
    own: dict[str, Any] = {}
    for option in question.options:
        value, label = option["value"], option["label"]
        own |= {
            f"option-{value}": label.get("sv", ""),
            f"option_en-{value}": label.get("en", ""),
            f"places-{value}": limits.get(limit_key(question.code, value)),
            f"remove-{value}": False,
        }
    return {
        "kind": question.kind.value,
        "label": question.label.get("sv", ""),
        "label_en": question.label.get("en", ""),
        "hint": question.hint.get("sv", ""),
        "hint_en": question.hint.get("en", ""),
        "options": "",
        "options_en": "",
        "places": "",
        "choices_max": question.choices_max,
        "none_option": question.none_option,
        "required": question.required,
        "condition": f"{condition['question']} {condition['value']}" if condition else "",
        "purpose": question.purpose.get("sv", ""),
        "purpose_en": question.purpose.get("en", ""),
        "delete_on": question.delete_on,
        "version": question.version,
        **own,
    }


def _by_language(swedish: str, english: str) -> dict[str, str]:
    return {"sv": swedish, "en": english} if english else {"sv": swedish} if swedish else {}
