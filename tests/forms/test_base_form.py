"""A form that is only to be shown in another language is not checked, and not valid either."""

from flask import Flask
from flask_wtf.file import FileField
from wtforms import StringField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import Required


class Letter(BaseForm):
    """Something to write, and something to choose."""

    class Meta:
        """Options of WTForms."""

        csrf = False

    text = StringField(validators=[Required("Write something.")])
    file = FileField()


def test_a_form_that_was_sent_is_checked(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"text": ""}):
        form = Letter()
        assert not form.validate_on_submit()
        assert form.text.errors == ["Write something."]

    with app.test_request_context(method="POST", data={"text": "Hej"}):
        assert Letter().validate_on_submit()


def test_a_switched_form_is_never_valid_and_has_no_errors(app: Flask) -> None:
    for text in ("", "Hej"):
        with app.test_request_context("/?language=en", method="POST", data={"text": text}):
            form = Letter()
            assert not form.validate_on_submit()
            assert not form.errors
            assert form.text.data == text


def test_a_file_that_was_chosen_must_be_chosen_again(app: Flask) -> None:
    with app.test_request_context("/?language=en", method="POST", data={"file": "plan.pdf"}):
        form = Letter()
        assert not form.validate_on_submit()
        assert form.file.errors == ["Choose the file again. It was not kept with the rest."]
