"""The coordinator's menu in the page header."""

from flask import Blueprint, request, url_for

from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views.context import MenuItem

DELEGATION_PAGES = {
    "coordinator.delegation",
    "coordinator.answer",
    "coordinator.person",
}
ORGANISATION_PAGES = {"coordinator.organisation", "coordinator.plan", "coordinator.result"}
EXPERIENCE_PAGES = {
    "coordinator.declaration",
    "coordinator.experience",
    "coordinator.experience_version",
    "coordinator.listing",
}


def init_app(bp: Blueprint) -> None:
    """Give the coordinator's templates their menu."""

    @bp.context_processor
    def menus() -> dict[str, object]:
        return {"coordinator_head": coordinator_head}


def coordinator_head(account: Account) -> list[MenuItem]:
    """Return the links to the coordinator's pages, the public pages and the account."""
    return [
        MenuItem(
            _("Delegations"),
            url_for("coordinator.delegation.index"),
            request.blueprint in DELEGATION_PAGES,
        ),
        MenuItem(
            _("Overview"),
            url_for("coordinator.organisation.show"),
            request.blueprint in ORGANISATION_PAGES,
        ),
        MenuItem(
            _("Our experiences"),
            url_for("coordinator.experience.index"),
            request.blueprint in EXPERIENCE_PAGES,
        ),
        MenuItem(_("Public pages"), url_for("public.event.index"), current=False),
        MenuItem(account.name, url_for("account.security.edit"), current=False),
    ]
