"""The styleguide: every part of the look in every state. Not shown in production."""

from flask import Blueprint, abort, current_app, render_template

from eventapp.config import Mode
from eventapp.domain.permission import Action
from eventapp.forms.styleguide import SAMPLE_DAY, StyleguideForm, wrong_form
from eventapp.views.guards import visitor

bp = Blueprint("styleguide", __name__)


@bp.get("/styleguide")
@visitor(Action.SEE_STYLEGUIDE)
def index() -> str:
    """Show the parts."""
    if current_app.extensions["settings"].mode == Mode.PRODUCTION:
        abort(404)
    return render_template(
        "styleguide/index.html", form=StyleguideForm(), wrong=wrong_form(), day=SAMPLE_DAY
    )
