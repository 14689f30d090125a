"""What a speaker sees by their personal link: when and where, and what is asked of them.

The page shows what concerns this speaker at this event. A link that has ended, or was replaced, is
answered as one that never was. Opening it changes nothing.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.photo import FILE_MAX_BYTES
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.speaker.speaker_calendar import confirm_sessions
from eventapp.domain.event.speaker.speaker_place import find_place
from eventapp.domain.permission import Action
from eventapp.domain.place import place_lines
from eventapp.domain.schedule.material import FILE_MAX_BYTES as SLIDES_MAX_BYTES
from eventapp.domain.schedule.material import TooLarge
from eventapp.domain.schedule.session_question import answer as answers
from eventapp.domain.schedule.session_question.locked_question import QuestionTakenBack
from eventapp.domain.schedule.speaker import proposal as proposals
from eventapp.domain.schedule.speaker import reply as replies
from eventapp.domain.schedule.speaker.part import SpeakerPart, confirmation_key, list_parts_of
from eventapp.domain.schedule.speaker.photo import PhotoSize, read_photo, read_proposed_photo
from eventapp.domain.schedule.speaker.slides import list_slides
from eventapp.domain.schedule.speaker.speaker_list import owed_by
from eventapp.domain.schedule.speaker_link import find_by_token, link_ends_at
from eventapp.domain.survey import review
from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.session_feedback import FeedbackStatus, list_feedback_for
from eventapp.extensions import db
from eventapp.forms.registration.session_question import SessionAnswerForm
from eventapp.forms.schedule.speaker import (
    PHOTO_ACCEPT,
    ConsentForm,
    PresentationForm,
    ReportForm,
    SlidesForm,
    SlidesLinkForm,
    consent_form_data,
    presentation_form_data,
)
from eventapp.forms.versioned import Difference
from eventapp.i18n import _
from eventapp.models import Speaker, SpeakerAddress, SpeakerReply
from eventapp.views.attempt import attempt
from eventapp.views.guards import limit_floods, require_confirmation, visitor
from eventapp.views.sheets.picture import allow_photos, photo_response, take_in, too_large

bp = Blueprint("speaker_answer", __name__, url_prefix="/speakers/<token>")
SIZE = "<any(small, medium, large):size>"

allow_photos(
    bp, FILE_MAX_BYTES, lambda values: url_for("public.speaker_answer.edit", token=values["token"])
)


@bp.get("")
@visitor(Action.ANSWER_AS_SPEAKER)
def show(token: str) -> ResponseReturnValue:
    """Time, room and company, and what is left to do."""
    return speaker_page(load(token), token)


@bp.post("/confirmation")
@visitor(Action.ANSWER_AS_SPEAKER)
def confirm(token: str) -> ResponseReturnValue:
    """Confirm all sessions as the page showed them."""
    address = load(token)
    require_confirmation()
    with attempt() as tried:
        confirm_sessions(address, key=request.form.get("key", ""), now=utcnow())
    if tried.refusal:
        return speaker_page(load(token), token, refusal=tried.refusal), 409
    flash(_("Thank you. We know that you are coming."), "good")
    return redirect(url_for(".show", token=token), 303)


@bp.post("/report")
@visitor(Action.ANSWER_AS_SPEAKER)
def report(token: str) -> ResponseReturnValue:
    """Say what is wrong, and what is needed in the room."""
    address, form = load(token), ReportForm()
    if not form.validate_on_submit():
        return speaker_page(address, token, report_form=form), 422
    if differences := form.reconcile(_reported(address)):
        conflict = {"report_form": form, "differences": differences}
        return speaker_page(address, token, StaleVersion(), **conflict), 409
    with attempt():
        news = replies.report(
            address, problem=form.problem.data or "", needs=form.needs.data or "", now=utcnow()
        )
    _say_saved(news, _("Saved. The organisers read it."))
    return redirect(url_for(".show", token=token, _anchor="report"), 303)


@bp.post("/consents")
@visitor(Action.ANSWER_AS_SPEAKER)
def update_consents(token: str) -> ResponseReturnValue:
    """Say what may be shown; it can be changed at any time."""
    address, form = load(token), ConsentForm()
    if not form.validate_on_submit():
        return speaker_page(address, token, consent_form=form), 422
    if differences := form.reconcile(_consented(address)):
        conflict = {"consent_form": form, "differences": differences}
        return speaker_page(address, token, StaleVersion(), **conflict), 409
    with attempt():
        news = replies.set_consents(address.event, address.speaker, form.consents(), now=utcnow())
    _say_saved(news, _("Your answers have been saved. You can change them whenever you want."))
    return redirect(url_for(".show", token=token, _anchor="consent"), 303)


@bp.get("/presentation")
@visitor(Action.ANSWER_AS_SPEAKER)
def edit(token: str) -> ResponseReturnValue:
    """The text and photo that the speaker wants to be shown."""
    address = load(token)
    return _form_page(address, token, PresentationForm(data=_presented(address)))


@bp.post("/presentation")
@visitor(Action.ANSWER_AS_SPEAKER)
@limit_floods()
def update(token: str) -> ResponseReturnValue:
    """Send text and photo to the organizers; a photo is drawn anew, outside of any transaction."""
    address, form = load(token), PresentationForm()
    if not form.validate_on_submit():
        return _form_page(address, token, form), 422
    db.session.rollback()
    photo = take_in(form.photo)
    address = load(token)
    if form.photo.errors:
        return _form_page(address, token, form), 422
    if differences := form.reconcile(_presented(address)):
        return _form_page(address, token, form, differences), 409
    with attempt():
        sent = proposals.propose(
            address,
            form.presentation(),
            photo,
            removes_photo=form.removes_photo.data,
            now=utcnow(),
        )
        waits = sent is not None
    if waits:
        flash(_("Thank you. The organisers read it before anybody else sees it."), "good")
    else:
        flash(_("Nothing differs from what is shown already."), "info")
    return redirect(url_for(".show", token=token, _anchor="text"), 303)


@bp.get(f"/photo/<any(shown, proposed):which>/{SIZE}")
@visitor(Action.ANSWER_AS_SPEAKER)
def photo(token: str, which: str, size: str) -> Response:
    """The speaker's own photo, also before it is let through."""
    read = read_photo if which == "shown" else read_proposed_photo
    return photo_response(read(load(token).speaker, PhotoSize(size)))


