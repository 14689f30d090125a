"""The start list on the organizers' first page: trying the mail, and setting steps aside."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.event import start_list
from eventapp.domain.event.start_list import StartStep
from eventapp.domain.people import mail_trial
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.forms.people.mail_trial import MailTrialForm, TrialOutcomeForm
from eventapp.i18n import _
from eventapp.models import Account, TrialOutcome
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("start", __name__, url_prefix="/start")


@bp.get("/mail-trials/new")
@staff(Action.SET_UP)
def new_mail_trial(account: Account) -> ResponseReturnValue:
    """The latest trial, and another one: also when the start list is long closed."""
    return _trial_page(account)


@bp.post("/mail-trials")
@staff(Action.SET_UP)
def create_mail_trial(account: Account) -> ResponseReturnValue:
    """Send a letter and an invitation to oneself."""
    form = MailTrialForm()
    if not form.validate_on_submit():
        return _trial_page(account, trial_form=form), 422
    with attempt() as tried:
        mail_trial.send_mail_trial(account, form.trial_email.data, now=utcnow())
    if tried.refusal:
        form.trial_email.errors = [tried.refusal.message]
        return _trial_page(account, trial_form=form), 409
    flash(_("The test email is on its way. It should arrive within a minute."), "good")
    return redirect(_where_it_stands(), 303)


@bp.post("/mail-trials/<code>/outcome")
@staff(Action.SET_UP)
def update_mail_trial(account: Account, code: str) -> ResponseReturnValue:
    """Say what was seen of it."""
    trial = mail_trial.find_mail_trial(code)
    if trial is None:
        abort(404)
    form = TrialOutcomeForm()
    if not form.validate_on_submit():
        return _trial_page(account, outcome_form=form), 422
    with attempt():
        mail_trial.answer_mail_trial(trial, TrialOutcome(form.outcome.data))
    return redirect(_where_it_stands(), 303)


@bp.post("/steps/<name>/aside")
@staff(Action.SET_UP)
def set_step_aside(account: Account, name: str) -> ResponseReturnValue:
    """Set a step aside: it is not needed here, or not now."""
    step = _step(name)
    require_confirmation()
    with attempt():
        start_list.set_aside(step, account, now=utcnow())
    return redirect(url_for("organizer.home.show"), 303)


@bp.post("/steps/<name>/resumption")
@staff(Action.SET_UP)
def take_up_step(account: Account, name: str) -> ResponseReturnValue:
    """Put a step that was set aside on the list again."""
    del account
    step = _step(name)
    require_confirmation()
    with attempt():
        start_list.take_up(step)
    return redirect(url_for("organizer.home.show"), 303)


@bp.post("/end")
@staff(Action.SET_UP)
def close(account: Account) -> ResponseReturnValue:
    """End the list for everybody, once nothing is left."""
    require_confirmation()
    with attempt():
        ended = start_list.close_start_list(account, now=utcnow())
    if ended:
        flash(_("All set. From now on this page shows what needs your attention."), "good")
    return redirect(url_for("organizer.home.show"), 303)


def _step(name: str) -> StartStep:
    if name not in set(StartStep):
        abort(404)
    return StartStep(name)


def _where_it_stands() -> str:
    """The start list while there is one; then the page of the trial."""
    return url_for("organizer.home.show" if _is_list_open() else ".new_mail_trial")


def _is_list_open() -> bool:
    return start_list.load_start_list(on=utcnow().date()) is not None


def _trial_page(
    account: Account,
    *,
    trial_form: MailTrialForm | None = None,
    outcome_form: TrialOutcomeForm | None = None,
) -> str:
    return render_template(
        "organizer/start/mail_trial.html",
        account=account,
        trial=mail_trial.latest_mail_trial(),
        trial_form=trial_form or MailTrialForm(trial_email=account.email),
        outcome_form=outcome_form or TrialOutcomeForm(),
        is_list_open=_is_list_open(),
        sees_health=permission.may(actor_for(account), Action.SEE_HEALTH),
    )
