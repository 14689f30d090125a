"""A button that must be pressed: no fields but the protection of the form."""

from flask_wtf import FlaskForm


class ConfirmationForm(FlaskForm):  # type: ignore[misc]
    """Says only that its own page sent it."""
