"""One speaker's page: who they are, and their sessions now and before."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.schedule.speaker.photo import PhotoSize, read_photo
from eventapp.domain.schedule.speaker.shown_speaker import (
    find_shown_speaker,
    list_earlier_appearances,
    list_released_sessions,
)
from eventapp.models import Event, Speaker
from eventapp.views.guards import visitor
from eventapp.views.headers import hide_from_search
from eventapp.views.loaders import load_event, load_schedule
from eventapp.views.sheets.picture import photo_response

bp = Blueprint("speaker", __name__, url_prefix="/events/<slug>/speakers/<code>")


@bp.get("")
@visitor(Action.SEE_PUBLIC)
def show(slug: str, code: str) -> ResponseReturnValue:
    """The speaker's page, not cached: what they take back is gone at once."""
    event, speaker = _load(slug, code)
    page = Response(
        render_template(
            "public/speaker/show.html",
            event=event,
            speaker=speaker,
            sessions=list_released_sessions(event, speaker),
            earlier=list_earlier_appearances(event, speaker),
            now=utcnow(),
        )
    )
    return hide_from_search(page) if event.closed else page


@bp.get("/photo/<any(small, medium, large):size>")
@visitor(Action.SEE_PUBLIC)
def photo(slug: str, code: str, size: str) -> Response:
    """The speaker's photo."""
    _event, speaker = _load(slug, code)
    return photo_response(read_photo(speaker, PhotoSize(size)), shared=True)


def _load(slug: str, code: str) -> tuple[Event, Speaker]:
    event = load_event(slug)
    load_schedule(event)
    return event, find_shown_speaker(event, code) or abort(404)
