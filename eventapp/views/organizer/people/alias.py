"""The security contacts' pages: registering somebody under an alias, and reaching them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action, may
from eventapp.domain.protected.alias import (
    KnownAlias,
    MailboxFull,
    TellingMailbox,
    cancel_alias,
    find_alias,
    register_alias,
    register_alias_late,
    rename_alias,
    replace_reach,
)
from eventapp.domain.protected.alias_list import list_aliases, list_closed_events, list_open_events
from eventapp.domain.protected.alias_name import suggest_name
from eventapp.domain.protected.alias_reading import list_readings, record_alias_reading
from eventapp.domain.protected.reach import reach_person
from eventapp.domain.registration import care_need
from eventapp.domain.registration.cancellation import closes_cancellation
from eventapp.domain.registration.override import may_register
from eventapp.domain.registration.registration import AlreadyRegistered
from eventapp.forms.protected.alias import (
    AliasForm,
    LateAliasForm,
    ReachForm,
    RenamedAliasForm,
    alias_form,
    late_alias_form,
)
from eventapp.forms.reason import ReasonForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _, current_language
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import form_of
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("alias", __name__, url_prefix="/protected")
# Refusals that are about what stands in the field for the mailbox.
ABOUT_MAILBOX = (AlreadyRegistered, MailboxFull, TellingMailbox)


@bp.get("")
@staff(Action.REGISTER_ALIAS)
def index(account: Account) -> ResponseReturnValue:
    """List the aliases by event, and the events where somebody can be registered."""
    words = request.args.get("q", "").strip()[:100]
    return render_template(
        "organizer/alias/index.html",
        account=account,
        words=words,
        listed=list_aliases(words, page=request.args.get("page", 1, int)),
        events=_events(account),
    )


@bp.get("/events/<slug>/new")
@staff(Action.REGISTER_ALIAS)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Show the form, with a name suggested."""
    form = _form(account, event, data={"name": suggest_name(event)})
    return _new(account, event, form)


