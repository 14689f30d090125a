"""What whoever is signed in may give roles for, and which roles of somebody they may end."""

from datetime import datetime

from eventapp.domain.event.event_list import list_to_choose
from eventapp.domain.people.account import actor_for
from eventapp.domain.people.organisation import list_holders
from eventapp.domain.people.role import can_give, roles_of
from eventapp.domain.permission import GIVERS, Level, may_give
from eventapp.forms.people.account import RoleScopes
from eventapp.models import Account


def scopes_for(account: Account, *, now: datetime) -> RoleScopes:
    """The levels at which the account gives roles, with the events and organisations there."""
    actor = actor_for(account)
    levels = {level for role, level in GIVERS if may_give(actor, role, level)}
    return RoleScopes(
        levels=levels,
        events=list_to_choose(now=now) if Level.EVENT in levels else (),
        organisations=list_holders(on=now.date()) if Level.ORGANISATION in levels else (),
    )


def grants_to_end(account: Account, subject: Account) -> set[int]:
    """The ids of the subject's stored roles that the account may end."""
    return {grant.id for grant in subject.grants if can_give(account, roles_of([grant]))}
