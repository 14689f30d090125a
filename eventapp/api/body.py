"""What programs send and get: JSON, in a shape."""

import json
from typing import TypeVar

import msgspec
from flask import Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

LARGEST_BODY = 256 * 1024

Shape = TypeVar("Shape", bound=msgspec.Struct)


def read_body(shape: type[Shape]) -> Shape:
    """What was sent, in its shape.

    Raises BadRequest, UnsupportedMediaType, RequestEntityTooLarge.
    """
    try:
        return msgspec.convert(_json(), shape)
    except (msgspec.ValidationError, UnicodeEncodeError):  # a lone surrogate has no UTF-8
        raise BadRequest from None


def _json() -> object:
    if not request.is_json:
        raise UnsupportedMediaType
    if (request.content_length or 0) > LARGEST_BODY:
        raise RequestEntityTooLarge
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):  # a list in a list in a list, and so on
        raise BadRequest from None


def compact(shape: msgspec.Struct) -> Response:
    """An answer as JSON without blanks."""
    return Response(msgspec.json.encode(shape), mimetype="application/json")
