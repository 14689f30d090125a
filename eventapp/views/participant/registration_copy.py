"""Everything stored about a registration: a page to read, and the same as a file."""

import json

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from eventapp.domain.permission import Action
from eventapp.domain.registration import care_need, queue, registration_copy
from eventapp.domain.registration.session_choice import shown_choices
from eventapp.domain.schedule.session_question.ask import list_own_questions
from eventapp.forms.registration.change import as_it_is, change_form
from eventapp.i18n import _l, current_language
from eventapp.models import JobKind, Registration, ScanKind
from eventapp.views.cache.form_cache import plan_of
from eventapp.views.guards import participant

bp = Blueprint("registration_copy", __name__)

LETTERS = {
    JobKind.REGISTRATION_MAIL: _l("Your registration"),
    JobKind.PERSONAL_LINK_MAIL: _l("The personal link again"),
    JobKind.LOST_LINK_MAIL: _l("The personal link again"),
    JobKind.PROMOTION_MAIL: _l("You have a place"),
    JobKind.OFFER_MAIL: _l("You were offered a place"),
    JobKind.CANCELLATION_MAIL: _l("Your registration was cancelled"),
    JobKind.SESSION_PLACE_MAIL: _l("You have a place in a session"),
    JobKind.ERASURE_MAIL: _l("The link to delete your data"),
    JobKind.EVENT_NEWS_MAIL: _l("Event update"),
    JobKind.SESSION_NEWS_MAIL: _l("Session update"),
    JobKind.SESSION_ANSWER_MAIL: _l("Your question is answered"),
}
SCANS = {
    ScanKind.ENTRY: _l("You came"),
    ScanKind.EXIT: _l("You left"),
    ScanKind.UNDO: _l("A scan was undone"),
}


@bp.get("/<token>/copy")
@participant(Action.SEE_OWN_REGISTRATION)
def show(registration: Registration, token: str) -> ResponseReturnValue:
    """The data in words, for the person they are about (GDPR, article 15)."""
    plan, needs = plan_of(registration.event.slug), care_need.decrypt_needs(registration)
    return render_template(
        "participant/registration_copy/show.html",
        registration=registration,
        event=registration.event,
        token=token,
        needs=needs,
        party=queue.waiting_party(registration),
        trail=registration_copy.trail_of(registration),
        # Not rendered as a form: it gives the answers their labels.
        form=change_form(plan, current_language())(
            formdata=None, data=as_it_is(registration, needs, plan)
        ),
        choices=shown_choices(registration, current_language()),
        asked=list_own_questions(registration),
        letter_words=LETTERS,
        scan_words=SCANS,
    )


@bp.get("/<token>/copy.json")
@participant(Action.SEE_OWN_REGISTRATION)
def as_json(registration: Registration, token: str) -> ResponseReturnValue:
    """The same as a file, to take along (GDPR, article 20)."""
    del token
    copied = registration_copy.copy_of(registration)
    response = Response(
        json.dumps(copied, ensure_ascii=False, indent=1), mimetype="application/json"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="min-anmalan.json"'
    return response
