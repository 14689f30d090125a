"""A coordinator's delegations: a list, and each with its seats and people."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.calendar_link import webcal
from eventapp.domain.delegation import feed, member_list, overview
from eventapp.domain.delegation.coordinator_feed import (
    coordinator_feed_token,
    renew_coordinator_feed,
)
from eventapp.domain.delegation.invitation import find_delegation_invitation
from eventapp.domain.delegation.member import may_cancel_member, may_replace_member
from eventapp.domain.delegation.recipient import is_answerable
from eventapp.domain.desk.prints.delegation_ticket import list_member_ticket_holders
from eventapp.domain.errors import Refusal
from eventapp.domain.letter.bounce import list_bounced
from eventapp.domain.permission import Action
from eventapp.domain.survey.results.sharing import events_with_results
from eventapp.extensions import db
from eventapp.i18n import _
from eventapp.models import Account, AuditAction, Delegation
from eventapp.views.coordinator.schedule import materials_of
from eventapp.views.guards import coordinator, for_organisations, require_confirmation
from eventapp.views.reading import record_list_reading, record_reading
from eventapp.views.sheets.ticket_sheet import delegation_tickets_file

bp = Blueprint("delegation", __name__, url_prefix="/delegations")


@bp.get("")
@for_organisations(Action.SEE_OWN_DELEGATION)
def index(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """List the coordinator's delegations, to coming and past events."""
    now = utcnow()
    listed = overview.list_own(organisations, page=request.args.get("page", 1, int), now=now)
    token = coordinator_feed_token(account)
    feed_url = absolute("coordinator.schedule.feed_of_all", token=token) if token else ""
    return render_template(
        "coordinator/delegation/index.html",
        account=account,
        listed=listed,
        feed_url=feed_url,
        webcal_url=webcal(feed_url) if feed_url else "",
        with_results=events_with_results({own.delegation.event_id for own in listed.past}),
        now=now,
    )


@bp.post("/calendar")
@for_organisations(Action.CHANGE_OWN_DELEGATION)
def renew_feed_of_all(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """Give the calendar of all delegations an address, or a new one; the old one stops working."""
    del organisations
    require_confirmation()
    renew_coordinator_feed(account)
    db.session.commit()
    flash(_("The calendar has a new address. Subscribe to it below."), "good")
    return redirect(url_for(".index"), 303)


@bp.get("/<code>")
@coordinator(Action.SEE_OWN_DELEGATION)
def show(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Show the delegation's seats and a page of its people."""
    words, now = request.args.get("q", "").strip()[:100], utcnow()
    counts, own_feed = overview.seat_counts_of(delegation), feed.find_feed(delegation)
    event = delegation.event
    sought = (delegation.code, words)
    record_list_reading(AuditAction.LIST_READ, event, account, "delegation", *sought)
    invitation = find_delegation_invitation(delegation)
    token = feed.feed_token(own_feed) if own_feed else ""
    feed_url = absolute("coordinator.schedule.feed", token=token) if token else ""
    listed = member_list.list_members(delegation, words, page=request.args.get("page", 1, int))
    return render_template(
        "coordinator/delegation/show.html",
        account=account,
        delegation=delegation,
        event=event,
        figures=counts,
        invitation=invitation,
        may_answer=invitation is not None and is_answerable(invitation, now=now),
        words=words,
        listed=listed,
        bounced=list_bounced([member.registration.id for member in listed.people]),
        feed_url=feed_url,
        webcal_url=webcal(feed_url) if feed_url else "",
        has_results=now >= event.ends_at and bool(events_with_results({event.id})),
        has_materials=bool(materials_of(delegation)),
        may_add=event.takes_registrations(now),
        may_replace=may_replace_member(event, now=now),
        may_cancel=may_cancel_member(event, now=now),
        reserves=event.reserves_seats(now),
    )


@bp.get("/<code>/tickets.pdf")
@coordinator(Action.SEE_OWN_DELEGATION)
def tickets(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Serve the tickets of those on the delegation's page; it is logged before it is sent."""
    try:
        holders = list_member_ticket_holders(delegation)
    except Refusal as refusal:
        flash(refusal.message, "care")
        return redirect(url_for(".show", code=delegation.code), 303)
    event = delegation.event
    record_reading(AuditAction.PRINTED, event, account, list="tickets", delegation=delegation.code)
    return delegation_tickets_file(delegation, holders, f"{_('Tickets')}-{event.slug}.pdf")


@bp.post("/<code>/feed")
@coordinator(Action.CHANGE_OWN_DELEGATION)
def renew_feed(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Give the calendar feed an address, or a new one; the old one stops working."""
    del account
    require_confirmation()
    feed.renew_feed(delegation)
    db.session.commit()
    flash(_("The calendar has a new address. Subscribe to it below."), "good")
    return redirect(url_for(".show", code=delegation.code), 303)
