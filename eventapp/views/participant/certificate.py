"""The participant's own certificate of attendance, once the event is over."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.prints.certificate import certificates_pdf
from eventapp.documents.prints.heading import SheetHeading
from eventapp.domain.desk.prints.certificate import issue_own_certificate
from eventapp.domain.permission import Action
from eventapp.i18n import _, speaking
from eventapp.models import Registration
from eventapp.views.attempt import attempt
from eventapp.views.guards import participant, require_confirmation
from eventapp.views.headers import as_attachment
from eventapp.views.participant.registration import own_page
from eventapp.views.sheets.certificate_sheet import CertificateOwner, certificate_sheet

bp = Blueprint("certificate", __name__)


@bp.post("/<token>/certificate")
@participant(Action.SEE_OWN_REGISTRATION)
def create(registration: Registration, token: str) -> ResponseReturnValue:
    """Serve the certificate to print; from then on its address confirms it."""
    require_confirmation()
    now = utcnow()
    with attempt() as tried:
        issued = issue_own_certificate(registration, now=now)
    if tried.refusal:
        return own_page(registration, token, tried.refusal), 409
    event = registration.event
    with speaking(issued.language):
        owner = CertificateOwner(issued.name, issued.organisation, issued.token)
        sheet = certificate_sheet(event, owner, issued.attended, now=now)
        heading = SheetHeading(_("Certificate of attendance"), event.title, issued.language)
        content = certificates_pdf([sheet], heading=heading)
        name = f"{_('Certificate').lower()}-{event.slug}.pdf"
    return as_attachment(Response(content, mimetype="application/pdf"), name)
