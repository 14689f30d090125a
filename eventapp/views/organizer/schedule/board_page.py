"""The page of the board: a day of the draft, what collides on it, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import find_by_code
from eventapp.domain.registration.notification import affected_by_sessions, moved_codes
from eventapp.domain.registration.session_choice import count_seats_taken_by_session
from eventapp.domain.schedule import release as releases
from eventapp.domain.schedule.board.act import find_turnable, latest_of_others
from eventapp.domain.schedule.board.day import lay_out, list_days, minute_of
from eventapp.domain.schedule.board.free_time import FreePlace, FreeTimes
from eventapp.domain.schedule.board.problem import ScheduleProblem, find_problems
from eventapp.domain.schedule.board.revision import board_revision
from eventapp.domain.schedule.conflict import override_reasons
from eventapp.domain.schedule.published import changes_in
from eventapp.domain.schedule.schedule_part import list_parts
from eventapp.domain.schedule.session import list_sessions
from eventapp.forms.event.fields import local_time
from eventapp.forms.schedule.board import PlacementForm, SeveralForm, place_form_data
from eventapp.forms.versioned import Difference
from eventapp.i18n import _l, _n
from eventapp.models import Account, BoardActKind, Event, Room, Session

# Whoever did something on the board so recently may still be at it.
RECENT = timedelta(minutes=30)
# Free times are looked for to so many sessions without a place; the first placed, the next follow.
OFFERED_MAX = 50
ACT_WORDS = {
    BoardActKind.MOVE: _l("moved %(what)s"),
    BoardActKind.UNPLACE: _l("took %(what)s off the board"),
    BoardActKind.DUPLICATE: _l("duplicated %(what)s"),
    BoardActKind.DELETE: _l("deleted %(what)s"),
    BoardActKind.SOLVE: _l("solved a conflict of %(what)s"),
    BoardActKind.SHIFT: _l("shifted %(what)s"),
    BoardActKind.ADD: _l("added %(what)s"),
}


@dataclass(slots=True)
class BoardRequest:
    """What a request wanted of the board, and how that ended: the page shows it again."""

    on: date
    chosen: str = ""
    place_form: PlacementForm | None = None
    several_form: SeveralForm | None = None
    refusal: Refusal | None = None
    differences: list[Difference] = field(default_factory=list)


def first_day(event: Event) -> date:
    """Today while the event lasts, else its first day."""
    zone = ZoneInfo(event.time_zone)
    first, last = (at.astimezone(zone).date() for at in (event.starts_at, event.ends_at))
    today = utcnow().astimezone(zone).date()
    return today if first <= today <= last else first


def board_page(account: Account, event: Event, wanted: BoardRequest) -> str:
    """The page of one day."""
    sessions = list_sessions(event)
    rooms = list_parts(Room, event)
    day = lay_out(event, rooms, sessions, wanted.on)
    shown = [block.session for block in day.blocks]
    taken = count_seats_taken_by_session(event)
    chosen = next((s for s in sessions if s.code == wanted.chosen), None)
    tray = [session for session in sessions if not session.placed]
    problems = find_problems(
        event, rooms, sessions, shown=shown, taken=taken, overridden=override_reasons(event)
    )
    return render_template(
        "organizer/board/show.html",
        account=account,
        event=event,
        day=day,
        days=list_days(event, sessions),
        sessions=sessions,
        tray=tray,
        free_places=_free_places(FreeTimes(event, rooms, sessions), tray, wanted),
        problems=problems,
        problems_of=_by_session(problems),
        chosen=chosen,
        form=wanted.place_form or (_place_form(event, rooms, chosen) if chosen else None),
        several=wanted.several_form or SeveralForm(formdata=None).offer(rooms),
        refusal=wanted.refusal,
        differences=wanted.differences,
        revision=board_revision(event),
        minute_of=minute_of,
        local_time=local_time,
        **_acts(account, event, sessions),
        **_draft(event, sessions),
    )


def _free_places(
    free: FreeTimes, tray: Sequence[Session], wanted: BoardRequest
) -> dict[str, list[FreePlace]]:
    """Where on this day each session without a place fits, by its code."""
    offered = [s for n, s in enumerate(tray) if n < OFFERED_MAX or s.code == wanted.chosen]
    return {session.code: free.list_places(session, wanted.on) for session in offered}


def _by_session(problems: Sequence[ScheduleProblem]) -> dict[str, list[ScheduleProblem]]:
    """What each session's block says of it, by its code; nothing of what was accepted."""
    by_code: dict[str, list[ScheduleProblem]] = {}
    for problem in problems:
        if not problem.reason:
            for session in problem.sessions:
                by_code.setdefault(session.code, []).append(problem)
    return by_code


def _place_form(event: Event, rooms: Sequence[Room], session: Session) -> PlacementForm:
    form = PlacementForm(formdata=None, data=place_form_data(event, session))
    return form.offer(rooms, event.time_zone)


def _acts(account: Account, event: Event, sessions: Sequence[Session]) -> dict[str, Any]:
    """What can be undone and done again, in words, and who else is at it."""
    undoable, redoable = find_turnable(event, sessions, actor=account.code)
    other = latest_of_others(event, actor=account.code, since=utcnow() - RECENT)
    colleague = find_by_code(other.actor) if other else None
    return {
        "undoable": undoable,
        "redoable": redoable,
        "undo_words": _act_words(undoable.kind, undoable.titles) if undoable else "",
        "redo_words": _act_words(redoable.kind, redoable.titles) if redoable else "",
        "other": other,
        "colleague": colleague,
    }


def _act_words(kind: BoardActKind, titles: Sequence[str]) -> str:
    """What was done, of one session by its title."""
    what = titles[0] if len(titles) == 1 else _n("%(num)d session", "%(num)d sessions", len(titles))
    return str(ACT_WORDS[kind]) % {"what": what}


def _draft(event: Event, sessions: Sequence[Session]) -> dict[str, Any]:
    """What the next release would change, and whom that touches."""
    coming = releases.preview(event, sessions=sessions, now=utcnow())
    changes = changes_in(coming)
    return {
        "coming": coming,
        "changes": changes,
        "touched": affected_by_sessions(event.id, moved_codes(changes)) if changes else None,
    }
