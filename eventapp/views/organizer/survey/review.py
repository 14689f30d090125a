"""Reading free texts before anybody else may: two people, each text masked."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.survey import review
from eventapp.forms.survey.review import ReviewForm
from eventapp.i18n import _
from eventapp.models import Account, Event, Survey, SurveyText
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.survey import load_survey

bp = Blueprint("review", __name__, url_prefix="/events/<slug>/surveys/<code>/texts")


@bp.get("")
@staff(Action.REVIEW_SURVEY_TEXTS)
def index(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """List texts that lack a reader."""
    return _page(account, event, load_survey(event, code))


@bp.post("/<key:key>")
@staff(Action.REVIEW_SURVEY_TEXTS)
def update(account: Account, event: Event, code: str, key: int) -> ResponseReturnValue:
    """Count one reader's decision."""
    survey = load_survey(event, code)
    text = review.find_text(survey, key) or abort(404)
    form = ReviewForm()
    withholds = form.verdict.data == "withhold"
    if not withholds and not form.validate_on_submit():
        return _page(account, event, survey, form=form, key=key), 422
    version = form.version.data
    with attempt() as tried:
        if withholds:
            review.withhold_text(text, reader_id=account.id, version=version)
        else:
            review.accept_text(text, form.masked.data, reader_id=account.id, version=version)
        message = _state_in_words(text)
    if tried.refusal:
        again = load_survey(event, code)
        return _page(account, event, again, form=form, key=key, refusal=tried.refusal), 409
    flash(message, "good")
    return redirect(
        url_for(".index", slug=event.slug, code=code, page=request.args.get("page", 1, int)), 303
    )


def _state_in_words(text: SurveyText) -> str:
    if text.state is text.state.WITHHELD:
        return _("The text will not be shown.")
    if text.state is text.state.ACCEPTED:
        return _("Two people have accepted the text. It is now shown with the results.")
    return _("Noted. One more person needs to read the text.")


def _page(
    account: Account,
    event: Event,
    survey: Survey,
    *,
    form: ReviewForm | None = None,
    key: int = 0,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "organizer/review/index.html",
        account=account,
        event=event,
        survey=survey,
        listed=review.list_waiting(survey, page=request.args.get("page", 1, int)),
        questions={question.code: question.text for question in survey.questions},
        form=form,
        key=key,
        refusal=refusal,
    )
