"""How the installation is, for those who run it."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.config import Settings
from eventapp.domain.installation.health import measure
from eventapp.domain.permission import Action
from eventapp.models import Account
from eventapp.views.files import file_store
from eventapp.views.guards import staff

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("")
@staff(Action.SEE_HEALTH)
def show(account: Account) -> ResponseReturnValue:
    """What stands still and what to do about it, then everything else."""
    settings: Settings = current_app.extensions["settings"]
    return render_template(
        "organizer/health/show.html",
        account=account,
        health=measure(
            settings.data_folder,
            files_fault=file_store().fault(),
            https=settings.secure,
            now=utcnow(),
        ),
    )