@bp.post("/events/<slug>")
@staff(Action.REGISTER_ALIAS)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Register the person under the alias."""
    form = _form(account, event)
    if not form.validate_on_submit():
        return _new(account, event, form), 422
    who, reach_, by, now = form.person(), form.reach.data, account.code, utcnow()
    with attempt() as tried:
        if isinstance(form, LateAliasForm):
            register_alias_late(event, who, reach_, actor=by, reason=form.reason.data, now=now)
        else:
            register_alias(event, who, reach_, actor=by, now=now)
    if isinstance(tried.refusal, ABOUT_MAILBOX):
        form.email.errors = [*form.email.errors, tried.refusal.message]
        return _new(account, event, form), 422
    if tried.refusal:
        return _new(account, event, form, tried.refusal), 409
    flash(_("The person is registered. The ticket is sent to the mailbox."), "good")
    return redirect(url_for(".index"), 303)


@bp.get("/<code>")
@staff(Action.REGISTER_ALIAS)
def show(account: Account, code: str) -> ResponseReturnValue:
    """Show one alias with what can be done."""
    page = _page(account, _load(code))
    record_alias_reading(code, by=account.code, now=utcnow())
    return page


@bp.post("/<code>/name")
@staff(Action.REGISTER_ALIAS)
def rename(account: Account, code: str) -> ResponseReturnValue:
    """Give the person another alias."""
    known, form = _load(code), RenamedAliasForm()
    if not form.validate_on_submit():
        return _page(account, known, name_form=form), 422
    with attempt() as tried:
        rename_alias(known, form.name.data, version=form.version.data, now=utcnow())
    if tried.refusal:
        return _page(account, _load(code), name_form=form, refusal=tried.refusal), 409
    flash(_("The alias has been changed."), "good")
    return redirect(url_for(".show", code=code), 303)


@bp.post("/<code>/reach")
@staff(Action.REGISTER_ALIAS)
def update(account: Account, code: str) -> ResponseReturnValue:
    """Store another way to reach the person."""
    known, form = _load(code), ReachForm()
    if not form.validate_on_submit():
        return _page(account, known, reach_form=form), 422
    with attempt():
        replace_reach(known, form.reach.data, actor=account.code, now=utcnow())
    flash(_("The new way to reach the person is saved."), "good")
    return redirect(url_for(".show", code=code), 303)


@bp.post("/<code>/opening")
@staff(Action.REGISTER_ALIAS)
def reach(account: Account, code: str) -> ResponseReturnValue:
    """Show the way to reach the person, once that it was opened is in the log."""
    known, form = _load(code), ReasonForm(prefix="opening")
    if not form.validate_on_submit():
        return _page(account, known, opening_form=form), 422
    with attempt() as tried:
        opened = reach_person(known, by=account, reason=form.reason.data, now=utcnow())
    if tried.refusal:
        return _page(account, _load(code), opening_form=form, refusal=tried.refusal), 409
    return _page(account, _load(code), opened=opened)


@bp.get("/<code>/cancellation/new")
@staff(Action.REGISTER_ALIAS)
def new_cancellation(account: Account, code: str) -> ResponseReturnValue:
    """Ask for confirmation before cancelling."""
    page = _cancellation(account, _load(code))
    record_alias_reading(code, by=account.code, now=utcnow())
    return page


@bp.post("/<code>/cancellation")
@staff(Action.REGISTER_ALIAS)
def cancel(account: Account, code: str) -> ResponseReturnValue:
    """Cancel the registration, and forget how the person is reached."""
    known = _load(code)
    require_confirmation()
    with attempt() as tried:
        cancel_alias(known, now=utcnow())
    if tried.refusal:
        return _page(account, _load(code), refusal=tried.refusal), 409
    flash(_("The registration is cancelled, and how to reach the person is deleted."), "good")
    return redirect(url_for(".index"), 303)


def _events(account: Account) -> list[tuple[Event, str]]:
    """Where somebody can be registered, and what it takes: nothing, a reason, or an organizer."""
    now = utcnow()
    events = [(event, "") for event in list_open_events(now=now)]
    for event in list_closed_events(now=now):
        if _may_register_late(account, event):
            events.append((event, "reason"))
        elif event.registration_closes_at <= now:
            events.append((event, "organizer"))
    return events


def _load(code: str) -> KnownAlias:
    return find_alias(code) or abort(404)


def _form(account: Account, event: Event, **options: object) -> AliasForm:
    public = form_of(event.slug, current_language())
    if event.takes_registrations(utcnow()) or not _may_register_late(account, event):
        return alias_form(public)(**options)
    return late_alias_form(public)(**options)


def _may_register_late(account: Account, event: Event) -> bool:
    """Whether they could register anybody who rings now: then a late alias is nothing unusual."""
    actor = actor_for(account, event.id)
    return may(actor, Action.REGISTER_FOR_SOMEBODY) and may_register(event, now=utcnow())


def _new(account: Account, event: Event, form: AliasForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/alias/new.html",
        account=account,
        # Not `event`, whose menu would be shown beside the page.
        chosen=event,
        opens_later=event.registration_opens_at > utcnow(),
        may_register=event.takes_registrations(utcnow()) or isinstance(form, LateAliasForm),
        form=form,
        refusal=refusal,
        needs_kept_until=care_need.deletion_date(event),
    )


def _cancellation(account: Account, known: KnownAlias) -> str:
    return render_template(
        "organizer/alias/cancellation.html",
        account=account,
        known=known,
        registration=known.registration,
        chosen=known.registration.event,
        may_cancel=_may_cancel(known),
        form=ConfirmationForm(),
    )


def _may_cancel(known: KnownAlias) -> bool:
    registration = known.registration
    return registration.living and utcnow() < closes_cancellation(registration.event)


def _page(
    account: Account,
    known: KnownAlias,
    *,
    name_form: RenamedAliasForm | None = None,
    reach_form: ReachForm | None = None,
    opening_form: ReasonForm | None = None,
    refusal: Refusal | None = None,
    opened: str = "",
) -> str:
    registration = known.registration
    saved = {"name": registration.name, "version": registration.version}
    stale = name_form is not None and isinstance(refusal, StaleVersion)
    return render_template(
        "organizer/alias/show.html",
        account=account,
        known=known,
        registration=registration,
        chosen=registration.event,
        readings=list_readings(known.content.readings),
        may_cancel=_may_cancel(known),
        differences=name_form.merge(saved) if name_form and stale else [],
        name_form=name_form or RenamedAliasForm(formdata=None, data=saved),
        reach_form=reach_form or ReachForm(formdata=None),
        opening_form=opening_form or ReasonForm(formdata=None, prefix="opening"),
        refusal=refusal,
        opened=opened,
    )
