"""One-time codes on paper, for those in the room: printed once, and known to nobody after that."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents.qr_link import one_of_many
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.survey.slip import issue_slips
from eventapp.forms.survey.slip import SlipForm
from eventapp.models import Account, Event, Survey
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.submissions import answer_again_at
from eventapp.views.organizer.survey import load_survey

bp = Blueprint("survey_slip", __name__, url_prefix="/events/<slug>/surveys/<code>/codes")


@bp.get("")
@staff(Action.MANAGE_SURVEY)
def new(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Ask how many; to whoever loads the page of the codes again, say that it was shown."""
    survey, were_shown = load_survey(event, code), "shown" in request.args
    return _page(account, event, survey, SlipForm(formdata=None), were_shown=were_shown)


@bp.post("")
@staff(Action.MANAGE_SURVEY)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show the codes to print, this once."""
    survey, form = load_survey(event, code), SlipForm()
    if not form.validate_on_submit():
        return _page(account, event, survey, form), 422
    with attempt() as tried:
        tokens = issue_slips(survey, int(form.number.data), now=utcnow(), actor=account.code)
    if tried.refusal:
        return _page(account, event, load_survey(event, code), form, tried.refusal), 409
    answer_again_at(url_for(".new", slug=event.slug, code=code, shown=len(tokens)))
    addresses = [absolute("public.response.new", token=token) for token in tokens]
    return render_template(
        "organizer/survey/codes.html",
        account=account,
        event=event,
        survey=load_survey(event, code),
        slips=[(address, *one_of_many(address)) for address in addresses],
    )


def _page(
    account: Account,
    event: Event,
    survey: Survey,
    form: SlipForm,
    refusal: Refusal | None = None,
    *,
    were_shown: bool = False,
) -> str:
    return render_template(
        "organizer/survey/new_codes.html",
        account=account,
        event=event,
        survey=survey,
        form=form,
        refusal=refusal,
        were_shown=were_shown,
    )
