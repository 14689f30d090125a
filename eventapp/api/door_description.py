"""The door's part of the API description; its limits are those that the parser checks."""

import re
from typing import Any

from eventapp.api import shapes
from eventapp.domain.door.device import GATES_MAX
from eventapp.domain.door.verdict import TicketStatus, Verdict
from eventapp.models import ScanKind, ScanManner

SECURITY: list[dict[str, list[str]]] = [{"phone": []}]


def _text(form: re.Pattern[str] | None = None) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{form.pattern}$"} if form else {"type": "string"}


def _whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


def _schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _answers(schema: str, *statuses: int) -> dict[str, Any]:
    refused = {
        str(status): {"description": "Refused", "content": _json(_schema("Error"))}
        for status in statuses
    }
    return {"200": {"description": "Done", "content": _json(_schema(schema))}, **refused}


def _object(required: str, **properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


WHOLE: dict[str, Any] = {"type": "integer"}
SAFE = _whole(-shapes.SAFE_INTEGER_MAX, shapes.SAFE_INTEGER_MAX)
AWAKE = _whole(0, shapes.AWAKE_MAX)
BASE64: dict[str, Any] = {"type": "string", "contentEncoding": "base64"}
VERDICT: dict[str, Any] = {
    "type": ["string", "null"],
    "enum": [*(verdict.value for verdict in Verdict), None],
}
FIRST = _object("at place uncertain", at=WHOLE, place=WHOLE, uncertain={"type": "boolean"})
RESULT = {"enum": ["stored", "known", "differs", "malformed", "quarantined"]}

SCHEMAS: dict[str, Any] = {
    "Error": _object("code message", code=_text(), message=_text()),
    "Handshake": _object(
        "server odo wall", server=_whole(0, shapes.MOMENT_MAX), odo=AWAKE, wall=SAFE
    ),
    "Scan": _object(
        "id kind how place life seq odo wall before after verdict roster",
        id=_text(shapes.SCAN_ID),
        kind={"enum": [kind.value for kind in ScanKind]},
        digest=_text(shapes.DIGEST),
        target=_text(shapes.SCAN_ID),
        how={"enum": [manner.value for manner in ScanManner]},
        place=_whole(0, GATES_MAX),
        life=_text(shapes.LIFE),
        seq=SAFE,
        odo=AWAKE,
        wall=SAFE,
        before=_schema("Handshake"),
        after={"oneOf": [_schema("Handshake"), {"type": "null"}]},
        verdict=VERDICT,
        roster=SAFE,
    ),
    "Batch": _object("scans", scans={**_list(_schema("Scan")), "maxItems": shapes.BATCH_ITEMS_MAX}),
    "Answer": _object(
        "id result",
        id={"type": ["string", "null"]},
        result=RESULT,
        verdict=VERDICT,
        reason={"enum": ["replaced"]},
        first=FIRST,
    ),
    "Answers": _object(
        "server_time answers",
        server_time=WHOLE,
        revision=WHOLE,
        answers=_list(_schema("Answer")),
    ),
    "Roster": _object(
        "format event revision since complete next server_time expires zone days zero place "
        "reader places count records gone arrivals check swap_key",
        format=WHOLE,
        event=_text(),
        revision=WHOLE,
        since=WHOLE,
        complete={"type": "boolean"},
        next={"type": ["string", "null"]},
        server_time=WHOLE,
        expires=WHOLE,
        zone=_text(),
        days=_list({"type": "string", "format": "date"}),
        zero=WHOLE,
        place=WHOLE,
        reader=WHOLE,
        places=_list(_object("place name", place=WHOLE, name=_text())),
        count=WHOLE,
        records=BASE64,
        gone=BASE64,
        arrivals=BASE64,
        check=_text(re.compile("[0-9a-f]{64}")),
        swap_key=BASE64,
    ),
    "Query": _object("q", q={"type": "string", "maxLength": shapes.QUERY_MAX_LENGTH}),
    "Found": _object(
        "results",
        results=_list(
            _object(
                "digest name organisation status",
                digest=_text(shapes.DIGEST),
                name=_text(),
                organisation=_text(),
                status={"enum": [status.name.lower() for status in TicketStatus]},
            )
        ),
    ),
}


def _parameter(name: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": about}


def _post(name: str, about: str, sent: str, answered: str) -> dict[str, Any]:
    return {
        "post": {
            "operationId": name,
            "summary": about,
            "security": SECURITY,
            "requestBody": {"required": True, "content": _json(_schema(sent))},
            "responses": _answers(answered, 400, 401, 403, 413, 415, 429),
        }
    }


DOOR_PATHS: dict[str, Any] = {
    "/api/v1/door/roster": {
        "get": {
            "operationId": "showRoster",
            "summary": "The roster: everything in pages, or what has changed since a revision",
            "security": SECURITY,
            "parameters": [
                _parameter("since", WHOLE, "A revision the phone has; 0 for everything"),
                _parameter("after", _text(shapes.DIGEST), "The digest that ended a page"),
            ],
            "responses": _answers("Roster", 400, 401, 429),
        }
    },
    "/api/v1/door/scans": _post(
        "createScans", "Store a batch of scans; each is answered for", "Batch", "Answers"
    ),
    "/api/v1/door/search": _post(
        "searchNames", "Find at most ten people by name or desk code", "Query", "Found"
    ),
}
