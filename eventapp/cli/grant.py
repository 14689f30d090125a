"""`eventapp grant` and `eventapp revoke`: what the accounts page does, from the command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.event import find_event
from eventapp.domain.organisation.organisation_list import find_organisation
from eventapp.domain.people.account import find_by_email
from eventapp.domain.people.account_invitation import AccountInvitee, invite
from eventapp.domain.people.revocation import Revocation, revoke_role
from eventapp.domain.people.role import ScopedRole, give_role
from eventapp.domain.permission import GIVERS, Role
from eventapp.domain.record.audit import OPERATOR
from eventapp.extensions import db
from eventapp.i18n import speaking

Verb = Callable[[str, str, str | None, str | None], None]
ROLES = sorted({role.value for role, _level in GIVERS})


def _arguments(command: Verb) -> Verb:
    """Add the person, the role, and what it counts for."""
    for decorate in (
        click.option("--organisation", metavar="CODE", help="The organisation it counts for."),
        click.option("--event", "slug", metavar="SLUG", help="The event it counts for."),
        click.argument("role", type=click.Choice(ROLES)),
        click.argument("email"),
    ):
        command = decorate(command)
    return command


@click.command()
@_arguments
def grant(email: str, role: str, slug: str | None, organisation: str | None) -> None:
    """Give a role; somebody who cannot sign in for it yet gets an invitation by mail."""
    with _at_work():
        scoped = _scoped(role, slug, organisation)
        _refuse_ended(organisation)
        account, now = find_by_email(email), utcnow()
        ready = account and (account.has_second_factor or not scoped.for_staff)
        if account and ready:
            give_role(account, scoped, actor=OPERATOR, now=now)
            done = f"{email} has the role {role}."
        else:
            if "@" not in email:
                raise click.BadParameter("write an email address", param_hint="EMAIL")
            invite(AccountInvitee(email), [scoped], actor=OPERATOR, now=now)
            done = f"{email} is invited to the role {role}; the letter goes out within a minute."
        db.session.commit()
        click.echo(done)


@click.command()
@_arguments
def revoke(email: str, role: str, slug: str | None, organisation: str | None) -> None:
    """End a role, from the person's next click on, and withdraw open invitations to it."""
    with _at_work():
        scoped = _scoped(role, slug, organisation)
        revocation = revoke_role(email, scoped, actor=OPERATOR, now=utcnow())
        db.session.commit()
        for line in _lines_about(revocation, email, role):
            click.echo(line)


def _lines_about(revocation: Revocation, email: str, role: str) -> Iterator[str]:
    if revocation.ended:
        yield f"{email} no longer has the role {role}."
    if revocation.withdrawn:
        yield f"The invitation of {email} to the role {role} has been withdrawn."
    for other in sorted({offered.role.value for offered in revocation.also_offered}):
        yield f"It offered the role {other} too; `eventapp grant` invites to that anew."


@contextmanager
def _at_work() -> Iterator[None]:
    settings = command_settings()
    refuse_missing(settings)
    app = create_app(settings)
    migrate(app)
    with disconnecting(app), speaking("en"):
        try:
            yield
        except Refusal as refusal:
            db.session.rollback()
            raise click.ClickException(refusal.message) from refusal


def _scoped(role: str, slug: str | None, code: str | None) -> ScopedRole:
    event_id = organisation_id = None
    if slug is not None:
        event = find_event(slug)
        if event is None:
            raise click.ClickException(f"There is no event {slug}.")
        event_id = event.id
    if code is not None:
        holder = find_organisation(code)
        if holder is None:
            raise click.ClickException(f"There is no organisation {code}.")
        organisation_id = holder.id
    scoped = ScopedRole(Role(role), event_id, organisation_id)
    if (scoped.role, scoped.level) not in GIVERS or (slug and code):
        levels = [level.value for given, level in GIVERS if given is scoped.role]
        where = {"system": "without an option", "event": "with --event"}
        ways = " or ".join(where.get(level, "with --organisation") for level in levels)
        raise click.ClickException(f"The role {role} is given {ways}.")
    return scoped


def _refuse_ended(code: str | None) -> None:
    """Roles that an organisation had before its end can be revoked; new ones are not given."""
    organisation = find_organisation(code)
    if organisation and organisation.ended(utcnow().date()):
        raise click.ClickException(f"The organisation {code} has ended, so it gets no new roles.")
