"""What the style guide shows: every kind of field, right and wrong, and a day for its sessions."""

from datetime import UTC, datetime

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,  # noqa: TID251  # nobody sends this form
    SelectField,  # noqa: TID251
    SelectMultipleField,  # noqa: TID251
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length
from wtforms.widgets import CheckboxInput, ListWidget

from eventapp.forms.base_form import BaseForm
from eventapp.i18n import _l

SAMPLE_DAY = datetime(2023, 6, 13, tzinfo=UTC)

# Enough to want searching.
_TOWNS = (
    "Göteborg",
    "Linköping",
    "Sigtuna",
    "Södertälje",
    "Trollhättan",
    "Öckerö",
    "Åmål",
    "Ängelholm",
)
_KINDS = ("socialförvaltningen", "kommunledningen", "utbildningskontoret", "kulturnämnden")


class StyleguideForm(BaseForm):
    """One field of each kind."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Write your name.")), Length(max=120)],
        description=_l("The name you want to be called by."),
    )
    email = EmailField(
        _l("Email address"),
        validators=[
            DataRequired(_l("Write your email address.")),
            Email(
                _l(
                    "Something is missing in the email address. Write it like this: "
                    "name@town.example."
                )
            ),
        ],
        description=_l("We will send your ticket here."),
    )
    organisation = SelectField(
        _l("Organisation"),
        choices=[
            SelectChoice("", ""),
            *(SelectChoice(f"{t}-{k}", f"{t}, {k}") for t in _TOWNS for k in _KINDS),
        ],
        validators=[DataRequired(_l("Choose your organisation from the list."))],
        description=_l("Type a few letters and choose from the list."),
    )
    day = SelectField(
        _l("Day"), choices=[SelectChoice("1", _l("Tuesday")), SelectChoice("2", _l("Wednesday"))]
    )
    role = StringField(_l("What is your work?"))
    session = RadioField(
        _l("Session A, Tuesday at 11.20"),
        choices=[
            SelectChoice("p03", "Tre arbetsdagar – sociala insatsgrupper som kommer i gång"),
            SelectChoice("p04", "Från trygghetsvandring till åtgärdslista"),
            SelectChoice("p05", "Orossamtal som fungerar – vi övar"),
        ],
        validators=[DataRequired(_l("Choose a session for 11.20."))],
    )
    days = SelectMultipleField(
        _l("Which days are you coming?"),
        choices=[SelectChoice("1", _l("Tuesday")), SelectChoice("2", _l("Wednesday"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    diet = TextAreaField(
        _l("Special diet"),
        description=_l("The kitchen is told numbers only, never names."),
    )
    photo = BooleanField(
        _l("I agree to be named in the list of speakers"),
        description=_l("You can change your mind at any time."),
    )


def wrong_form() -> StyleguideForm:
    """The form as it comes back to someone who filled it in badly; what was typed is kept."""
    form = StyleguideForm(
        formdata=MultiDict(
            {
                "wrong-name": "Linnéa Vårglim",
                "wrong-email": "linnea.varglim",
                "wrong-day": "1",
            }
        ),
        prefix="wrong-",
        meta={"csrf": False},
    )
    form.validate()
    return form
