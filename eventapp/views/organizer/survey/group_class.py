"""The classes that municipalities are compared in: fixed before the survey opens."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.survey.group import list_groups
from eventapp.domain.survey.results.sharing import set_classes, usual_classes
from eventapp.forms.survey.sharing import ClassForm, class_form
from eventapp.i18n import _
from eventapp.models import Account, Event, Survey
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.survey import load_survey

bp = Blueprint("group_class", __name__, url_prefix="/events/<slug>/surveys/<code>/classes")


@bp.get("")
@staff(Action.MANAGE_SURVEY)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show the class of each municipality, or what it was last time."""
    survey = load_survey(event, code)
    return _page(account, event, survey, _form(survey))


@bp.post("")
@staff(Action.MANAGE_SURVEY)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save the classes, unless the survey has opened."""
    survey = load_survey(event, code)
    form = _form(survey)
    if not form.validate_on_submit():
        return _page(account, event, survey, form), 422
    with attempt() as tried:
        set_classes(survey, form.classes(), version=form.version.data)
    if tried.refusal:
        return _page(account, event, load_survey(event, code), form, tried.refusal), 409
    flash(_("The classes have been saved."), "good")
    return redirect(url_for("organizer.survey.show", slug=event.slug, code=code), 303)


def _form(survey: Survey) -> ClassForm:
    groups = list_groups(survey)
    saved = survey.class_by_group or usual_classes({group.code for group in groups})
    return class_form(groups, saved, version=survey.version)


def _page(
    account: Account,
    event: Event,
    survey: Survey,
    form: ClassForm,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "organizer/survey/classes.html",
        account=account,
        event=event,
        survey=survey,
        form=form,
        refusal=refusal,
    )
