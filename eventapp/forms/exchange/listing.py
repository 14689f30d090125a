"""Forms for listings, and for messages about the listings of others."""

from collections.abc import Sequence
from typing import Any

from wtforms import StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.exchange.contact import ContactReply, ContactText
from eventapp.domain.exchange.listing import ListingText
from eventapp.domain.people.folding import fold
from eventapp.forms.base_form import BaseForm
from eventapp.forms.exchange.lead import LINE_MAX_LENGTH, TITLE_MAX_LENGTH, FunctionAlone, mailbox
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    ListedChoice,
    MaxLength,
    OneLine,
    OneOf,
    OneOfList,
    Required,
    SeveralLines,
    fold_email,
    tidy,
)
from eventapp.i18n import _, _l, current_language
from eventapp.models import Account, FocusArea, ListingKind, Organisation

LISTING_TEXT_MAX_LENGTH, MESSAGE_MAX_LENGTH = 600, 2000
NAME_MIN_LENGTH = 3


class ListingForm(BaseForm):
    """What one's organisation can give, or would like help with."""

    kind = OneOf(
        _l("What is it?"),
        choices=[
            SelectChoice(ListingKind.OFFER.value, _l("We are offering something")),
            SelectChoice(ListingKind.NEED.value, _l("We need something")),
        ],
        validators=[Required(_l("Choose whether you are offering or seeking something."))],
    )
    organisation = ListedChoice(_l("Organisation"))
    area = OneOfList(_l("Focus area"), validators=[Required(_l("Choose a focus area."))])
    title = StringField(
        _l("In one line"),
        description=_l("At most 80 characters."),
        filters=[tidy],
        validators=[
            Required(_l("Write what it is about, in one line.")),
            MaxLength(TITLE_MAX_LENGTH),
            OneLine(),
        ],
    )
    text = TextAreaField(
        _l("What can you show, lend or describe, or what do you need?"),
        description=_l("Two or three sentences. Do not name anyone."),
        filters=[tidy],
        validators=[
            Required(_l("Write two or three sentences.")),
            MaxLength(LISTING_TEXT_MAX_LENGTH),
            SeveralLines(),
        ],
    )

    def __init__(
        self, areas: Sequence[FocusArea], organisations: Sequence[Organisation], **options: Any
    ) -> None:
        super().__init__(**options)
        english = current_language() == "en"
        self.area.choices = [
            SelectChoice("", _("Choose a focus area")),
            *(
                SelectChoice(area.code, area.short_name_in("en" if english else "sv"))
                for area in areas
            ),
        ]
        self.organisation.choices = [
            SelectChoice(organisation.code, organisation.name) for organisation in organisations
        ]
        self._organisations = {organisation.code: organisation for organisation in organisations}

    @property
    def chosen(self) -> Organisation:
        """Whose offer or need it is."""
        return self._organisations[self.organisation.data]

    def listing_text(self) -> ListingText:
        """The listing as the domain takes it."""
        return ListingText(
            kind=ListingKind(self.kind.data),
            area=self.area.data,
            title=self.title.data,
            text=self.text.data,
        )


class ContactForm(BaseForm):
    """A message through the relay."""

    text = TextAreaField(
        _l("What do you want to say?"),
        description=_l(
            "It is sent exactly as you write it. Do not include an address or telephone number."
        ),
        filters=[tidy],
        validators=[
            Required(_l("Write what you want to say.")),
            MaxLength(MESSAGE_MAX_LENGTH),
            SeveralLines(),
        ],
    )
    function = StringField(
        _l("Your function"),
        description=_l("For example coordinator, crime prevention."),
        filters=[tidy],
        validators=[
            Required(_l("Write your function.")),
            MaxLength(LINE_MAX_LENGTH),
            OneLine(),
            FunctionAlone(),
        ],
    )
    email = StringField(
        _l("Shared mailbox"),
        description=_l("One that several people read. It is passed on only if they say yes."),
        filters=[tidy],
        validators=[
            Required(_l("Write an address that we can reply to.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )

    def message(self) -> ContactText:
        """The message as the domain takes it."""
        return ContactText(
            text=self.text.data,
            function=self.function.data,
            email=fold_email(self.email.data),
            language=current_language(),
        )


class ReplyForm(BaseForm):
    """A yes to a message: whom to ask for. Nobody's own name or address is passed on."""

    function = StringField(
        _l("Function"),
        description=_l("For example coordinator, crime prevention. Not a name."),
        filters=[tidy],
        validators=[
            Required(_l("Write a function to contact.")),
            MaxLength(LINE_MAX_LENGTH),
            OneLine(),
            FunctionAlone(),
        ],
    )
    email = mailbox()

    def __init__(self, account: Account | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._own_address = account.email if account else ""
        self._own_name = account.name if account else ""

    def validate_email(self, field: Any) -> None:
        """An address of one's own that bears one's name is no shared mailbox."""
        if field.errors:
            return
        local = fold(fold_email(field.data).partition("@")[0])
        words = [word for word in fold(self._own_name).split() if len(word) >= NAME_MIN_LENGTH]
        own = fold_email(field.data) == self._own_address
        if own and any(word in local for word in words):
            raise ValidationError(
                _l("That is your own address. Write one that several people read.")
            )

    def reply(self) -> ContactReply:
        """The yes as the domain takes it."""
        return ContactReply(self.function.data, fold_email(self.email.data))
