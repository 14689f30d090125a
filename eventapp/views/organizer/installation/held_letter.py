"""Letters that a restore holds: look at them, and release or discard them."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.installation import held_letter, outbox_list
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import INSTALLATION
from eventapp.i18n import _n
from eventapp.models import Account, AuditAction, JobKind, JobState
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_list_reading

bp = Blueprint("held_letter", __name__, url_prefix="/outbox/held")


@bp.get("")
@staff(Action.SEE_OUTBOX)
def index(account: Account) -> ResponseReturnValue:
    """How many of each kind are held, and the letters themselves."""
    state = JobState.DISCARDED if request.args.get("state") == "discarded" else JobState.HELD
    record_list_reading(AuditAction.LIST_READ, INSTALLATION, account, "outbox", state.value)
    counts = outbox_list.count_by_state()
    return render_template(
        "organizer/held_letter/index.html",
        account=account,
        state=state,
        counts=counts,
        kinds=held_letter.count_held(),
        listed=outbox_list.list_jobs(state, page=request.args.get("page", 1, int)),
    )


@bp.get("/release")
@staff(Action.SEE_OUTBOX)
def new_release(account: Account) -> ResponseReturnValue:
    """Ask before many letters go out: that cannot be undone."""
    kind = _kind(request.args.get("kind", ""))
    held = dict(held_letter.count_held())
    count = held.get(kind, 0) if kind else sum(held.values())
    return render_template(
        "organizer/held_letter/release.html", account=account, kind=kind, count=count
    )


@bp.post("/release")
@staff(Action.SEE_OUTBOX)
def create_release(account: Account) -> ResponseReturnValue:
    """Let all go out, or those of one kind."""
    return _move_many(account, held_letter.release_letters, _released)


@bp.post("/discard")
@staff(Action.SEE_OUTBOX)
def create_discard(account: Account) -> ResponseReturnValue:
    """Discard all, or those of one kind; each can still be released."""
    return _move_many(account, held_letter.discard_letters, _discarded)


@bp.post("/<int:number>/release")
@staff(Action.SEE_OUTBOX)
def release_one(account: Account, number: int) -> ResponseReturnValue:
    """Let one go out, also one that was discarded."""
    require_confirmation()
    with attempt() as tried:
        held_letter.release_letter(number, actor=account.code, now=utcnow())
    return _answer(tried.refusal.message if tried.refusal else "", _released(1))


@bp.post("/<int:number>/discard")
@staff(Action.SEE_OUTBOX)
def discard_one(account: Account, number: int) -> ResponseReturnValue:
    """Discard one."""
    require_confirmation()
    with attempt() as tried:
        held_letter.discard_letter(number, actor=account.code, now=utcnow())
    return _answer(tried.refusal.message if tried.refusal else "", _discarded(1))


def _move_many(
    account: Account, verb: Callable[..., int], words: Callable[[int], str]
) -> ResponseReturnValue:
    require_confirmation()
    count = 0
    with attempt() as tried:
        count = verb(_kind(request.form.get("kind", "")), actor=account.code, now=utcnow())
    return _answer(tried.refusal.message if tried.refusal else "", words(count))


def _answer(refused: str, done: str) -> ResponseReturnValue:
    flash(refused or done, "care" if refused else "good")
    return redirect(url_for(".index"), 303)


def _kind(text: str) -> JobKind | None:
    """The kind that is meant; nothing means all, and a word that is no kind must not."""
    if not text:
        return None
    return JobKind(text) if text in set(JobKind) else abort(404)


def _released(count: int) -> str:
    return _n(
        "%(num)d email is released. It goes out within a minute.",
        "%(num)d emails are released. They go out within a minute.",
        count,
    )


def _discarded(count: int) -> str:
    return _n(
        "%(num)d email is discarded and will not be sent.",
        "%(num)d emails are discarded and will not be sent.",
        count,
    )
