"""What every form shares: one that is only to be shown again is not saved."""

from typing import Any

from flask import g, request
from flask_wtf import FlaskForm  # noqa: TID251  # only this module may
from flask_wtf.file import FileField
from wtforms import HiddenField

from eventapp.i18n import _, is_only_shown


class _ProtectedForm(FlaskForm.Meta.csrf_class):  # type: ignore[misc]
    """The token of a form is written by the page, masked: it need not be made to read a form."""

    def generate_csrf_token(self, _field: object) -> str:
        """Return nothing: templates write `csrf_token()`."""
        return ""


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that people fill in and send."""

    # Options of WTForms, which looks for them under this name.
    Meta = type("Meta", (FlaskForm.Meta,), {"csrf_class": _ProtectedForm})

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was sent to be saved, and nothing in it is wrong.

        Where only the language was changed, or the form's token is of an ended session, nothing is
        checked and what was typed is shown again.
        """
        if not is_only_shown():
            return bool(super().validate_on_submit(extra_validators))
        for field in self:
            if isinstance(field, FileField) and request.form.get(field.name):
                field.errors = [_("Choose the file again. It was not kept with the rest.")]
        # A mere button comes back with nothing that anybody wrote: the page for errors says more.
        if g.get("form_expired") and any(not isinstance(field, HiddenField) for field in self):
            g.form_shown_again = True
            self.form_errors = [_("The form had been open for too long. Send it once more.")]
        return False
