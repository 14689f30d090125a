"""`eventapp create-organizer`: an account to begin with, and an address that signs it in once."""

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import migrate
from eventapp.clock import utcnow
from eventapp.domain.people.account import create_account, find_by_email, grant, list_accounts
from eventapp.domain.people.sign_in_link import (
    OPERATOR_LINK_DURATION,
    create_sign_in_link,
    sign_in_token,
)
from eventapp.domain.permission import Role
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
    with app.app_context():
        link = create_sign_in_link(_account(email), lasts=OPERATOR_LINK_DURATION, now=utcnow())
        db.session.commit()
        click.echo(f"{settings.base_url.rstrip('/')}/sign-in/links/{sign_in_token(link)}")


def _account(email: str) -> Account:
    first = not list_accounts()
    account = find_by_email(email) or create_account(email, email.partition("@")[0], now=utcnow())
    roles = {each.role for each in account.grants if each.event_id is None}
    for role in (Role.ORGANIZER, Role.ADMIN) if first else (Role.ORGANIZER,):
        if role.value not in roles:
            grant(account, role)
    return account
