"""The demo's mailbox: what would have been sent, to be read."""

import base64
import hashlib
import re

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from eventapp.domain.permission import Action
from eventapp.mail.mailbox import Mailbox
from eventapp.views.guards import visitor
from eventapp.views.headers import as_attachment

bp = Blueprint("mailbox", __name__)
ZONE = "Europe/Stockholm"  # where the sample events take place


@bp.get("/mailbox")
@visitor(Action.READ_MAILBOX)
def index() -> ResponseReturnValue:
    """List the messages, the newest first, by page and by words."""
    words = request.args.get("q", "").strip()[:100]
    page = _mailbox().search(words, page=request.args.get("page", 1, int))
    return render_template("demo/mailbox/index.html", page=page, words=words, zone=ZONE)


@bp.get("/mailbox/<message_id>")
@visitor(Action.READ_MAILBOX)
def show(message_id: str) -> ResponseReturnValue:
    """One message: head, text, what is attached."""
    message = _mailbox().read(message_id) or abort(404)
    return render_template("demo/mailbox/show.html", message=message, zone=ZONE)


@bp.get("/mailbox/<message_id>/letter")
@visitor(Action.READ_MAILBOX)
def letter(message_id: str) -> ResponseReturnValue:
    """One message as a mail program draws it, and nothing that such a program would not run."""
    message = _mailbox().read(message_id)
    if not message or not message.html:
        abort(404)
    response = Response(message.html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _letter_policy(message.html)
    return response


@bp.get("/mailbox/<message_id>.eml")
@visitor(Action.READ_MAILBOX)
def source(message_id: str) -> ResponseReturnValue:
    """One message as it was composed."""
    content = _mailbox().source(message_id)
    if content is None:
        abort(404)
    response = Response(content, mimetype="message/rfc822")
    return as_attachment(response, f"{message_id}.eml")


@bp.get("/mailbox.json")
@visitor(Action.READ_MAILBOX)
def as_json() -> ResponseReturnValue:
    """The list for programs."""
    return jsonify(
        [
            {
                "id": message.id,
                "to": list(message.to),
                "subject": message.subject,
                "message_id": message.message_id,
                "sent_at": message.sent_at.isoformat(),
                "eml": url_for("demo.mailbox.source", message_id=message.id),
            }
            for message in _mailbox().list_all()
        ]
    )


def _mailbox() -> Mailbox:
    return Mailbox(current_app.extensions["settings"].data_folder)


def _letter_policy(html: str) -> str:
    """What a letter may do: use its own style sheet and its own pictures."""
    sheets = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    hashes = (hashlib.sha256(sheet.encode()).digest() for sheet in sheets)
    digests = [base64.b64encode(digest).decode() for digest in hashes]
    styles = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; img-src data:; style-src {styles}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
