"""What every form shares: one whose page is to be shown in another language is not saved."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm  # noqa: TID251  # only this module may
from flask_wtf.file import FileField

from eventapp.i18n import _, switched_language


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that people fill in and send."""

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was sent to be saved, and nothing in it is wrong.

        Where only the language was changed, nothing is checked and what was typed is shown again.
        """
        if not switched_language():
            return bool(super().validate_on_submit(extra_validators))
        for field in self:
            if isinstance(field, FileField) and request.form.get(field.name):
                field.errors = [_("Choose the file again. It was not kept with the rest.")]
        return False