@bp.post("/questions/<code>/answer")
@visitor(Action.ANSWER_AS_SPEAKER)
@limit_floods()
def answer(token: str, code: str) -> ResponseReturnValue:
    """Answer a question; the organizers read it before anybody else does."""
    address, form = load(token), SessionAnswerForm(code)
    question = answers.find_for_speaker(address.speaker, code)
    if question is None:
        page = speaker_page(address, token, QuestionTakenBack(), answer_forms={code: form})
        return page, 404
    if not form.validate_on_submit():
        return speaker_page(address, token, answer_forms={code: form}), 422
    with attempt() as tried:
        answers.propose_answer(
            address.event,
            question,
            form.answer.data,
            speaker=address.speaker,
            version=form.version.data,
            now=utcnow(),
        )
    if tried.refusal:
        address = load(token)
        if saved := answers.find_for_speaker(address.speaker, code):
            form.version.data = saved.version  # what was typed stays, beside what is shown
        page = speaker_page(address, token, tried.refusal, answer_forms={code: form})
        return page, 409
    flash(
        _("Saved. The organisers read it before it is shown.")
        if question.proposed_answer
        else _("Saved. The organisers have nothing new to read."),
        "good",
    )
    return redirect(url_for(".show", token=token, _anchor=f"question-{code}"), 303)


def load(token: str) -> SpeakerAddress:
    """Whose link this is, or 404."""
    return find_by_token(token, now=utcnow()) or abort(404)


