"""What a participant may change of a registration they have."""

from typing import Any

from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.change import RegistrationChange
from eventapp.domain.registration.form_content import FormContent
from eventapp.forms.registration.answer_fields import field_value
from eventapp.forms.registration.participant import ParticipantForm, planned_fields
from eventapp.forms.versioned import VersionedForm
from eventapp.models import Registration, Visibility


class ChangeForm(VersionedForm, ParticipantForm):
    """The form that changes a registration."""

    def wishes(self) -> RegistrationChange:
        """Return the change that the form asks for."""
        return RegistrationChange(
            name=self.name.data,
            role=self.role.data,
            visibility=self.visibility(),
            badge=self.name_badge(),
            answers=self.answers(),
            needs=self.needs(),
            sessions=self.chosen_sessions(),
        )


def change_form(plan: FormContent, language: str) -> type[ChangeForm]:
    """Return the form that changes a registration to one event, in one language."""
    return type("EventChangeForm", (ChangeForm,), {"plan": plan, **planned_fields(plan, language)})


def as_it_is(registration: Registration, needs: CareNeeds, plan: FormContent) -> dict[str, Any]:
    """Return the registration as the initial data of a change form."""
    chosen = {choice.session.code for choice in registration.choices}
    sessions = {
        f"session-{group.code}": next(
            (session.code for session in group.sessions if session.code in chosen), ""
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
        **{
            f"q-{question.code}": field_value(question, registration.answers.get(question.code))
            for question in plan.questions
        },
    }
