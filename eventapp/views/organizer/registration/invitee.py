"""The people invited to an event: the list, putting people on it, and one of them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.desk.export.invitee import INVITEE_STATUS_LABELS
from eventapp.domain.desk.invitee import invitee as invitees
from eventapp.domain.desk.invitee.candidate import examine, list_candidates, list_earlier
from eventapp.domain.desk.invitee.invitee_list import (
    InviteeSearch,
    find_invitee,
    list_invitees,
    list_organisations,
    show_invitee,
)
from eventapp.domain.desk.invitee.letter import count_waiting
from eventapp.domain.desk.invitee.link import may_answer
from eventapp.domain.desk.invitee.status import AWAITED, InviteeStatus
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import actor_for, own_event_ids
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.registration.invitee import InviteeForm
from eventapp.i18n import _, _n
from eventapp.models import Account, AuditAction, Event, Invitee
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_list_reading, record_reading

bp = Blueprint("invitee", __name__, url_prefix="/events/<slug>/invited")
WORDS_MAX_LENGTH = 100
ADD, CHANGE = "add", "change"


@bp.get("")
@staff(Action.INVITE_PEOPLE)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The list, with what each has answered, and how it stands for each organisation."""
    search = _search()
    sought = (search.words, search.status or "", search.organisation or "")
    record_list_reading(AuditAction.LIST_READ, event, account, "invited", *sought)
    return list_page(account, event)


@bp.get("/new")
@staff(Action.INVITE_PEOPLE)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Ask whom to put on the list."""
    return _new_page(account, event, _form(account, event))


@bp.post("")
@staff(Action.INVITE_PEOPLE)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Show who would be added and who would be left out; with the button there, add them."""
    form = _form(account, event)
    if not form.validate_on_submit():
        return _new_page(account, event, form), 422
    wanted = request.form.get("do")
    if wanted == CHANGE:
        return _new_page(account, event, form)
    candidates = form.candidates
    if form.chosen:
        candidates = [*candidates, *list_candidates(form.chosen[0].event, form.chosen[1])]
    if wanted != ADD:
        return render_template(
            "organizer/invitee/preview.html",
            account=account,
            event=event,
            form=form,
            examined=examine(event, candidates),
        )
    added = 0
    with attempt() as tried:
        for batch in invitees.add_many(event, candidates, actor=account.code, now=utcnow()):
            db.session.commit()
            added += batch
    if tried.refusal:
        return _new_page(account, event, form, tried.refusal), 409
    return _added(event, added)


@bp.get("/<code>")
@staff(Action.INVITE_PEOPLE)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """What is stored about one of them."""
    _load(event, code)
    record_reading(AuditAction.PERSON_READ, event, account, invitee=code)
    return render_template(
        "organizer/invitee/show.html",
        account=account,
        event=event,
        listed=show_invitee(_load(event, code)),
        labels=INVITEE_STATUS_LABELS,
    )


@bp.post("/<code>/removal")
@staff(Action.INVITE_PEOPLE)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Take somebody off the list."""
    invitee = _load(event, code)
    require_confirmation()
    with attempt():
        invitees.remove_invitee(invitee, actor=account.code, now=utcnow())
    flash(_("The person has been taken off the list. The link no longer works."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def list_page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    """The page with the list; other views show why they refuse there."""
    now, search = utcnow(), _search()
    listed = list_invitees(event, search, page=request.args.get("page", 1, int))
    return render_template(
        "organizer/invitee/index.html",
        account=account,
        event=event,
        refusal=refusal,
        search=search,
        listed=listed,
        organisations=list_organisations(event) if listed.total else [],
        labels=INVITEE_STATUS_LABELS,
        awaited=sum(listed.counts[status] for status in AWAITED),
        waiting=count_waiting(event, now=now),
        may_write=may_answer(event, now=now),
    )


def _added(event: Event, count: int) -> ResponseReturnValue:
    """Say how many were added, and go on to the letter where it can be sent."""
    if not count:
        flash(_("Nobody was added: they are all on the list or registered already."))
        return redirect(url_for(".index", slug=event.slug), 303)
    added = _n(
        "%(num)d person is on the list now. Nobody has been written to.",
        "%(num)d people are on the list now. Nobody has been written to.",
        count,
    )
    flash(added, "good")
    onward = "organizer.invitee_letter.new" if may_answer(event, now=utcnow()) else ".index"
    return redirect(url_for(onward, slug=event.slug), 303)


def _search() -> InviteeSearch:
    wanted = request.args.get("status", "")
    return InviteeSearch(
        words=request.args.get("q", "").strip()[:WORDS_MAX_LENGTH],
        status=InviteeStatus(wanted) if wanted in set(InviteeStatus) else None,
        organisation=request.args.get("organisation"),
    )


def _form(account: Account, event: Event) -> InviteeForm:
    return InviteeForm(list_earlier(event, _readable(account)), directory())


def _readable(account: Account) -> set[int] | None:
    """The events whose people the account may see; None for all."""
    if permission.may(actor_for(account), Action.SEE_REGISTRATIONS):
        return None
    return {
        event_id
        for event_id in own_event_ids(account)
        if permission.may(actor_for(account, event_id), Action.SEE_REGISTRATIONS)
    }


def _load(event: Event, code: str) -> Invitee:
    return find_invitee(event, code) or abort(404)


def _new_page(
    account: Account, event: Event, form: InviteeForm, refusal: Refusal | None = None
) -> str:
    return render_template(
        "organizer/invitee/new.html", account=account, event=event, form=form, refusal=refusal
    )
