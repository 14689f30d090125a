"""The page of one person who came without being registered, for all views that end there."""

from typing import Any

from flask import abort, render_template

from eventapp.clock import utcnow
from eventapp.domain.desk.walk_in.decision import may_undo
from eventapp.domain.desk.walk_in.listing import find_walk_in, open_walk_in
from eventapp.domain.door.walk_in.sealed_person import NotedPerson
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.forms.door.walk_in import WalkInForm
from eventapp.forms.protection import mentions_protection
from eventapp.forms.reason import ReasonForm
from eventapp.models import Account, Event, WalkIn


def load_walk_in(event: Event, code: str) -> WalkIn:
    """The event's walk-in of this code, or 404."""
    return find_walk_in(event, code) or abort(404)


def walk_in_page(account: Account, event: Event, walk_in: WalkIn, **shown: Any) -> str:
    """The page; `form` and `refusal_form` hold what was sent, `refused` why it was not done."""
    now, line = utcnow(), open_walk_in(event, walk_in)
    hidden = line.person is not None and reads_as_protected(line.person)
    person = None if hidden else line.person
    filled = (
        {}
        if person is None
        else {
            "name": person.name,
            "organisation": person.organisation,
            "email": person.email,
        }
    )
    facts = {
        "form": WalkInForm(formdata=None, data=filled),
        "refusal_form": ReasonForm(formdata=None, prefix="refusal"),
        "refused": None,
    }
    return render_template(
        "organizer/door/walk_in/show.html",
        account=account,
        event=event,
        line=line,
        person=person,
        hidden=hidden,
        undoable=may_undo(walk_in, now=now),
        undo_minutes=UNDO_PERIOD.seconds // 60,
        over=now >= event.ends_at,
        **facts | shown,
    )


def reads_as_protected(person: NotedPerson) -> bool:
    """Whether what was typed says that somebody's details are protected: then nobody reads it."""
    return mentions_protection(f"{person.name} {person.organisation}")
