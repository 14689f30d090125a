"""The organizers' first page: what needs attention, and the events."""

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.config import Settings
from eventapp.domain import permission
from eventapp.domain.event.attention import list_attention
from eventapp.domain.event.event_list import Which, list_for_desk
from eventapp.domain.event.start_list import StartStep, load_start_list
from eventapp.domain.installation.health import list_still
from eventapp.domain.people.account import actor_for, has_security_contact, own_event_ids
from eventapp.domain.permission import Action
from eventapp.forms.people.mail_trial import MailTrialForm, TrialOutcomeForm
from eventapp.models import Account
from eventapp.views.guards import desk

bp = Blueprint("home", __name__)

STEP_PAGES = {
    StartStep.SITE: ("organizer.settings.edit", Action.MANAGE_SETTINGS),
    StartStep.FOCUS_AREAS: ("organizer.focus_area.index", Action.MANAGE_FOCUS_AREAS),
    StartStep.ORGANISATIONS: ("organizer.organisation.index", Action.MANAGE_ORGANISATIONS),
    StartStep.COLLEAGUES: ("organizer.account.index", Action.MANAGE_ACCOUNTS),
    StartStep.RETENTION: ("organizer.retention.index", Action.MANAGE_RETENTION),
    StartStep.EVENT: ("organizer.event.new", Action.CREATE_EVENT),
}


@bp.get("")
@desk(Action.SEE_DESK)
def show(account: Account) -> ResponseReturnValue:
    """List what needs attention, and the events."""
    now = utcnow()
    sets_up = permission.may(actor_for(account), Action.SET_UP)
    start = load_start_list(on=now.date()) if sets_up else None
    words = request.args.get("q", "").strip()[:100]
    which = _which(request.args.get("which", Which.COMING.value))
    settings: Settings = current_app.extensions["settings"]
    runs = permission.may(actor_for(account), Action.SEE_REGISTRATIONS)
    sees_health = permission.may(actor_for(account), Action.SEE_HEALTH)
    sees_all = permission.may(actor_for(account), Action.SEE_DESK)
    within = None if sees_all else own_event_ids(account)
    listed = list_for_desk(
        words, which, page=request.args.get("page", 1, int), now=now, within=within
    )
    return render_template(
        "organizer/home/show.html",
        account=account,
        now=now,
        runs=runs,
        attention=list_attention(now=now) if runs else [],
        sees_health=sees_health,
        still=list_still(settings.data_folder, sees_all=sees_health, now=now) if runs else [],
        lacks_security_contact=runs and not start and not has_security_contact(),
        start=start,
        links=_step_links(account),
        trial_form=MailTrialForm(trial_email=account.email),
        outcome_form=TrialOutcomeForm(),
        words=words,
        which=which,
        listed=listed,
        any_event=bool(
            listed.events or list_for_desk("", None, page=1, now=now, within=within).events
        ),
    )


def _step_links(account: Account) -> dict[str, str]:
    """Where each step is taken, for those who may take it."""
    actor = actor_for(account)
    return {
        step.value: url_for(endpoint)
        for step, (endpoint, action) in STEP_PAGES.items()
        if endpoint in current_app.view_functions and permission.may(actor, action)
    }


def _which(text: str) -> Which | None:
    return Which(text) if text in set(Which) else None
