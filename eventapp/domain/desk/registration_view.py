"""Saved views: an account's own narrowed lists of one event's registrations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Account, Event, RegistrationView

VIEWS_MAX = 12
VIEW_NAME_MAX_LENGTH = 40


class TooManyViews(Refusal):
    """An account has VIEWS_MAX views of the event."""

    code = "too-many-views"
    sentence = _l("You have 12 saved views. Delete one of them first.")


class ViewNameTaken(Refusal):
    """The account has a view of that name."""

    code = "view-name-taken"
    sentence = _l("You have a view with that name. Choose another name.")


class ViewOfSomebodyElse(Refusal):
    """A colleague saved the view."""

    code = "view-of-somebody-else"
    sentence = _l(
        "A colleague saved this view. Only they, or an administrator, can delete it. You can save "
        "the same list as a view of your own."
    )


def list_views(event: Event, account: Account) -> Sequence[RegistrationView]:
    """The account's views of the event, the oldest first."""
    return db.session.scalars(
        select(RegistrationView)
        .where(RegistrationView.event_id == event.id, RegistrationView.account_id == account.id)
        .order_by(RegistrationView.id)
    ).all()


def find_view(event: Event, code: str) -> RegistrationView | None:
    """The event's view of this code: whoever was sent its address may open it too."""
    return db.session.scalar(
        select(RegistrationView).where(
            RegistrationView.event_id == event.id, RegistrationView.code == code
        )
    )


def save_view(
    event: Event, account: Account, name: str, query: str, *, now: datetime
) -> RegistrationView:
    """Save a list's address, without words, under a name. Raises TooManyViews, ViewNameTaken."""
    own = select(func.count()).where(
        RegistrationView.event_id == event.id, RegistrationView.account_id == account.id
    )
    if (db.session.scalar(own) or 0) >= VIEWS_MAX:
        raise TooManyViews
    view = RegistrationView(
        event_id=event.id, account_id=account.id, name=name, query=query, created_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(view)
    except IntegrityError:
        raise ViewNameTaken from None
    return view


def may_delete(view: RegistrationView, account: Account) -> bool:
    """Whether it is the account's own view, or the account is an administrator's."""
    return view.account_id == account.id or Role.ADMIN in actor_for(account).roles


def delete_view(view: RegistrationView, account: Account) -> None:
    """Delete the view. Raises ViewOfSomebodyElse."""
    if not may_delete(view, account):
        raise ViewOfSomebodyElse
    db.session.delete(view)
