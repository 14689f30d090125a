"""Doors that exist only where mail is kept locally: in the demo and in development."""

from flask import Blueprint

from eventapp.views.demo import mailbox

bp = Blueprint("demo", __name__)
bp.register_blueprint(mailbox.bp)
