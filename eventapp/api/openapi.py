"""The API described for programs: OpenAPI 3.1."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from eventapp.api import errors
from eventapp.api.door_description import DOOR_PATHS, SCHEMAS
from eventapp.api.guards import anybody
from eventapp.domain.permission import Action

bp = Blueprint("api_openapi", __name__, url_prefix="/api/v1")
errors.init_blueprint(bp)


@bp.get("/openapi.json")
@anybody(Action.SEE_PUBLIC)
def show() -> ResponseReturnValue:
    """The whole description as JSON."""
    return jsonify(
        openapi="3.1.0",
        info={
            "title": "eventapp",
            "version": "1",
            "description": "Moments are whole milliseconds since 1970-01-01 UTC unless said.",
        },
        paths=DOOR_PATHS,
        components={
            "schemas": SCHEMAS,
            "securitySchemes": {
                "phone": {"type": "apiKey", "in": "cookie", "name": "eventapp_door"}
            },
        },
    )
