"""A form that is only a button: it has no fields but its CSRF token."""

from flask_wtf import FlaskForm


class ConfirmationForm(FlaskForm):  # type: ignore[misc]
    """Validates the CSRF token only."""
