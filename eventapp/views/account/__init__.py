"""Signing in and out, and how one does it."""

from flask import Blueprint

from eventapp.views.account import account_invitation, profile, security, sign_in, sign_in_link

bp = Blueprint("account", __name__)
for module in (sign_in, sign_in_link, security, profile, account_invitation):
    bp.register_blueprint(module.bp)
