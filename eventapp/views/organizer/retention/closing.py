"""Closing an event: what is open still, the bundle and how far it is, what is deleted when."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.archive.bundle import LABELS, PARTS
from eventapp.documents.archive.names import safe_name
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action, may
from eventapp.domain.retention.closing.closing import (
    close_event,
    find_bundle,
    find_closing,
    find_ready_bundle,
    has_failed,
    list_bundles,
    make_bundle_again,
    may_be_closed,
    reopen_event,
)
from eventapp.domain.retention.closing.open_matter import OpenMatterKind, list_open_matters
from eventapp.domain.retention.closing.outlook import retention_outlook
from eventapp.domain.site.site import current_site
from eventapp.i18n import _, speaking
from eventapp.models import Account, AuditAction, Event, EventBundle
from eventapp.views.attempt import attempt
from eventapp.views.files import download_response
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.loaders import load_any_event
from eventapp.views.reading import record_reading

bp = Blueprint("closing", __name__, url_prefix="/events/<slug>/closing")

# Where each open matter is looked after.
PAGES = {
    OpenMatterKind.SURVEY_OPEN: "organizer.survey.index",
    OpenMatterKind.SURVEY_MIXING: "organizer.survey.index",
    OpenMatterKind.SURVEY_TO_OPEN: "organizer.survey.index",
    OpenMatterKind.LETTERS: "organizer.letter.index",
    OpenMatterKind.APPROVALS: "organizer.registration.index",
    OpenMatterKind.SCANS: "organizer.door_dashboard.show",
    OpenMatterKind.SILENT_PHONES: "organizer.door_dashboard.show",
    OpenMatterKind.WALK_INS: "organizer.walk_in.index",
    OpenMatterKind.QUESTIONS: "organizer.session_question.index",
    OpenMatterKind.PROPOSALS: "organizer.speaker.index",
    OpenMatterKind.FORMAT_REQUESTS: "organizer.material.index",
}


@bp.get("")
@staff(Action.READ_BUNDLE)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Ask before an event is closed; of a closed one, its bundle and what happens next."""
    return _page(account, event)


@bp.post("/bundles")
@staff(Action.CLOSE_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Close the event; the worker makes its bundle, in the site's language."""
    slug, language = event.slug, current_site().default_language
    require_confirmation()
    with attempt() as tried:
        close_event(event, language=language, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, load_any_event(slug), tried.refusal), 409
    flash(_("The event is closed. Its bundle is being made."), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/bundles/again")
@staff(Action.CLOSE_EVENT)
def update_bundle(account: Account, event: Event) -> ResponseReturnValue:
    """Have the bundle made again, where that has failed."""
    slug = event.slug
    require_confirmation()
    with attempt() as tried:
        make_bundle_again(event, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, load_any_event(slug), tried.refusal), 409
    return redirect(url_for(".show", slug=slug), 303)


@bp.get("/new")
@staff(Action.MANAGE_RETENTION)
def moved(account: Account, event: Event) -> ResponseReturnValue:
    """Where the people of an event were deleted ahead of the rules before."""
    del account
    return redirect(url_for("organizer.people_deletion.new", slug=event.slug))


@bp.get("/reopening/new")
@staff(Action.CLOSE_EVENT)
def new_reopening(account: Account, event: Event) -> ResponseReturnValue:
    """Ask first, and say what opening the event again means."""
    return render_template(
        "organizer/closing/reopening.html",
        account=account,
        event=event,
        closing=find_closing(event),
    )


@bp.post("/reopening")
@staff(Action.CLOSE_EVENT)
def create_reopening(account: Account, event: Event) -> ResponseReturnValue:
    """Open the event again."""
    slug = event.slug
    require_confirmation()
    with attempt() as tried:
        reopen_event(event, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, load_any_event(slug), tried.refusal), 409
    flash(_("The event is open again."), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.get("/bundles/<code>.zip")
@staff(Action.READ_BUNDLE)
def download(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """The bundle of one closing; that it was taken is logged."""
    bundle = find_ready_bundle(event, code) or abort(404)
    record_reading(AuditAction.FILE_EXPORTED, event, account, list="bundle")
    return download_response(BundleDownload(event, bundle))


class BundleDownload:
    """A bundle as a file to download, named for its event and the day that it was closed."""

    media_type = "application/zip"

    def __init__(self, event: Event, bundle: EventBundle) -> None:
        day = f"{bundle.closing.closed_at:%Y-%m-%d}"
        with speaking(bundle.language):
            name = _("%(event)s, bundle %(day)s", event=event.title, day=day)
        self.filename = f"{safe_name(name, otherwise=event.slug)}.zip"
        self.checksum, self.size = bundle.checksum, bundle.size


def _page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    now, closing = utcnow(), find_closing(event)
    bundle = find_bundle(closing) if closing else None
    matters = [] if closing else list_open_matters(event)
    actor = actor_for(account, event.id)
    begun = [part.code for part in PARTS].index(bundle.begun) if bundle and bundle.begun else 0
    return render_template(
        "organizer/closing/show.html",
        account=account,
        event=event,
        refusal=refusal,
        closing=closing,
        bundle=bundle,
        failed=bundle is not None and has_failed(bundle),
        begun=begun,
        labels=LABELS,
        matters=matters,
        pages=PAGES,
        closable=may_be_closed(event, now=now),
        earlier=[row for row in list_bundles(event) if row.made_at and row != bundle],
        outlook=retention_outlook(event, now=now),
        may_close=may(actor, Action.CLOSE_EVENT),
        may_decide=may(actor, Action.MANAGE_RETENTION),
        now=now,
    )
