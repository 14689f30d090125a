"""A form that is only a button: it has no fields but its CSRF token."""

from eventapp.forms.base_form import BaseForm


class ConfirmationForm(BaseForm):
    """Validates the CSRF token only."""
