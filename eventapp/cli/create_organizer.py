"""`eventapp create-organizer`: an account to begin with, and an address that signs it in once."""

import click

from eventapp.app import create_app
from eventapp.cli.migrating import migrate
from eventapp.cli.own_keys import own_keys
from eventapp.clock import utcnow
from eventapp.config import Settings, from_environment
from eventapp.domain.people.account import create_account, find_by_email, grant, list_accounts
from eventapp.domain.people.sign_in import HANDED_OUT_LASTS, make_link, token_of
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account

HERE = "http://localhost:8000"


@click.command()
@click.argument("email")
def create_organizer(email: str) -> None:
    """Make an organizer (the first account is an administrator too); print a sign-in address."""
    if "@" not in email:
        raise click.BadParameter("write an email address", param_hint="EMAIL")
    settings = _settings()
    app = create_app(settings)
    migrate(app)
    with app.app_context():
        link = make_link(_account(email), lasts=HANDED_OUT_LASTS, now=utcnow())
        db.session.commit()
        click.echo(f"{settings.base_url.rstrip('/')}/sign-in/links/{token_of(link)}")


def _settings() -> Settings:
    plain = from_environment()
    own = {} if plain.secret_key else own_keys(plain.data_folder)
    return from_environment(
        base_url=plain.base_url or HERE,
        mail_from=plain.mail_from or "konferens@bra.example",
        **own,
    )


def _account(email: str) -> Account:
    first = not list_accounts()
    account = find_by_email(email) or create_account(email, email.partition("@")[0], now=utcnow())
    held = {each.role for each in account.grants if each.event_id is None}
    for role in (Role.ORGANIZER, Role.ADMIN) if first else (Role.ORGANIZER,):
        if role.value not in held:
            grant(account, role)
    return account
