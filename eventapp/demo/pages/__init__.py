"""Pages that exist only where mail is stored locally: in the demo and in development."""

from flask import Blueprint

from eventapp.demo.pages import mailbox

bp = Blueprint("demo", __name__)
bp.register_blueprint(mailbox.bp)
