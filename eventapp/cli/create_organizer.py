"""`eventapp create-organizer`: an account to begin with, and an address that signs it in once."""

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.clock import utcnow
from eventapp.domain.people.account import create_account, find_by_email
from eventapp.domain.people.account_list import has_accounts
from eventapp.domain.people.role import ScopedRole, give_role
from eventapp.domain.people.sign_in_link import (
    OPERATOR_LINK_DURATION,
    create_sign_in_link,
    sign_in_token,
)
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import OPERATOR
from eventapp.extensions import db
from eventapp.models import Account


@click.command()
@click.argument("email")
def create_organizer(email: str) -> None:
    """Make an organizer (the first account is an administrator too); print a sign-in address."""
    if "@" not in email:
        raise click.BadParameter("write an email address", param_hint="EMAIL")
    settings = command_settings()
    refuse_missing(settings)
    app = create_app(settings)
    migrate(app)
    with disconnecting(app):
        link = create_sign_in_link(_account(email), lasts=OPERATOR_LINK_DURATION, now=utcnow())
        db.session.commit()
        click.echo(f"{settings.base_url.rstrip('/')}/sign-in/links/{sign_in_token(link)}")


def _account(email: str) -> Account:
    now, first = utcnow(), not has_accounts()
    account = find_by_email(email) or create_account(email, email.partition("@")[0], now=now)
    for role in (Role.ORGANIZER, Role.ADMIN) if first else (Role.ORGANIZER,):
        give_role(account, ScopedRole(role), actor=OPERATOR, now=now)
    return account
