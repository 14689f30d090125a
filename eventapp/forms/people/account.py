"""Accounts: whom to invite to which roles, and what an account says of its owner."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import EmailField, StringField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.people.account_invitation import ROLES_MAX, AccountInvitee
from eventapp.domain.people.account_profile import NAME_MAX_LENGTH, Profile
from eventapp.domain.people.role import ScopedRole, codes_of, roles_of
from eventapp.domain.people.role_label import ROLE_LABELS
from eventapp.domain.permission import GIVERS, Level, Role
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    NoAddress,
    OneLine,
    OneOf,
    OneOfList,
    Required,
    SomeOf,
    fold_email,
    tidy,
)
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Account

LANGUAGE_CHOICES = (("sv", "Svenska"), ("en", "English"))  # each in its own words


def _email(label: str) -> Any:
    return EmailField(
        label,
        filters=[tidy],
        validators=[
            Required(_l("Write the email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )


def _name(*validators: Any, hint: str = "") -> Any:
    return StringField(
        _l("Name"),
        description=hint,
        filters=[tidy],
        validators=[*validators, MaxLength(NAME_MAX_LENGTH), OneLine(), NoAddress()],
    )


def _language(label: str) -> Any:
    return OneOf(
        label,
        choices=[SelectChoice(code, words) for code, words in LANGUAGE_CHOICES],
        default="sv",
    )


@dataclass(frozen=True, slots=True)
class RoleScopes:
    """What roles can be given for: (id, address or code, name) of events and organisations.

    `levels` are those at which whoever asks gives roles.
    """

    levels: Collection[Level]
    events: Sequence[tuple[int, str, str]] = ()
    organisations: Sequence[tuple[int, str, str]] = ()


class RoleForm(BaseForm):
    """Roles for the whole system, the same ones for some events, and for one organisation."""

    system_roles = SomeOf(_l("For the whole system"))
    events = SomeOf(_l("Events"), most=ROLES_MAX)
    event_roles = SomeOf(_l("Role at the events"))
    organisation = OneOfList(_l("Coordinator for"))

    def __init__(self, scopes: RoleScopes, **options: Any) -> None:
        super().__init__(**options)
        self.scopes = scopes
        self.system_roles.choices = role_choices(Level.SYSTEM, scopes)
        self.event_roles.choices = role_choices(Level.EVENT, scopes)
        self._events = {slug: id_ for id_, slug, _title in scopes.events}
        self.events.choices = [SelectChoice(slug, title) for _id, slug, title in scopes.events]
        self._organisations = {code: id_ for id_, code, _name in scopes.organisations}
        self.organisation.choices = [
            SelectChoice("", _("Choose an organisation")),
            *(SelectChoice(code, name) for _id, code, name in scopes.organisations),
        ]

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """Ask for a role, and for the events that an event's role is for."""
        valid = super().validate(*arguments, **options)
        if self.event_roles.data and not self.events.data:
            self.events.errors = [_("Choose at least one event that the role is for.")]
            return False
        if self.events.data and not self.event_roles.data:
            self.event_roles.errors = [_("Choose at least one role for the events.")]
            return False
        if valid and not self.roles():
            self.form_errors.append(_("Choose at least one role."))
            return False
        return bool(valid)

    def roles(self) -> list[ScopedRole]:
        """The roles that were chosen. Only after validation."""
        roles = [ScopedRole(Role(value)) for value in self.system_roles.data or ()]
        roles += [
            ScopedRole(Role(value), self._events[slug])
            for slug in self.events.data or ()
            for value in self.event_roles.data or ()
        ]
        if organisation_id := self._organisations.get(self.organisation.data or ""):
            roles.append(ScopedRole(Role.COORDINATOR, organisation_id=organisation_id))
        return roles


def role_choices(level: Level, scopes: RoleScopes) -> list[SelectChoice]:
    """The roles that exist at this level, in the order of the roles; none where none is given."""
    return [
        SelectChoice(role.value, ROLE_LABELS[role])
        for role in Role
        if (role, level) in GIVERS and level in scopes.levels
    ]


