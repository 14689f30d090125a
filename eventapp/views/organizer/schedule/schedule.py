"""The schedule for organizers: the draft with its conflicts, and releasing it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.door.check_in_list.definition import follow_sessions
from eventapp.domain.errors import Refusal
from eventapp.domain.event.release import (
    PreparedRelease,
    list_seat_changes,
    prepare_release,
    release_schedule,
)
from eventapp.domain.permission import Action
from eventapp.domain.registration.notification import affected_by_sessions, moved_codes
from eventapp.domain.registration.session_choice import count_seats_taken_by_session
from eventapp.domain.schedule import release as releases
from eventapp.domain.schedule.board.revision import board_revision
from eventapp.domain.schedule.conflict import (
    SessionConflict,
    find_conflicts,
    list_seat_warnings,
    list_sessions_outside,
    override_conflict,
    override_reasons,
)
from eventapp.domain.schedule.day.day_moment import local_date
from eventapp.domain.schedule.published import changes_in
from eventapp.domain.schedule.session import list_session_lines, list_sessions
from eventapp.extensions import db
from eventapp.forms.reason import ReasonForm
from eventapp.forms.schedule.release import ReleaseForm
from eventapp.i18n import _
from eventapp.models import Account, Event, Session
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.loaders import load_any_event
from eventapp.views.organizer.submissions import claim_again

bp = Blueprint("schedule", __name__, url_prefix="/events/<slug>/schedule")
# So many sessions stand on one page; of more, one day does.
SESSIONS_ON_PAGE_MAX = 200


@bp.get("")
@staff(Action.EDIT_EVENT)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """The draft's sessions by day, with conflicts."""
    return _page(account, event)


@bp.post("/conflicts")
@staff(Action.EDIT_EVENT)
def override(account: Account, event: Event) -> ResponseReturnValue:
    """Override a conflict, for a reason."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(account, event, form=form), 422
    with attempt() as tried:
        override_conflict(
            event,
            request.form.get("conflict", ""),
            actor=account.code,
            reason=form.reason.data,
            now=utcnow(),
        )
    if tried.refusal:
        return _page(account, event, form, tried.refusal), 409
    flash(_("The conflict is accepted, with your reason."), "good")
    day = request.form.get("day", "")
    if day:  # the board of that day is where it was asked
        return redirect(url_for("organizer.board.show", slug=event.slug, day=day), 303)
    return redirect(url_for(".show", slug=event.slug), 303)


@bp.get("/release/new")
@staff(Action.EDIT_EVENT)
def new_release(account: Account, event: Event) -> ResponseReturnValue:
    """What the next release changes, whom it affects, and conflicts."""
    return _release_page(account, event, ReleaseForm())


@bp.post("/releases")
@staff(Action.EDIT_EVENT)
def create_release(account: Account, event: Event) -> ResponseReturnValue:
    """Release the draft, and notify those whose sessions moved."""
    form, slug, actor = ReleaseForm(), event.slug, account.code
    if not form.validate_on_submit():
        return _release_page(account, event, form), 422
    prepared = _prepare(slug)
    claim_again()
    event = load_any_event(slug)
    with attempt() as tried:
        release = release_schedule(
            event,
            actor=actor,
            note=form.note.data or "",
            reason=form.reason.data or "",
            revision=form.revision.data or "",
            prepared=prepared,
            now=utcnow(),
        )
        number = release.number
        follow_sessions(event, actor=actor, now=utcnow())
    if tried.refusal:
        return _release_page(account, event, form, tried.refusal), 409
    flash(_("Version %(number)s of the schedule has been published.", number=number), "good")
    return redirect(url_for(".show", slug=event.slug), 303)


def _prepare(slug: str) -> PreparedRelease:
    """The draft, read while others may write."""
    db.session.rollback()
    with transactions.reading(db.session):
        return prepare_release(load_any_event(slug))


def _conflicts(event: Event, sessions: Sequence[Session]) -> list[SessionConflict]:
    return find_conflicts(sessions, override_reasons(event))


def _page(
    account: Account, event: Event, form: ReasonForm | None = None, refusal: Refusal | None = None
) -> str:
    sessions = list_session_lines(event)
    conflicts = _conflicts(event, sessions)
    placed = [session for session in sessions if session.placed]
    days = _by_day(placed, event.time_zone)
    one_at_a_time = len(placed) > SESSIONS_ON_PAGE_MAX
    return render_template(
        "organizer/schedule/show.html",
        account=account,
        event=event,
        sessions=placed,
        days=days if one_at_a_time else (),
        shown=[_shown_day(days)] if one_at_a_time else days,
        unplaced=[session for session in sessions if not session.placed],
        conflicts=conflicts,
        clashing={s for c in conflicts if not c.reason for s in (c.first, c.second)},
        strays=list_sessions_outside(event, sessions),
        crowded=list_seat_warnings(sessions, count_seats_taken_by_session(event)),
        latest_number=releases.latest_number(event.id),
        form=form or ReasonForm(formdata=None),
        asked=request.form.get("conflict", ""),
        refusal=refusal,
    )


def _by_day(sessions: Iterable[Session], zone: str) -> list[tuple[date, list[Session]]]:
    """Sessions, which are in order, by their day in that zone."""
    days = groupby(sessions, key=lambda session: local_date(session.starts_at, zone))
    return [(on, list(of_day)) for on, of_day in days]


def _shown_day(days: list[tuple[date, list[Session]]]) -> tuple[date, list[Session]]:
    """The day that is asked for, else the first."""
    asked = request.args.get("day", "")
    return next((day for day in days if day[0].isoformat() == asked), days[0])


def _release_page(
    account: Account, event: Event, form: ReleaseForm, refusal: Refusal | None = None
) -> str:
    coming = releases.preview(event, now=utcnow())
    changes = changes_in(coming)
    sessions = list_sessions(event)
    conflicts = _conflicts(event, sessions)
    return render_template(
        "organizer/schedule/release.html",
        account=account,
        event=event,
        form=form,
        revision=board_revision(event),
        coming=coming,
        unchanged=not changes and releases.repeats_latest(coming),
        changes=changes,
        conflicts=[conflict for conflict in conflicts if not conflict.reason],
        crowded=list_seat_warnings(sessions, count_seats_taken_by_session(event)),
        seat_changes=list_seat_changes(sessions),
        refusal=refusal,
        strays=list_sessions_outside(event, sessions),
        touched=affected_by_sessions(event.id, moved_codes(changes)),
    )
