"""What the own organisation offers and seeks, and the messages about it."""

from dataclasses import asdict

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.focus_area import list_valid_areas
from eventapp.domain.exchange import contact
from eventapp.domain.exchange import listing as listings
from eventapp.domain.exchange.contact import ContactReply
from eventapp.domain.people.organisation import list_by_ids
from eventapp.domain.permission import Action
from eventapp.forms.exchange.listing import ListingForm, ReplyForm
from eventapp.i18n import _
from eventapp.models import Account, Contact
from eventapp.views.attempt import attempt
from eventapp.views.guards import for_organisations, require_confirmation

bp = Blueprint("listing", __name__, url_prefix="/own-exchange")


@bp.get("")
@for_organisations(Action.MANAGE_LISTINGS)
def index(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """What is listed, and messages that nobody has answered."""
    return _page(account, organisations)


@bp.get("/new")
@for_organisations(Action.MANAGE_LISTINGS)
def new(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """An empty form."""
    return _form_page(account, _form(organisations))


@bp.post("")
@for_organisations(Action.MANAGE_LISTINGS)
def create(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """Publish it for a year."""
    form = _form(organisations)
    if not form.validate_on_submit():
        return _form_page(account, form), 422
    with attempt():
        listings.write(form.chosen, form.listing_text(), actor=account.code, now=utcnow())
    flash(_("Listed among offers and needs, for a year."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<code>/withdrawal")
@for_organisations(Action.MANAGE_LISTINGS)
def create_withdrawal(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Withdraw it."""
    listing = listings.find_own(code, organisations) or abort(404)
    require_confirmation()
    with attempt() as tried:
        listings.withdraw(listing, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, organisations, tried.refusal), 409
    flash(_("Withdrawn."), "good")
    return redirect(url_for(".index"), 303)


@bp.get("/contacts/<code>")
@for_organisations(Action.MANAGE_LISTINGS)
def show_contact(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """What somebody writes."""
    return _contact_page(account, contact.find_own(code, organisations) or abort(404))


@bp.post("/contacts/<code>/acceptance")
@for_organisations(Action.MANAGE_LISTINGS)
def create_acceptance(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Pass on to each other a function and a shared mailbox; never who answered."""
    message, form = contact.find_own(code, organisations) or abort(404), ReplyForm(account)
    if not form.validate_on_submit():
        return _contact_page(account, message, form=form), 422
    return _answer(account, organisations, code, form.reply())


@bp.post("/contacts/<code>/refusal")
@for_organisations(Action.MANAGE_LISTINGS)
def create_refusal(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Decline; no address is passed on."""
    require_confirmation()
    return _answer(account, organisations, code, None)


def _answer(
    account: Account, organisations: set[int], code: str, reply: ContactReply | None
) -> ResponseReturnValue:
    message = contact.find_own(code, organisations) or abort(404)
    with attempt() as tried:
        contact.answer(message, reply, account, now=utcnow())
    if tried.refusal:
        again = contact.find_own(code, organisations) or abort(404)
        return _contact_page(account, again, tried.refusal), 409
    return redirect(url_for(".show_contact", code=code), 303)


def _form(organisations: set[int]) -> ListingForm:
    return ListingForm(list_valid_areas(on=utcnow().date()), list_by_ids(organisations))


def _form_page(account: Account, form: ListingForm) -> str:
    return render_template("coordinator/listing/new.html", account=account, form=form)


def _page(account: Account, organisations: set[int], refusal: Refusal | None = None) -> str:
    return render_template(
        "coordinator/listing/index.html",
        account=account,
        refusal=refusal,
        listings=listings.list_own(organisations, now=utcnow()),
        contacts=contact.list_waiting(organisations),
    )


def _contact_page(
    account: Account,
    message: Contact,
    refusal: Refusal | None = None,
    form: ReplyForm | None = None,
) -> str:
    suggested = asdict(contact.suggested_reply(message))
    return render_template(
        "coordinator/listing/show_contact.html",
        account=account,
        contact=message,
        form=form or ReplyForm(account, formdata=None, data=suggested),
        refusal=refusal,
    )
