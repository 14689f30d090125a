"""Merging two registrations, against the versions that the preview showed."""

from wtforms import HiddenField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.versioned import VersionField


class DoubleMergeForm(BaseForm):
    """Which goes into which: the codes of two registrations."""

    goes = HiddenField()
    stays = HiddenField()
    source_version = VersionField()
    target_version = VersionField()
