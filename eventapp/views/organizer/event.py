"""An event for organizers: its overview, creating, editing and publishing it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event import draft
from eventapp.domain.event.deletion import count_contents
from eventapp.domain.event.event import publish_event
from eventapp.domain.event.event_template import TEMPLATES, TemplateName
from eventapp.domain.event.focus_area import list_areas, list_valid_areas, with_chosen
from eventapp.domain.event.schedule_shift import local_move
from eventapp.domain.event.summary import list_scheduled_steps, summarise_event
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.domain.record.log import LogFilter, list_log
from eventapp.domain.registration.notification import affected_by_event
from eventapp.domain.report import event_summary
from eventapp.domain.retention.closing.closing import find_closing, may_be_closed
from eventapp.domain.retention.people_deletion import is_over
from eventapp.domain.retention.statistic import list_attendance
from eventapp.domain.schedule.session import list_session_lines
from eventapp.domain.schedule.session_question.moderation import count_unread
from eventapp.forms.event.event import (
    EventTextForm,
    NewEventForm,
    event_form,
    event_form_data,
    new_event_data,
    new_event_form,
)
from eventapp.i18n import _, _l, current_language
from eventapp.models import Account, Event, EventState
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.log.line import LineWriter, ShownLine

RECENT_LINES = 8
TEMPLATE_LABELS = {
    TemplateName.CONFERENCE: _l("Conference on site"),
    TemplateName.NETWORK_MEETING: _l("Network meeting"),
    TemplateName.VIDEO_MEETING: _l("Meeting by video"),
    TemplateName.WORKSHOP: _l("Workshop"),
}
bp = Blueprint("event", __name__, url_prefix="/events")


@bp.get("/new")
@staff(Action.CREATE_EVENT)
def new(account: Account) -> ResponseReturnValue:
    """The form as a template of the chosen kind of gathering fills it in."""
    wanted = request.args.get("template", "")
    name = TemplateName(wanted) if wanted in set(TemplateName) else TemplateName.CONFERENCE
    form = _new_form(data=new_event_data(TEMPLATES[name], utcnow().date()))
    return _new_page(account, form, template=name)


@bp.post("")
@staff(Action.CREATE_EVENT)
def create(account: Account) -> ResponseReturnValue:
    """Store a draft."""
    form = _new_form()
    if not form.validate_on_submit():
        return _new_page(account, form), 422
    with attempt() as tried:
        slug = draft.create_event(
            form.text(), actor=account.code, now=utcnow(), question_sets=form.chosen_sets()
        ).slug
    if tried.refusal:
        return _new_page(account, form, tried.refusal), 409
    flash(_("The draft is saved. Nobody else sees it until you publish it."), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.get("/<slug>")
@staff(Action.SEE_DESK)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """The event's figures, and what will happen at set times."""
    return _page(account, event)


@bp.get("/<slug>/edit")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event) -> ResponseReturnValue:
    """The form for the event, with the number of people a new time or place would affect."""
    return _edit_page(account, event, _form(event, data=event_form_data(event)))


@bp.post("/<slug>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    form = _form(event)
    if not form.validate_on_submit():
        return _edit_page(account, event, form), 422
    began = event.starts_at
    with attempt() as tried:
        draft.edit_event(
            event,
            form.text(),
            version=form.version.data,
            actor=account.code,
            seats_reason=form.seats_reason.data or "",
            now=utcnow(),
        )
    if tried.refusal:
        return _edit_page(account, event, form, tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    later = local_move(began, event.starts_at, event.time_zone)
    if later and list_session_lines(event):
        flash(_("The event has moved, and its sessions stand where they stood."), "care")
        days, minutes = later.days, later.seconds // 60
        shift = url_for("organizer.shift.new", slug=event.slug, days=days, minutes=minutes)
        return redirect(shift, 303)
    return redirect(url_for(".show", slug=event.slug), 303)


@bp.post("/<slug>/publication")
@staff(Action.EDIT_EVENT)
def create_publication(account: Account, event: Event) -> ResponseReturnValue:
    """Publish the draft."""
    require_confirmation()
    with attempt() as tried:
        publish_event(event, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, tried.refusal), 409
    flash(_("The event is published."), "good")
    return redirect(url_for(".show", slug=event.slug), 303)


def _new_form(**options: object) -> NewEventForm:
    return new_event_form(list_valid_areas(on=utcnow().date()), current_language(), **options)


def _form(event: Event, **options: object) -> EventTextForm:
    areas = with_chosen(list_valid_areas(on=utcnow().date()), list_areas(event.focus_areas))
    return event_form(areas, current_language(), time_zone=event.time_zone, **options)


def _page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/event/show.html",
        account=account,
        event=event,
        now=utcnow(),
        refusal=refusal,
        left=list_attendance(event),
        summary=summarise_event(event),
        steps=list_scheduled_steps(event, now=utcnow()),
        unread_questions=count_unread(event),
        contents=count_contents(event) if event.state is EventState.DRAFT else None,
        history=_recent(account, event),
        may_edit=permission.may(actor_for(account, event.id), Action.EDIT_EVENT),
        summarises=permission.may(actor_for(account, event.id), Action.MAKE_REPORT)
        and event_summary.is_over(event, now=utcnow()),
        closing=find_closing(event) if may_be_closed(event, now=utcnow()) else None,
        closable=permission.may(actor_for(account, event.id), Action.READ_BUNDLE)
        and may_be_closed(event, now=utcnow()),
        may_delete_people=permission.may(actor_for(account), Action.MANAGE_RETENTION)
        and is_over(event, now=utcnow()),
    )


def _recent(account: Account, event: Event) -> list[ShownLine]:
    """The first lines of the event's log."""
    writer = LineWriter(account, event.time_zone, event.id)
    sought = LogFilter(
        event_id=event.id,
        event_code=event.public_id,
        kind="" if writer.sees_changes else "event",
        sees_aliases=writer.sees_aliases,
    )
    return writer.write(list_log(sought).entries)[:RECENT_LINES]


def _new_page(
    account: Account,
    form: NewEventForm,
    refusal: Refusal | None = None,
    template: TemplateName | None = None,
) -> str:
    return render_template(
        "organizer/event/new.html",
        account=account,
        form=form,
        refusal=refusal,
        kinds=[
            {"label": label, "url": url_for(".new", template=name), "current": name is template}
            for name, label in TEMPLATE_LABELS.items()
        ],
    )


def _edit_page(
    account: Account, event: Event, form: EventTextForm, refusal: Refusal | None = None
) -> str:
    """The form; after a stale save, with what was saved beside what was typed."""
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(event_form_data(event))
    return render_template(
        "organizer/event/edit.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        differences=differences,
        touched=affected_by_event(event),
    )
