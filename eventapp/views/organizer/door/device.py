"""The phones of an event: invited with a link, listed, and shut out."""

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents import qr_link
from eventapp.domain.door import device as devices
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.door.device import DeviceForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.models import Account, Device, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("device", __name__, url_prefix="/events/<slug>/door/devices")


@bp.get("")
@staff(Action.MANAGE_DOOR)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List the event's phones, and offer to invite one more."""
    return _list(account, event, DeviceForm())


@bp.post("")
@staff(Action.MANAGE_DOOR)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Make a pairing link for a door."""
    form = DeviceForm()
    if not form.validate_on_submit():
        return _list(account, event, form), 422
    with attempt() as tried:
        device = devices.invite(event, form.door.data, actor=account.name, now=utcnow())
    if tried.refusal:
        form.form_errors.append(tried.refusal.message)
        return _list(account, event, form), 409

    return redirect(url_for(".show", slug=event.slug, code=device.code), 303)


@bp.get("/<code>")
@staff(Action.MANAGE_DOOR)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show the pairing link, as a QR code and as text, until it has been used."""
    device, now = _load(event, code), utcnow()
    waits = devices.may_be_paired(device, now=now)
    address = _pairing_address(devices.pairing_token(device)) if waits else ""
    return render_template(
        "organizer/door/device/show.html",
        account=account,
        event=event,
        device=device,
        waits=waits,
        address=address,
        side=qr_link.side(address) if waits else 0,
        path=qr_link.svg_path(address) if waits else "",
    )


@bp.get("/<code>/revocation")
@staff(Action.MANAGE_DOOR)
def new_revocation(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Ask first."""
    return render_template(
        "organizer/door/device/new_revocation.html",
        account=account,
        event=event,
        device=_load(event, code),
        form=ConfirmationForm(),
    )


@bp.post("/<code>/revocation")
@staff(Action.MANAGE_DOOR)
def create_revocation(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Shut the phone out."""
    devices.revoke(_load(event, code), actor=account.name, now=utcnow())
    db.session.commit()
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/quarantine/release")
@staff(Action.MANAGE_DOOR)
def create_release(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Count the scans that a phone sent after it was revoked."""
    devices.count_quarantined(_load(event, code), actor=account.name, now=utcnow())
    db.session.commit()
    return redirect(url_for(".index", slug=event.slug), 303)


def _pairing_address(token: str) -> str:
    """The public address. The demo has none: phones of its network reach it as its visitor does."""
    if current_app.extensions["settings"].shows_sample:
        return url_for("door.new", token=token, _external=True)
    return absolute("door.new", token=token)


def _load(event: Event, code: str) -> Device:
    return devices.find_device(event, code) or abort(404)


def _list(account: Account, event: Event, form: DeviceForm) -> str:
    phones, now = devices.list_devices(event), utcnow()
    return render_template(
        "organizer/door/device/index.html",
        account=account,
        event=event,
        devices=phones,
        waiting={phone.id for phone in phones if devices.may_be_paired(phone, now=now)},
        places=devices.list_gates(event),
        quarantined=devices.quarantined_scans(event),
        form=form,
    )
