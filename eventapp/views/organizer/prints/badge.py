"""Name badges as a file. What is printed is remembered and logged before the file is sent."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.documents.prints.badge import BadgeLabel, badges_pdf
from eventapp.domain.desk.prints.badge import choose_badges, load_badges, record_badges
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.prints.badge import BadgesForm, offer_selections
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.prints.file import pdf_file, sheet_heading
from eventapp.views.organizer.prints.overview import page

bp = Blueprint("badge", __name__, url_prefix="/events/<slug>/prints/badges")


@bp.post("")
@staff(Action.SEE_REGISTRATIONS)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Serve the badges that are asked for."""
    db.session.rollback()  # what is printed is chosen without the write lock
    form = BadgesForm()
    with transactions.reading(db.session):
        offer_selections(form, load_badges(event), event.time_zone)
        if not form.validate_on_submit():
            return page(account, event, form=form), 422
        try:
            badges = choose_badges(event, form.badge_choice())
        except Refusal as refusal:
            return page(account, event, form=form, refusal=refusal), 409
    with attempt():
        record_badges(event, badges, actor=account.code, now=utcnow())
    content = badges_pdf(
        [BadgeLabel(b.name, b.organisation, b.ticket_code) for b in badges],
        heading=sheet_heading(_("Name badges"), event),
        code_words=_("QR code of the ticket"),
        paper=form.label_paper(),
        large=form.large.data,
    )
    return pdf_file(content, _("Name badges"), event)