class AccountInvitationForm(RoleForm):
    """Whom to invite, and to what."""

    email = _email(_l("Email address"))
    name = _name(hint=_l("They can change it when they accept."))
    language = _language(_l("Language of the letter"))

    def invitee(self) -> AccountInvitee:
        """Whom the letter is for."""
        return invitee_of(self)


def invitation_form_data(account: Account) -> dict[str, Any]:
    """The values that invite an account anew to what it has, for whoever stopped half way.

    Of its events, those where it has the same roles as at the first.
    """
    at_events: dict[str, set[str]] = {}
    for grant in account.grants:
        if grant.event is not None:
            at_events.setdefault(grant.event.slug, set()).add(grant.role)
    event_roles = next(iter(at_events.values()), set[str]())
    return {
        "email": account.email,
        "name": account.name,
        "language": account.letter_language,
        "system_roles": [
            role.role.value for role in roles_of(account.grants) if role.level is Level.SYSTEM
        ],
        "events": [slug for slug, roles in at_events.items() if roles == event_roles],
        "event_roles": sorted(event_roles),
    }


class ColleagueForm(BaseForm):
    """Whom to invite to one event, and as what."""

    email = _email(_l("Email address"))
    name = _name(hint=_l("They can change it when they accept."))
    language = _language(_l("Language of the letter"))
    roles = SomeOf(
        _l("Role"),
        choices=role_choices(Level.EVENT, RoleScopes({Level.EVENT})),
        validators=[Required(_l("Choose at least one role."))],
    )

    def scoped_roles(self, event_id: int) -> list[ScopedRole]:
        """The roles that were chosen, for the event. Only after validation."""
        return [ScopedRole(Role(value), event_id) for value in self.roles.data]

    def invitee(self) -> AccountInvitee:
        """Whom the letter is for."""
        return invitee_of(self)


def invitee_of(form: AccountInvitationForm | ColleagueForm) -> AccountInvitee:
    """Whom a valid form invites."""
    return AccountInvitee(fold_email(form.email.data), form.name.data, form.language.data)


class ProfileForm(VersionedForm):
    """Name and language of an account."""

    name = _name(Required(_l("Write a name.")))
    language = _language(_l("Language of pages and letters"))

    def profile(self) -> Profile:
        """Say the same thing in the domain's words."""
        return Profile(self.name.data, self.language.data)


def profile_form_data(account: Account) -> dict[str, Any]:
    """The initial values of the form."""
    return {
        "name": account.name,
        "language": account.letter_language,
        "version": account.version,
    }


class AddressForm(BaseForm):
    """Another mail address for one's own account."""

    new_email = _email(_l("New email address"))

    def email(self) -> str:
        """The address as it is stored. Only after validation."""
        return fold_email(self.new_email.data)


class AcceptanceForm(BaseForm):
    """The name of somebody who accepts an invitation and has no account yet."""

    name = _name(Required(_l("Write your name.")))


class HandOverForm(BaseForm):
    """Own roles, and the colleague who takes them over."""

    roles = SomeOf(
        _l("What do you hand over?"),
        validators=[Required(_l("Choose at least one role."))],
    )
    colleague = OneOfList(
        _l("To whom?"),
        validators=[Required(_l("Choose a colleague."))],
    )

    def __init__(
        self, roles: Sequence[tuple[ScopedRole, str]], colleagues: Sequence[Account], **options: Any
    ) -> None:
        super().__init__(**options)
        # By what each is, never by its place in the list: that moves when a role ends meanwhile.
        self._roles = {"/".join(codes_of(role).values()): role for role, _label in roles}
        self.roles.choices = [
            SelectChoice(value, label)
            for value, (_role, label) in zip(self._roles, roles, strict=True)
        ]
        self.colleague.choices = [
            SelectChoice("", _("Choose a colleague")),
            *(
                SelectChoice(colleague.code, f"{colleague.name}, {colleague.email}")
                for colleague in colleagues
            ),
        ]

    def handed_over(self) -> list[ScopedRole]:
        """The roles that were chosen. Only after validation."""
        return [self._roles[value] for value in self.roles.data]
