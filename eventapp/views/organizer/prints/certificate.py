"""Certificates of attendance as a file, each in the language of its owner."""

from datetime import datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.documents.prints.certificate import CertificateSheet, certificates_pdf
from eventapp.domain.desk.prints.certificate import (
    IssuableCertificate,
    list_certificates,
    record_certificates,
    sample_attendance,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.i18n import _, speaking
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.prints.file import pdf_file, sheet_heading
from eventapp.views.organizer.prints.overview import page
from eventapp.views.sheets.certificate_sheet import CertificateOwner, certificate_sheet

bp = Blueprint("certificate", __name__, url_prefix="/events/<slug>/prints/certificates")
SAMPLE_TOKEN = "0" * 26


@bp.post("")
@staff(Action.SEE_REGISTRATIONS)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Serve a certificate for each who came; from then on its address confirms it."""
    db.session.rollback()  # who came is read without the write lock
    require_confirmation()
    now = utcnow()
    with transactions.reading(db.session):
        try:
            issued = list_certificates(event, now=now)
        except Refusal as refusal:
            return page(account, event, refusal=refusal), 409
        sheets = [_sheet(event, certificate, now) for certificate in issued]
    with attempt():
        record_certificates(event, issued, actor=account.code, now=now)
    title = _("Certificates")
    return pdf_file(certificates_pdf(sheets, heading=sheet_heading(title, event)), title, event)


@bp.get("/sample.pdf")
@staff(Action.SEE_REGISTRATIONS)
def sample(account: Account, event: Event) -> ResponseReturnValue:
    """Serve the certificate of somebody who does not exist; its address confirms nothing."""
    del account
    owner = CertificateOwner(
        name=_("Given name Surname"), organisation=_("Organisation"), token=SAMPLE_TOKEN
    )
    sheet = certificate_sheet(event, owner, sample_attendance(event), now=utcnow())
    title = _("Certificate, sample")
    return pdf_file(certificates_pdf([sheet], heading=sheet_heading(title, event)), title, event)


def _sheet(event: Event, issued: IssuableCertificate, now: datetime) -> CertificateSheet:
    owner = CertificateOwner(issued.name, issued.organisation, issued.token)
    with speaking(issued.language):
        return certificate_sheet(event, owner, issued.attended, now=now)
