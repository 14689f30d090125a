"""The organizer's forms of who reads a survey's results, and of the classes that are compared."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import BooleanField, Field
from wtforms.fields.choices import SelectChoice

from eventapp.domain.survey.group import CLASS_NAMES
from eventapp.forms.fields import OneOfList
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _l
from eventapp.models import Choice, MunicipalityClass, Survey

FIELD_PREFIX = "class-"


class SharingForm(VersionedForm):
    """Who may read the results beside organizers and coordinators."""

    participants = BooleanField(
        _l("Everyone who takes part in the event"),
        description=_l("On their own page: what everyone answered, no municipality apart."),
    )
    links = BooleanField(
        _l("A municipality’s people, by a link"),
        description=_l(
            "Coordinators get a link to their municipality’s page to pass on. "
            "Whoever has the link can read that page, until you take this away."
        ),
    )


class ClassForm(VersionedForm):
    """The class of each municipality that takes part, or none."""

    def class_fields(self) -> list[Field]:
        """The field of each group."""
        return [field for field in self if field.name.startswith(FIELD_PREFIX)]

    def classes(self) -> dict[str, MunicipalityClass]:
        """The class of each group that was given one."""
        return {
            field.name.removeprefix(FIELD_PREFIX): MunicipalityClass(field.data)
            for field in self.class_fields()
            if field.data
        }


def sharing_form(survey: Survey) -> SharingForm:
    """The form of who reads the results, as it is saved."""
    return SharingForm(
        data={
            "participants": survey.shown_to_participants,
            "links": survey.links_shared,
            "version": survey.version,
        }
    )


def class_form(groups: Sequence[Choice], saved: Mapping[str, str], *, version: int) -> ClassForm:
    """A form with one field for each group."""
    none = SelectChoice("", _l("No class"))
    choices = [none, *(SelectChoice(str(code), name) for code, name in CLASS_NAMES.items())]
    fields: dict[str, Any] = {
        f"{FIELD_PREFIX}{group.code}": OneOfList(group.label, choices=choices, default="")
        for group in groups
    }
    form_class = cast("type[ClassForm]", type("BoundClassForm", (ClassForm,), fields))
    data = {f"{FIELD_PREFIX}{code}": name for code, name in saved.items()}
    return form_class(data={"version": version, **data})
