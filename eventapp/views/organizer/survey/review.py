"""Reading free texts before anybody else may: two people, each text masked."""

from collections.abc import Iterator

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.survey import review
from eventapp.forms.survey.review import ReviewForm
from eventapp.i18n import _, _n
from eventapp.models import Account, Event, Survey, SurveyText
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.survey import load_survey

# Where both databases' whole numbers end: what is larger is no key and no version of ours.
NUMBERS_END = 2**63

bp = Blueprint("review", __name__, url_prefix="/events/<slug>/surveys/<code>/texts")


@bp.get("")
@staff(Action.REVIEW_SURVEY_TEXTS)
def index(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """List texts that lack a reader."""
    return _page(account, event, load_survey(event, code))


@bp.post("")
@staff(Action.REVIEW_SURVEY_TEXTS)
def update_many(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Count one reader's yes to each text that is ticked, as it stands."""
    survey = load_survey(event, code)
    versions = dict(_ticked())
    with attempt():
        accepted, left = review.accept_texts(survey, versions, reader_id=account.id)
    if accepted:
        flash(_n("%(num)d text accepted.", "%(num)d texts accepted.", accepted), "good")
    if not versions:
        flash(_("You have not ticked any text."), "care")
    if left:
        message = _n(
            "%(num)d text was left: read it again.",
            "%(num)d texts were left: read them again.",
            left,
        )
        flash(message, "care")
    return redirect(url_for(".index", slug=event.slug, code=code), 303)


def _ticked() -> Iterator[tuple[int, int]]:
    """Key and version of each ticked text; anything else that was sent is passed over."""
    for ticked in request.form.getlist("text")[: review.TEXTS_PER_PAGE]:
        key, _colon, version = ticked.partition(":")
        numbers = (key + version).isascii() and key.isdigit() and version.isdigit()
        if numbers and max(len(key), len(version)) <= len(str(NUMBERS_END)):
            yield min(int(key), NUMBERS_END - 1), min(int(version), NUMBERS_END - 1)


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
        # Whoever reads by keys goes on from here: from the text, or, when it has left, its list.
        anchor = f"read-{key}" if text.state is text.state.SEEN_ONCE else "texts"
    if tried.refusal:
        again = load_survey(event, code)
        return _page(account, event, again, form=form, key=key, refusal=tried.refusal), 409
    flash(message, "good")
    page = request.args.get("page", 1, int)
    here = url_for(".index", slug=event.slug, code=code, page=page, _anchor=anchor)
    return redirect(here, 303)


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
        too_few=review.has_too_few_for_texts(survey),
        questions={question.code: question.text for question in survey.questions},
        form=form,
        key=key,
        refusal=refusal,
    )