def speaker_page(
    address: SpeakerAddress, token: str, refusal: Refusal | None = None, **forms: Any
) -> str:
    """The speaker's page; a form that was sent stays as it was typed."""
    event, speaker = address.event, address.speaker
    reply, parts = replies.find_reply(address), list_parts_of(speaker)
    proposal = proposals.find_proposal(address)
    return render_template(
        "public/speaker_answer/show.html",
        event=event,
        speaker=speaker,
        token=token,
        refusal=refusal,
        differences=forms.get("differences", ()),
        parts=parts,
        key=confirmation_key(parts),
        owed=owed_by(event, speaker, proposal),
        proposal=proposal,
        reply=reply,
        consent_form=forms.get("consent_form")
        or ConsentForm(formdata=None, data=_consented(address)),
        report_form=forms.get("report_form")
        or ReportForm(formdata=None, data=_reported(address, reply)),
        **_slides(speaker, parts, forms),
        **_questions(speaker, forms.get("answer_forms", {})),
        feedback=list(_feedback(address)),
        own_place=find_place(address),
        place=place_lines(event, confirmed=True),
        link_ends_at=link_ends_at(event),
        now=utcnow(),
    )


def _say_saved(news: bool, sentence: str) -> None:
    """Say the sentence of something new; what was sent as it stood, or empty, was not saved."""
    flash(*((sentence, "good") if news else (_("Nothing was changed."), "plain")))


def _reported(address: SpeakerAddress, reply: SpeakerReply | None = None) -> dict[str, Any]:
    """What the speaker has written to the organizers so far, as the form has it."""
    reply = reply or replies.find_reply(address)
    return {
        "version": 0,
        "problem": reply.problem if reply else "",
        "needs": replies.open_needs(address, reply),
    }


def _consented(address: SpeakerAddress) -> dict[str, Any]:
    """What the speaker has answered so far, as the form has it."""
    answers = consent_form_data(address.speaker)
    del answers["shown"]  # for organizers' pages
    return {"version": 0, **answers}


def _presented(address: SpeakerAddress) -> dict[str, Any]:
    """What the speaker sent last, or what is shown of them, as the form has it."""
    known = presentation_form_data(address.speaker, proposals.find_proposal(address))
    return {"version": 0, **known}


def _slides(
    speaker: Speaker, parts: Sequence[SpeakerPart], forms: dict[str, Any]
) -> dict[str, Any]:
    """What the speaker has sent, and the forms for more, where they have a session."""
    sessions = [part.session for part in parts]
    if not sessions:
        return {"slides": [], "slides_form": None, "link_form": None}
    return {
        "slides": list_slides(speaker),
        "too_large": (SLIDES_MAX_BYTES, TooLarge.sentence),
        "slides_form": forms.get("slides_form") or SlidesForm(sessions, formdata=None),
        "link_form": forms.get("link_form")
        or SlidesLinkForm(sessions, formdata=None, prefix="link-"),
    }


def _feedback(address: SpeakerAddress) -> Iterator[dict[str, Any]]:
    """Each session's feedback, if it is asked for, as far as it may be shown."""
    for row in list_feedback_for(address.speaker, address.event, now=utcnow()):
        if row.status is not FeedbackStatus.OFF:
            results = find_results(row.survey) if row.survey else None
            texts = review.list_accepted(row.survey) if row.survey and results else []
            yield {
                "title": row.session.title,
                "status": row.status,
                "survey": row.survey,
                "results": results,
                "texts": texts,
            }


def _questions(speaker: Speaker, sent: dict[str, SessionAnswerForm]) -> dict[str, Any]:
    """The questions to the speaker, each with its form; one that was sent stays as it was typed.

    `unsent` is what was typed to a question that is not shown any more.
    """
    questions = answers.list_for_speaker(speaker)
    forms = {
        question.code: sent.get(question.code)
        or SessionAnswerForm(
            question.code,
            formdata=None,
            data={"answer": question.proposed or question.answer, "version": question.version},
        )
        for question in questions
    }
    typed = [form.answer.data for code, form in sent.items() if code not in forms]
    return {"questions": questions, "answer_forms": forms, "unsent": list(filter(None, typed))}


def _form_page(
    address: SpeakerAddress,
    token: str,
    form: PresentationForm,
    differences: Sequence[Difference] = (),
) -> str:
    return render_template(
        "public/speaker_answer/edit.html",
        event=address.event,
        speaker=address.speaker,
        token=token,
        form=form,
        refusal=StaleVersion() if differences else None,
        differences=differences,
        proposal=proposals.find_proposal(address),
        accept=PHOTO_ACCEPT,
        too_large=(FILE_MAX_BYTES, too_large()),
    )
