"""No field of choices is optional in WTForms' way: a blank first value would skip its check."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from flask import Flask
from wtforms import SelectField  # noqa: TID251  # what our own are made of
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

import eventapp.forms
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import OneOfList, SomeOf


def forms() -> Iterator[type[BaseForm]]:
    for module in pkgutil.walk_packages(eventapp.forms.__path__, "eventapp.forms."):
        members = vars(import_module(module.name)).values()
        yield from (
            value for value in members if isinstance(value, type) and issubclass(value, BaseForm)
        )


def test_no_choice_is_optional_in_a_way_that_skips_its_check() -> None:
    skipping = set()
    for form in forms():
        for name in dir(form):
            field = getattr(form, name)
            kind = getattr(field, "field_class", None)
            if kind and issubclass(kind, SelectField):
                validators = field.kwargs.get("validators") or ()
                if any(isinstance(validator, Optional) for validator in validators):
                    skipping.add(f"{form.__name__}.{name}")

    assert skipping == set()


class Fruits(BaseForm):
    single = OneOfList(choices=[], default="")
    some = SomeOf(choices=[], most=2)


@pytest.mark.parametrize(
    ("sent", "choice", "some"),
    [
        ({}, "", []),
        ({"single": "", "some": ["", "pear"]}, "", ["pear"]),
        ({"single": ["", "x"], "some": ["", ""]}, "", []),
        ({"single": "apple", "some": ["apple", "pear"]}, "apple", ["apple", "pear"]),
    ],
)
def test_a_blank_is_no_choice(
    app: Flask, sent: dict[str, object], choice: str, some: list[str]
) -> None:
    form = filled(app, sent)

    assert form.validate()
    assert (form.single.data, form.some.data or []) == (choice, some)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"single": "x"}, {"single"}),
        ({"single": " "}, {"single"}),
        ({"some": ["", "x"]}, {"some"}),
        ({"some": [" ", "x"]}, {"some"}),
        ({"some": ["apple", "x"]}, {"some"}),
        ({"some": ["apple", "pear", "plum"]}, {"some"}),
    ],
)
def test_what_was_never_offered_is_refused(
    app: Flask, sent: dict[str, object], wrong: set[str]
) -> None:
    form = filled(app, sent)

    assert not form.validate()
    assert set(form.errors) == wrong


def filled(app: Flask, sent: dict[str, object]) -> Fruits:
    with app.test_request_context(method="POST", data=sent):
        form = Fruits(meta={"csrf": False})
        for field in (form.single, form.some):
            field.choices = [SelectChoice(name, name) for name in ("apple", "pear", "plum")]
    return form
