"""Answering a survey by a link that works once. Nothing here knows, or asks, who answers."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.survey.questionnaire import questionnaire
from eventapp.domain.survey.response import SurveyLink, find_by_token, submit_response, survey_of
from eventapp.extensions import csrf, db
from eventapp.forms.survey.response import ResponseForm, response_form
from eventapp.i18n import current_language
from eventapp.views.attempt import attempt
from eventapp.views.guards import visitor
from eventapp.views.loaders import load_event

CACHED_PAGES_MAX = 16

bp = Blueprint("response", __name__, url_prefix="/surveys")


@bp.get("/<token>")
@visitor(Action.ANSWER_SURVEY)
def new(token: str) -> ResponseReturnValue:
    """Show the questions, or that it is too late."""
    invited = _load(token)
    return _too_late(invited) or _page(invited, token)


# The link is the key and no cookie is read: another site has nothing to borrow.
@bp.post("/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
@visitor(Action.ANSWER_SURVEY)
def create(token: str) -> ResponseReturnValue:
    """Take the answers, once."""
    with transactions.reading(db.session):
        invited = _load(token)
        if late := _too_late(invited):
            return late
        form = _form(invited)()
        if not form.validate_on_submit():
            return _page(invited, token, form), 422
    with attempt() as tried:
        taken = submit_response(token, form.reply(), now=utcnow())
    if tried.refusal:
        return _too_late(_load(token)) or abort(404)
    if not taken:
        abort(404)
    return redirect(url_for(".received", event=invited.event_slug), 303)


@bp.get("/received")
@visitor(Action.SEE_PUBLIC)
def received() -> ResponseReturnValue:
    """Thank, at an address without the link, and offer the form for experiences."""
    event = load_event(request.args.get("event", ""))
    return render_template("public/response/received.html", event=event)


def _load(token: str) -> SurveyLink:
    return find_by_token(token, now=utcnow()) or abort(404)


def _form(invited: SurveyLink) -> type[ResponseForm]:
    language = current_language()
    return response_form(
        f"{invited.code} {language}",
        invited.version,
        lambda: questionnaire(survey_of(invited), language),
    )


def _too_late(invited: SurveyLink) -> ResponseReturnValue | None:
    """The page for a closed survey or a used link; closed comes first, since it reveals less."""
    if not invited.open:
        return render_template("public/response/closed.html", survey=survey_of(invited)), 410
    if invited.used:
        return render_template("public/response/used.html", survey=survey_of(invited)), 410
    return None


def _page(invited: SurveyLink, token: str, wrong: ResponseForm | None = None) -> str:
    """The page with the questions, empty or as they were filled in wrongly."""
    survey, asked = survey_of(invited), _form(invited).questionnaire.questions
    return render_template(
        "public/response/new.html",
        survey=survey,
        event=survey.event,
        form=wrong,
        questions=_questions(wrong) if wrong else _blank_questions(invited),
        total=len(asked),
        some_required=any(question.required for question in asked),
        token=token,
    )


def _blank_questions(invited: SurveyLink) -> Markup:
    """The empty questions: the same to all who ask in one language, so made once."""
    key = (invited.code, current_language())
    return _blank.get(key, invited.version, lambda: _questions(_form(invited)(formdata=None)))


_blank = RevisionCache[tuple[str, str], Markup](CACHED_PAGES_MAX)


def _questions(form: ResponseForm) -> Markup:
    written = render_template("public/response/_questions.html", form=form)
    return Markup(written)  # noqa: S704  # a template's own output, escaped there
