"""A function is asked for, never a person, wherever one is named as contact or does something."""

from types import SimpleNamespace

from flask import Flask
from wtforms import ValidationError

from eventapp.forms.exchange.experience import ExperienceForm
from eventapp.forms.exchange.lead import FunctionAlone, LeadForm
from eventapp.forms.exchange.listing import ContactForm, ReplyForm
from eventapp.forms.exchange.plan import PlanActionForm

FUNCTIONS = (
    LeadForm.contact_function,
    ContactForm.function,
    ReplyForm.function,
    ExperienceForm.contact_function,
    PlanActionForm.function,
)


def is_refused(text: str) -> bool:
    try:
        FunctionAlone()(None, SimpleNamespace(data=text))
    except ValidationError:
        return True
    return False


def test_every_field_for_a_function_refuses_a_person() -> None:
    for field in FUNCTIONS:
        assert any(isinstance(check, FunctionAlone) for check in field.kwargs["validators"])


def test_an_address_or_a_number_of_somebody_is_no_function(app: Flask) -> None:
    del app
    for person in ("Bo, bo.ek@town.example", "Bo 19121212-1212", "samordnare 070-123 45 67"):
        assert is_refused(person)
    for function in ("", "samordnare, årskurs 7–9", "områdespolis, Dnr 12345-22", "SSPF 2023-2024"):
        assert not is_refused(function)
