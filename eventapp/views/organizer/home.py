"""The organizers' first page: what needs attention, and the events."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.config import Settings
from eventapp.domain import permission
from eventapp.domain.event.attention import list_attention
from eventapp.domain.event.event_list import Which, list_for_desk
from eventapp.domain.installation.health import list_still
from eventapp.domain.people.account import actor_for, own_event_ids
from eventapp.domain.permission import Action
from eventapp.models import Account
from eventapp.views.guards import desk

bp = Blueprint("home", __name__)


@bp.get("")
@desk(Action.SEE_DESK)
def show(account: Account) -> ResponseReturnValue:
    """List what needs attention, and the events."""
    now = utcnow()
    words = request.args.get("q", "").strip()[:100]
    which = _which(request.args.get("which", Which.COMING.value))
    settings: Settings = current_app.extensions["settings"]
    runs = permission.may(actor_for(account), Action.SEE_REGISTRATIONS)
    sees_health = permission.may(actor_for(account), Action.SEE_HEALTH)
    sees_all = permission.may(actor_for(account), Action.SEE_DESK)
    return render_template(
        "organizer/home/show.html",
        account=account,
        now=now,
        runs=runs,
        attention=list_attention(now=now) if runs else [],
        sees_health=sees_health,
        still=list_still(settings.data_folder, sees_all=sees_health, now=now) if runs else [],
        words=words,
        which=which,
        listed=list_for_desk(
            words,
            which,
            page=request.args.get("page", 1, int),
            now=now,
            within=None if sees_all else own_event_ids(account),
        ),
    )


def _which(text: str) -> Which | None:
    return Which(text) if text in set(Which) else None
