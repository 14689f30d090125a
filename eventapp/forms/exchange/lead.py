"""Forms without an account: to share an experience, and to report an adaptation of one."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.exchange.lead import LeadText
from eventapp.domain.people.organisation import Directory
from eventapp.domain.survey.masking import EMAIL, PERSONAL_NUMBER, PHONE
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    OneLine,
    OneOf,
    OrganisationField,
    Required,
    SeveralLines,
    fold_email,
    tidy,
)
from eventapp.i18n import _, _l
from eventapp.models import AdaptationKind

TITLE_MAX_LENGTH, LINE_MAX_LENGTH, STORY_MAX_LENGTH = 80, 120, 4000


class FunctionAlone:
    """Refuse what points at one person where a function is asked for."""

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError where there is an address or a number of somebody."""
        if any(sign.search(field.data or "") for sign in (EMAIL, PERSONAL_NUMBER, PHONE)):
            raise ValidationError(
                _(
                    "Write a function, without an email address, a telephone number or a "
                    "personal identity number."
                )
            )


def mailbox() -> Any:
    """A field for an address that several people read."""
    return StringField(
        _l("Shared mailbox"),
        description=_l("A mailbox that several people read, not your own."),
        filters=[tidy],
        validators=[
            Required(_l("Write a shared mailbox, so that we can ask for more.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )


class LeadForm(BaseForm):
    """A few lines; the organisation is chosen from the directory."""

    title = StringField(
        _l("What is it about?"),
        description=_l("One line, at most 80 characters."),
        filters=[tidy],
        validators=[
            Required(_l("Write what it is about, in one line.")),
            MaxLength(TITLE_MAX_LENGTH),
            OneLine(),
        ],
    )
    story = TextAreaField(
        _l("What was the problem, what did you do, and how did it go?"),
        description=_l("Do not name anyone, or any place where a person could be recognised."),
        filters=[tidy],
        validators=[
            Required(_l("Describe what you did in a few sentences.")),
            MaxLength(STORY_MAX_LENGTH),
            SeveralLines(),
        ],
    )
    failed = BooleanField(_l("It did not work as planned. That is worth just as much to others."))
    contact_function = StringField(
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
    contact_email = mailbox()

    def text(self) -> LeadText:
        """The lead as the domain takes it."""
        return LeadText(
            title=self.title.data,
            story=self.story.data,
            failed=bool(self.failed.data),
            contact_function=self.contact_function.data,
            contact_email=fold_email(self.contact_email.data),
        )


class AdaptationForm(BaseForm):
    """What another organisation does with the experience."""

    kind = OneOf(
        _l("What are you doing?"),
        choices=[
            SelectChoice(AdaptationKind.PLANS.value, _l("We are planning to try it")),
            SelectChoice(AdaptationKind.ADAPTS.value, _l("We are adapting it")),
            SelectChoice(AdaptationKind.USES.value, _l("We are using it")),
            SelectChoice(AdaptationKind.REFRAINED.value, _l("We tried it and decided against it")),
        ],
        validators=[Required(_l("Choose what you are doing."))],
    )
    comment = TextAreaField(
        _l("What have you changed, or what stopped you?"),
        description=_l("One or two sentences, shown below the experience. Do not name anyone."),
        filters=[tidy],
        validators=[Required(_l("Write a sentence or two.")), MaxLength(400), SeveralLines()],
    )
    contact_email = mailbox()


def with_organisation(kind: type[BaseForm], directory: Directory, **options: Any) -> Any:
    """The form with a field for the organisation, which must be in the directory."""

    class Form(kind):  # type: ignore[valid-type, misc]
        organisation = OrganisationField(
            _l("Organisation"),
            directory=directory,
            filters=[tidy],
            validators=[Required(_l("Choose your organisation."))],
        )
        organisation.creation_counter = 0  # the first field, in the list of errors too

        def validate_organisation(self, field: Any) -> None:
            """Only organisations of the directory can own an experience."""
            if field.chosen is None:
                raise ValidationError(_l("Choose an organisation from the list."))

    return Form(**options)
