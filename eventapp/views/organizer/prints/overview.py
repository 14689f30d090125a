"""The page of prints: what there is to print, for whom, and how."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.typesetting import is_legible
from eventapp.domain.desk.prints.badge import load_badges
from eventapp.domain.desk.prints.certificate import may_issue
from eventapp.domain.desk.prints.delegation_ticket import list_printable_delegations
from eventapp.domain.desk.prints.person import (
    NothingToPrint,
    list_beyond_latin,
    list_first_people,
)
from eventapp.domain.desk.prints.room_sign import list_room_schedules
from eventapp.domain.desk.prints.sign_in import (
    list_event_days,
    list_signed_sessions,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.schedule.published import PublishedSchedule
from eventapp.domain.schedule.release import latest_schedule
from eventapp.forms.prints.badge import BadgesForm, offer_selections
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.reading import record_list_reading

bp = Blueprint("prints", __name__, url_prefix="/events/<slug>/prints")
PREVIEWED = 10


@bp.get("")
@staff(Action.SEE_REGISTRATIONS)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Show all that can be printed, and how the first sheet of badges will look."""
    record_list_reading(AuditAction.LIST_READ, event, account, "badges")
    return page(account, event)


def page(
    account: Account,
    event: Event,
    *,
    form: BadgesForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    """The page; a print that is refused shows it again with the reason."""
    badges, schedule = load_badges(event), latest_schedule(event)
    return render_template(
        "organizer/prints/show.html",
        account=account,
        event=event,
        badges=badges,
        preview=list_first_people(event, PREVIEWED),
        form=offer_selections(form or BadgesForm(formdata=None), badges, event.time_zone),
        refusal=refusal,
        by_hand=[person for person in list_beyond_latin(event) if not is_legible(person.name)],
        days=list_event_days(event),
        sessions=len(list_signed_sessions(schedule)),
        delegations=list_printable_delegations(event),
        schedule=schedule,
        rooms=_count_rooms(schedule),
        may_issue=may_issue(event, now=utcnow()),
    )


def _count_rooms(schedule: PublishedSchedule | None) -> int:
    try:
        return len({sign.room.code for sign in list_room_schedules(schedule)})
    except NothingToPrint:
        return 0
