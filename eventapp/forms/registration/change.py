"""What a participant may change of a registration they have."""

from dataclasses import dataclass
from typing import Any

from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.change import Wishes
from eventapp.domain.registration.plan import RegistrationPlan
from eventapp.forms.fields import OneOf
from eventapp.forms.registration.participant import ParticipantForm, planned_fields
from eventapp.i18n import _
from eventapp.models import Badge, Registration, Visibility


@dataclass(frozen=True, slots=True)
class Difference:
    """One field where what was saved meanwhile is not what was typed; both as people read them."""

    label: str
    saved: str
    typed: str


class ChangeForm(ParticipantForm):
    """The form of someone who has a registration and wants it otherwise."""

    version = IntegerField(widget=HiddenInput())

    def wishes(self) -> Wishes:
        """Say the same thing in the domain's words."""
        return Wishes(
            name=self.name.data,
            role=self.role.data,
            visibility=self.visibility(),
            badge=Badge(self.badge.data),
            answers=self.answers(),
            needs=self.needs(),
            sessions=self.chosen_sessions(),
        )

    def differences(self, held: dict[str, Any]) -> list[Difference]:
        """Where the form differs from `held` (as_it_is)."""
        return [
            Difference(field.label.text, _shown(field, held[field.name]), _shown(field, field.data))
            for field in self
            if field.name in held
            and field.name != "version"
            and (held[field.name] or "") != (field.data or "")
        ]


def _shown(field: Any, value: Any) -> str:
    if isinstance(field, OneOf):
        return field.label_of(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value or ""


def change_form(plan: RegistrationPlan, language: str) -> type[ChangeForm]:
    """The form that changes a registration to one event, in one language."""
    return type("EventChangeForm", (ChangeForm,), {"plan": plan, **planned_fields(plan, language)})


def as_it_is(
    registration: Registration, needs: CareNeeds, plan: RegistrationPlan
) -> dict[str, Any]:
    """What a change form holds before anything is typed."""
    chosen = {choice.session.code for choice in registration.choices}
    sessions = {
        f"session-{group.code}": next(
            (each.code for each in group.sessions if each.code in chosen), ""
        )
        for group in plan.groups
    }
    return {
        "name": registration.name,
        "role": registration.role,
        "diet": needs.diet,
        "access": needs.access,
        "badge": registration.badge.value,
        "limited_visibility": registration.visibility is not Visibility.NORMAL,
        "version": registration.version,
        **sessions,
        **{f"q-{each.code}": registration.answers.get(each.code) for each in plan.questions},
    }
