"""A picture of the venue or of the way there, and in words what it shows."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import ValidationError

from eventapp.domain.schedule.venue_picture import DESCRIPTION_MAX_LENGTH
from eventapp.forms.event.event import text_field
from eventapp.forms.fields import MaxLength, Required
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import VenuePicture


class VenuePictureForm(VersionedForm):
    """Without a file, the picture that is shown stays."""

    picture = FileField(
        _l("Picture"),
        description=_l(
            "A photo, a plan or a drawing: JPEG, PNG or WebP, at most 15 MB. We take away what the "
            "file says of place and camera."
        ),
    )
    description = text_field(
        _l("What the picture shows"),
        Required(_l("Write what the picture shows.")),
        MaxLength(DESCRIPTION_MAX_LENGTH),
        description=_l(
            "So that someone who cannot see it finds the way as well. For example: “The entrance "
            "is on the yard, to the right of the clock tower.”"
        ),
    )
    description_en = text_field(
        _l("What the picture shows, in English"), MaxLength(DESCRIPTION_MAX_LENGTH)
    )

    def __init__(self, *, has_picture: bool, **options: Any) -> None:
        super().__init__(**options)
        self._has_picture = has_picture

    def validate_picture(self, field: Any) -> None:
        """A file is chosen, where there is no picture yet."""
        if not field.data and not self._has_picture:
            raise ValidationError(_("Choose a file."))


def venue_picture_form_data(picture: VenuePicture | None) -> dict[str, Any]:
    """The initial values of the form: of a withdrawn picture its version alone."""
    if picture is None:
        return {"version": 0}
    shown = picture.withdrawn_at is None
    return {
        "version": picture.version,
        "description": picture.description if shown else "",
        "description_en": picture.description_en if shown else "",
    }
