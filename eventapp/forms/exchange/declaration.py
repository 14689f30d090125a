"""Saying what one's organisation does with another's experience."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.exchange.declaration import COMMENT_MAX_LENGTH, Declaration
from eventapp.forms.fields import (
    ListedChoice,
    MaxLength,
    OneOf,
    OneOfList,
    Required,
    SeveralLines,
    tidy,
)
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Adaptation, AdaptationKind, Experience, Organisation

KINDS = {
    AdaptationKind.PLANS: _l("We plan to try it"),
    AdaptationKind.ADAPTS: _l("We have adapted it"),
    AdaptationKind.USES: _l("We use it as it is"),
    AdaptationKind.REFRAINED: _l("We have decided not to"),
}


class DeclarationForm(VersionedForm):
    """What the organisation does, in a word and a sentence, and whether it may be named."""

    organisation = ListedChoice(_l("Organisation"))
    kind = OneOf(
        _l("What do you do with it?"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
        validators=[Required(_l("Choose what you do with it."))],
    )
    comment = TextAreaField(
        _l("What do you change, or why not?"),
        description=_l(
            "One or two sentences. Needed if you have decided not to. Do not name anyone."
        ),
        filters=[tidy],
        validators=[MaxLength(COMMENT_MAX_LENGTH), SeveralLines()],
    )
    own_experience = OneOfList(
        _l("Your own experience of it"),
        description=_l("If you have written one. It is linked once it is published."),
        choices=[],
    )
    named = BooleanField(
        _l("Show our name and what we write. Otherwise we are only counted."), default=True
    )

    def __init__(
        self,
        organisations: Sequence[Organisation],
        own_experiences: Sequence[Experience],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._organisations = {organisation.code: organisation for organisation in organisations}
        self._own = {experience.code: experience for experience in own_experiences}
        self.organisation.choices = [
            SelectChoice(organisation.code, organisation.name) for organisation in organisations
        ]
        self.own_experience.choices = [
            SelectChoice("", _("None")),
            *(SelectChoice(experience.code, experience.title) for experience in own_experiences),
        ]

    @property
    def chosen(self) -> Organisation:
        """Whose declaration it is."""
        return self._organisations[self.organisation.data]

    def validate_comment(self, field: Any) -> None:
        """Why not is what others learn from."""
        if self.kind.data == AdaptationKind.REFRAINED.value and not field.data:
            raise ValidationError(_l("Write why, in a sentence. That is what others learn from."))

    def validate_own_experience(self, field: Any) -> None:
        """A card belongs to the organisation that declares it."""
        own = self._own.get(field.data)
        if own is not None and own.organisation.code != self.organisation.data:
            raise ValidationError(_l("Choose an experience of the organisation above."))

    def declaration(self) -> Declaration:
        """What is declared, as the domain takes it."""
        return Declaration(
            AdaptationKind(self.kind.data),
            self.comment.data or "",
            bool(self.named.data),
            self._own.get(self.own_experience.data),
        )


def declaration_values(declared: Adaptation | None, organisation: Organisation) -> dict[str, Any]:
    """The values of the form before anything is typed."""
    if declared is None:
        return {"organisation": organisation.code, "named": True, "version": 0}
    own = declared.own_experience
    values = {
        "organisation": organisation.code,
        "version": declared.version,
        "named": declared.named,
        "own_experience": own.code if own else "",
    }
    if declared.withdrawn:
        return values
    return {**values, "kind": declared.kind.value, "comment": declared.comment}
