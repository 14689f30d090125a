"""A file of an experience."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

from eventapp.domain.exchange.experience_file import FILE_TITLE_MAX_LENGTH
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import MaxLength, OneLine, Required, tidy
from eventapp.forms.schedule.material import FILE_HINT
from eventapp.i18n import _l


class ExperienceFileForm(BaseForm):
    """A template or a checklist that others may use, and what it is called."""

    title = StringField(
        _l("Title"),
        description=_l("For example: Template for consent."),
        filters=[tidy],
        validators=[
            Required(_l("Write a title.")),
            MaxLength(FILE_TITLE_MAX_LENGTH),
            OneLine(),
        ],
    )
    file = FileField(
        _l("File"), description=FILE_HINT, validators=[FileRequired(_l("Choose a file."))]
    )
