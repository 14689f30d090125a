"""The door: a page that works without network, its files, and the pairing of a phone."""

import hashlib
from datetime import timedelta
from functools import cache

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.config import ROOT
from eventapp.domain.door import device as devices
from eventapp.domain.door.closing import EventOver, is_closed, tokens_end_at
from eventapp.domain.people.try_limit import TryLimit
from eventapp.domain.permission import Action
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Device
from eventapp.views.assets import asset
from eventapp.views.attempt import attempt
from eventapp.views.guards import limit_tries, require_confirmation, visitor
from eventapp.views.headers import PERMISSIONS, POLICY

STATIC = ROOT / "static"
SHELL, REHEARSAL = "door/show.html", "door/training/rehearsal.html"
PRACTICE = "js/door/rehearsal.js"
FOLDERS = ("js/door", "vendor/idb", "vendor/zxing-wasm")
FILES = ("fonts/next.woff2", "fonts/next-ext.woff2", "fonts/mono.woff2")
CODE = {".js", ".wasm"}
# Reading QR codes is done by WebAssembly, here and nowhere else; so is the camera.
DOOR_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
DOOR_PERMISSIONS = PERMISSIONS.replace("camera=()", "camera=(self)")

bp = Blueprint("door", __name__, url_prefix="/door")


@bp.get("")
@visitor(Action.PAIR_PHONE)
def show() -> ResponseReturnValue:
    """The page at the door; a phone that is not paired is shown how to pair it."""
    try:
        device = _paired()
    except EventOver:
        return render_template("door/over.html"), 403
    if device is None:
        return render_template("door/unpaired.html")
    # It shows nobody by itself. On a phone that was shut out, by the organizer or by the end of the
    # event, it says so, sends the scans that are left, and removes the rest.
    shut_out = device.revoked_at is not None or is_closed(device.event, now=utcnow())
    return camera_page(SHELL), 403 if shut_out else 200


@bp.get("/shell")
@visitor(Action.PAIR_PHONE)
def shell() -> ResponseReturnValue:
    """The same page for the phone to store: it contains nothing personal."""
    return camera_page(SHELL)


@bp.get("/pair/<token>")
@visitor(Action.PAIR_PHONE)
def new(token: str) -> ResponseReturnValue:
    """Show which door the link is for; looking at it pairs nothing."""
    device = devices.find_to_pair(token, now=utcnow())
    if device is None:
        return render_template("door/spent.html"), 410
    form = ConfirmationForm()
    return render_template("door/new.html", token=token, device=device, form=form)


@bp.post("/pair/<token>")
@visitor(Action.PAIR_PHONE)
@limit_tries(TryLimit(20, timedelta(minutes=1)))
def create(token: str) -> ResponseReturnValue:
    """Pair this phone, once."""
    require_confirmation()
    with attempt() as tried:
        device, device_token = devices.pair(token, now=utcnow())
        expires = tokens_end_at(device.event)
    if tried.refusal:
        return render_template("door/spent.html"), 410

    settings = current_app.extensions["settings"]
    response = redirect(url_for(".show"), 303)
    response.set_cookie(
        settings.door_cookie,
        device_token,
        expires=expires,
        secure=settings.secure,
        httponly=True,
        samesite="Strict",
        path="/",
    )
    return response


@bp.get("/service-worker.js")
@visitor(Action.PAIR_PHONE)
def service_worker() -> ResponseReturnValue:
    """The script that stores the door's own files on the phone, and nothing else."""
    training = [url_for("training.rehearsal"), url_for("training.help_page")]
    practice = url_for("static", filename=PRACTICE)
    of_door = [address for address in _addresses() if address != practice]
    script = render_template(
        "door/service-worker.js",
        pages={url_for(".show"): url_for(".shell"), **{page: page for page in training}},
        files=[url_for(".shell"), *of_door, asset("door.css"), asset("icons/mark.svg")],
        training=[*training, practice, url_for("training.roster"), asset("site.css")],
        version=_version(),
    )
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = url_for(".show")
    return response


@bp.get("/manifest.webmanifest")
@visitor(Action.PAIR_PHONE)
def manifest() -> ResponseReturnValue:
    """How the door looks on a phone's home screen."""
    response = current_app.json.response(
        name=_("Door"),
        short_name=_("Door"),
        start_url=url_for(".show"),
        scope=url_for(".show"),
        display="standalone",
        background_color="#0b1110",
        theme_color="#0b1110",
        icons=[{"src": asset("icons/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    )
    response.mimetype = "application/manifest+json"
    return response


def _paired() -> Device | None:
    token = request.cookies.get(current_app.extensions["settings"].door_cookie, "")
    return devices.find_paired(token, now=utcnow()) if token else None


def camera_page(template: str) -> Response:
    """A page that reads tickets with the camera; only such pages may."""
    response = make_response(render_template(template))
    response.headers["Content-Security-Policy"] = DOOR_POLICY
    response.headers["Permissions-Policy"] = DOOR_PERMISSIONS
    return response


@cache
def _files() -> tuple[str, ...]:
    code = (
        path.relative_to(STATIC).as_posix()
        for folder in FOLDERS
        for path in (STATIC / folder).rglob("*")
        if path.suffix in CODE
    )
    return (*sorted(code), *FILES)


def _addresses() -> list[str]:
    return [url_for("static", filename=name) for name in _files()]


def _version() -> str:
    """Changes when any stored file does, or the words of the page."""
    seen = hashlib.sha256()
    for page in (SHELL, REHEARSAL, "door/training/help.html"):
        seen.update(render_template(page).encode())
    for name in _files():
        seen.update((STATIC / name).read_bytes())
    return seen.hexdigest()[:16]
