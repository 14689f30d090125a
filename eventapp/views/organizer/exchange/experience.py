"""A card for its editors: listed, shown with its history, written."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.focus_area import list_valid_areas, with_chosen
from eventapp.domain.exchange import adaptation, experience_list, lead
from eventapp.domain.exchange import experience as experiences
from eventapp.domain.exchange.approval import list_missing
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.domain.record.history import list_history
from eventapp.forms.exchange.experience import ExperienceForm, experience_form, form_values
from eventapp.i18n import _, current_language
from eventapp.models import Account, Experience, ExperienceState
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.exchange import load_experience

bp = Blueprint("experience", __name__, url_prefix="/experiences")


@bp.get("")
@staff(Action.EDIT_EXPERIENCE)
def index(account: Account) -> ResponseReturnValue:
    """Cards of every state, with what waits to be read."""
    state, words = request.args.get("state", ""), request.args.get("q", "").strip()[:100]
    chosen = ExperienceState(state) if state in set(ExperienceState) else None
    return render_template(
        "organizer/experience/index.html",
        account=account,
        words=words,
        state=chosen,
        listed=experience_list.list_for_desk(words, chosen, page=request.args.get("page", 1, int)),
        waiting_leads=lead.count_waiting(),
    )


@bp.get("/<code>")
@staff(Action.EDIT_EXPERIENCE)
def show(account: Account, code: str) -> ResponseReturnValue:
    """The card's status and what can be done now."""
    return experience_page(account, load_experience(code))


@bp.get("/<code>/edit")
@staff(Action.EDIT_EXPERIENCE)
def edit(account: Account, code: str) -> ResponseReturnValue:
    """The card as a form."""
    experience = load_experience(code)
    return _form_page(account, experience, _form(experience, data=form_values(experience)))


@bp.post("/<code>")
@staff(Action.EDIT_EXPERIENCE)
def update(account: Account, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    experience = load_experience(code)
    form = _form(experience)
    if not form.validate_on_submit():
        return _form_page(account, experience, form), 422
    with attempt() as tried:
        experiences.edit(
            experience, form.text(), version=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _form_page(account, load_experience(code), form, tried.refusal), 409
    flash(_("The experience is saved. It needs both approvals before it is published."), "good")
    return redirect(url_for(".show", code=code), 303)


def experience_page(
    account: Account, experience: Experience, refusal: Refusal | None = None
) -> str:
    """The card's page for editors; other modules show it when they are refused."""
    return render_template(
        "organizer/experience/show.html",
        account=account,
        experience=experience,
        refusal=refusal,
        may_approve=permission.may(actor_for(account), Action.APPROVE_EXPERIENCE),
        history=list_history(experience),
        versions=experience_list.list_versions(experience),
        files=experiences.list_files(experience),
        missing=list_missing(experience, now=utcnow()),
        adaptations=adaptation.list_shown(experience),
    )


def _form(experience: Experience, **options: object) -> ExperienceForm:
    areas = with_chosen(list_valid_areas(on=utcnow().date()), experience.focus_areas)
    return experience_form(areas, current_language(), **options)


def _form_page(
    account: Account, experience: Experience, form: ExperienceForm, refusal: Refusal | None = None
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(form_values(experience))
    return render_template(
        "organizer/experience/edit.html",
        account=account,
        experience=experience,
        form=form,
        refusal=refusal,
        differences=differences,
    )
