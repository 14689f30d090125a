"""The page of the list, shared by the list and by what is done from it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from eventapp.clock import utcnow
from eventapp.domain.desk import registration_list
from eventapp.domain.desk.registration_filter import NO, YES, RegistrationFilter
from eventapp.domain.desk.registration_list import ListOptions, RegistrationColumn
from eventapp.domain.desk.registration_view import find_view, list_views, may_delete
from eventapp.domain.desk.undoable import list_recent
from eventapp.domain.door.roster import roster_frame
from eventapp.domain.errors import Refusal
from eventapp.domain.paging import LAST_PAGE
from eventapp.domain.registration.queue import list_waiting_parties
from eventapp.domain.registration.registration_count import count_by_state
from eventapp.domain.registration.session_choice import list_shown_choices
from eventapp.forms.registration.view import ViewForm
from eventapp.i18n import _, day
from eventapp.models import Account, AuditAction, Event, RegistrationState, RegistrationView
from eventapp.views.cache.form_cache import directory, plan_for_staff
from eventapp.views.reading import record_list_reading

EVERY_ORGANISATION = "all"


def list_page(
    account: Account,
    event: Event,
    *,
    view_form: ViewForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    """The list as the request's address says; that it was read is logged."""
    wanted, options = _asked()
    address = urlencode(wanted.to_args(), doseq=True)
    record_list_reading(AuditAction.LIST_READ, event, account, "registrations", address)
    counts = count_by_state(event)
    page = registration_list.list_registrations(
        event,
        wanted,
        options,
        page=request.args.get("page", 1, int),
        counts=counts,
    )
    views, shown = list_views(event, account), page.registrations
    shows_sessions = RegistrationColumn.SESSIONS in options.columns
    return render_template(
        "organizer/registration/index.html",
        account=account,
        event=event,
        wanted=wanted,
        options=options,
        listed=page,
        counts=counts,
        views=views,
        deletable=_deletable(account, event, views),
        parties=list_waiting_parties(event, {person.party_code for person in shown}),
        query=view_query(wanted, options),
        choices=list_shown_choices(shown) if shows_sessions else {},
        view_form=view_form or ViewForm(formdata=None),
        recent=list_recent(event, now=utcnow()),
        refusal=refusal,
        last_page=LAST_PAGE,
        **_choices(event, wanted),
    )


def _asked() -> tuple[RegistrationFilter, ListOptions]:
    args = request.args.to_dict(flat=False)
    return RegistrationFilter.from_args(args), ListOptions.from_args(args)


def _deletable(
    account: Account, event: Event, views: Sequence[RegistrationView]
) -> Sequence[RegistrationView]:
    """The account's own views; for an administrator a colleague's too, by its address."""
    code = request.args.get("view", "")
    opened = find_view(event, code) if code else None
    if opened and opened not in views and may_delete(opened, account):
        return [*views, opened]
    return views


def _choices(event: Event, wanted: RegistrationFilter) -> dict[str, Any]:
    """What the list may be narrowed by and show."""
    plan = plan_for_staff(event)
    all_of_them = request.args.get("organisations") == EVERY_ORGANISATION
    return {
        "states": list(RegistrationState),
        "columns": list(RegistrationColumn),
        "organisations": registration_list.offer_organisations(
            event, directory(), chosen=wanted.organisations, all_of_them=all_of_them
        ),
        "counted_max": registration_list.COUNTED_MAX,
        "sessions": [session for group in plan.groups for session in group.sessions],
        "questions": plan.questions,
        "came_choices": _came_choices(event),
    }


def _came_choices(event: Event) -> list[tuple[str, str]]:
    """Who came at all, who did not, and where there are several days, who came on each."""
    days = () if event.online else roster_frame(event).days
    on_days = [(on.isoformat(), _("Came %(day)s", day=day(on))) for on in days if len(days) > 1]
    return [(YES, _("Came")), (NO, _("Did not come")), *on_days]


def view_query(wanted: RegistrationFilter, options: ListOptions) -> str:
    """What a saved view holds of the address: no words, which may be somebody's name."""
    args = wanted.to_args() | options.to_args()
    args.pop("q", None)
    return urlencode(args, doseq=True)
