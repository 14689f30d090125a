"""Pictures that people upload: taken in from a form, and sent as they are stored."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from eventapp.documents.photo import (
    FILE_MAX_BYTES,
    PhotoTooLarge,
    PhotoTooSmall,
    UnreadablePhoto,
    draw_photo,
    draw_picture,
)
from eventapp.domain.schedule.speaker.photo import SquarePhoto
from eventapp.domain.schedule.venue_picture import WholePicture
from eventapp.i18n import _
from eventapp.models import VenuePicture

FORM_OVERHEAD_BYTES = 1024 * 1024
Drawn = TypeVar("Drawn")


def take_in(field: Any) -> SquarePhoto | None:
    """Draw the photo of a form's field anew; None where there is none, or the field has errors.

    It takes up to seconds: call it outside of any transaction.
    """
    drawn = _drawn(field, draw_photo)
    if drawn is None:
        return None
    return SquarePhoto(drawn.digest, drawn.small, drawn.medium, drawn.large)


def take_in_whole(field: Any) -> WholePicture | None:
    """As take_in, of a picture that is shown as it is."""
    drawn = _drawn(field, draw_picture)
    if drawn is None:
        return None
    return WholePicture(drawn.digest, drawn.jpeg, drawn.width, drawn.height)


def _drawn(field: Any, draw: Callable[[bytes], Drawn]) -> Drawn | None:
    if not field.data:
        return None
    try:
        with field.data.stream as stream:
            return draw(stream.read(FILE_MAX_BYTES + 1))
    except PhotoTooLarge:
        field.errors = [too_large()]
    except PhotoTooSmall:
        field.errors = [_("The picture is too small. Choose one of at least 200 × 200 pixels.")]
    except UnreadablePhoto:
        field.errors = [_("We cannot read this picture. Choose a JPEG, PNG or WebP file.")]
    return None


def too_large() -> str:
    """The sentence for a file that is."""
    return _("The picture is too large. Choose one of at most 15 MB and 60 million pixels.")


def allow_photos(bp: Blueprint, most: int, back: Callable[[dict[str, Any]], str]) -> None:
    """Let the forms of these pages bring files of `most` bytes; what is larger is told kindly.

    `back` makes the address to go back to, from the view's arguments.
    """

    @bp.url_value_preprocessor
    def raise_limit(_endpoint: str | None, _values: dict[str, object] | None) -> None:
        request.max_content_length = most + FORM_OVERHEAD_BYTES

    @bp.errorhandler(RequestEntityTooLarge)
    def refuse_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
        flash(_("The file is too large. Nothing was saved."), "care")
        return redirect(back(request.view_args or {}), 303)


def venue_picture_response(picture: VenuePicture | None, *, shared: bool = False) -> Response:
    """As photo_response, of an event's picture, where this reader may see one."""
    return photo_response(picture.jpeg if picture else None, shared=shared)


def photo_response(photo: bytes | None, *, shared: bool = False) -> Response:
    """The picture as JPEG, or 404; browsers keep one that everybody may see for five minutes."""
    if photo is None:
        abort(404)
    response = Response(photo, mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Robots-Tag"] = "noindex"
    if shared:
        response.headers["Cache-Control"] = "public, max-age=300"
    return response
