"""The door's part of the API's description, made from the structs that parse and write it."""

from typing import Any

import msgspec

from eventapp.api.packed_roster import PACKED_ROSTER
from eventapp.api.shapes import (
    BATCH_ITEMS_MAX,
    DIGEST_PATTERN,
    WALK_INS_MAX,
    AnswersShape,
    AnyScan,
    BatchShape,
    ErrorShape,
    FoundShape,
    GreetingShape,
    NewsShape,
    OrganisationsShape,
    QueryShape,
    QuestionShape,
    ReplyShape,
    ReportShape,
    RosterShape,
    WalkInAnswersShape,
    WalkInBatchShape,
    WalkInShape,
    WelcomeShape,
)

SECURITY: list[dict[str, list[str]]] = [{"phone": []}]
REFERENCE = "#/components/schemas/{name}"


def _schemas() -> dict[str, Any]:
    shapes = (
        *(BatchShape, AnswersShape, RosterShape, QueryShape, FoundShape, ErrorShape),
        *(QuestionShape, ReplyShape, ReportShape, NewsShape, GreetingShape, WelcomeShape),
        *(WalkInBatchShape, WalkInAnswersShape, OrganisationsShape, WalkInShape, AnyScan),
    )
    references, schemas = msgspec.json.schema_components(shapes, ref_template=REFERENCE)
    named = dict(zip(shapes, references, strict=True))
    # A batch is read item by item, so its struct cannot name them.
    scans = {"type": "array", "items": named[AnyScan], "maxItems": BATCH_ITEMS_MAX}
    schemas[BatchShape.__name__]["properties"]["scans"] = scans
    walk_ins = {"type": "array", "items": named[WalkInShape], "maxItems": WALK_INS_MAX}
    schemas[WalkInBatchShape.__name__]["properties"]["walk_ins"] = walk_ins
    return schemas


SCHEMAS = _schemas()


def _json(shape: type) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REFERENCE.format(name=shape.__name__)}}}


def _answers(shape: type, *statuses: int) -> dict[str, Any]:
    refused = {
        str(status): {"description": "Refused", "content": _json(ErrorShape)} for status in statuses
    }
    return {"200": {"description": "Done", "content": _json(shape)}, **refused}


def _roster_answers() -> dict[str, Any]:
    answers = _answers(RosterShape, 400, 401, 429)
    answers["200"]["content"][PACKED_ROSTER] = {"schema": {"type": "string", "format": "binary"}}
    return answers


def _parameter(name: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": about}


def _post(name: str, about: str, sent: type, answered: type) -> dict[str, Any]:
    return {
        "post": {
            "operationId": name,
            "summary": about,
            "security": SECURITY,
            "requestBody": {"required": True, "content": _json(sent)},
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
                _parameter(
                    "since", {"type": "integer"}, "A revision the phone has; 0 for everything"
                ),
                _parameter(
                    "after",
                    {"type": "string", "pattern": DIGEST_PATTERN},
                    "The digest that ended a page",
                ),
            ],
            "responses": _roster_answers(),
        }
    },
    "/api/v1/door/scans": _post(
        "createScans", "Store a batch of scans; each is answered for", BatchShape, AnswersShape
    ),
    "/api/v1/door/verdict": _post(
        "showVerdict", "What a ticket is worth now; stores nothing", QuestionShape, ReplyShape
    ),
    "/api/v1/door/walk-ins": _post(
        "createWalkIns",
        "Store a batch of people who came without a registration; each is answered for",
        WalkInBatchShape,
        WalkInAnswersShape,
    ),
    "/api/v1/door/organisations": {
        "get": {
            "operationId": "showOrganisations",
            "summary": "The names of the organisations that people at the event come from",
            "security": SECURITY,
            "responses": _answers(OrganisationsShape, 401, 403, 429),
        }
    },
    "/api/v1/door/search": _post(
        "searchNames", "Find at most ten people by name or desk code", QueryShape, FoundShape
    ),
    "/api/v1/door/report": _post(
        "createReport", "Say how a phone is, and hear what organizers say", ReportShape, NewsShape
    ),
    "/api/v1/door/welcome": _post(
        "showWelcome",
        "What a phone may say of whoever its scan let in",
        GreetingShape,
        WelcomeShape,
    ),
}
