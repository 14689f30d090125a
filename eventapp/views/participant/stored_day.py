"""The one page that a person's own phone keeps for when there is no network, and its worker.

Both know the phone by its cookie alone: no personal link stands in their addresses or texts.
"""

from flask import Blueprint, Response, abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.place import map_address, place_lines
from eventapp.domain.registration.own_schedule.own_day import items_by_day, own_day, own_moments
from eventapp.domain.registration.ticket import has_ticket
from eventapp.domain.schedule.opening import latest_opening_line
from eventapp.domain.schedule.venue_picture import find_shown_picture
from eventapp.i18n import current_language
from eventapp.models import Registration, VenuePicture
from eventapp.views import phone_cookie
from eventapp.views.assets import asset
from eventapp.views.guards import visitor
from eventapp.views.participant.now import has_day
from eventapp.views.participant.ticket import ticket_picture
from eventapp.views.sheets.picture import venue_picture_response

bp = Blueprint("stored_day", __name__)
FILES = (
    "site.css",
    "js/main.js",
    "js/components/stored-day.js",
    "fonts/next.woff2",
    "fonts/mono.woff2",
    "icons/mark.svg",
)


@bp.get("/day")
@visitor(Action.REGISTER)
def show() -> ResponseReturnValue:
    """Ticket, own sessions and the way there; 404 once the phone should keep nothing (any more).

    The headers tell the worker until when it may show the page, for which personal link, and
    which picture belongs to it.
    """
    registration = _remembered()
    venue_picture = find_shown_picture(registration.event, confirmed=True)
    response = make_response(_page(registration, venue_picture))
    response.headers["X-Stored-Until"] = registration.event.ends_at.isoformat()
    response.headers["X-Link-Digest"] = registration.link_digest
    if venue_picture:
        response.headers["X-Picture"] = url_for(".picture", v=venue_picture.digest)
    return response


@bp.get("/day/picture")
@visitor(Action.REGISTER)
def picture() -> Response:
    """The picture of the venue, for as long as the phone may keep the page."""
    return venue_picture_response(find_shown_picture(_remembered().event, confirmed=True))


@bp.get("/service-worker.js")
@visitor(Action.REGISTER)
def service_worker() -> ResponseReturnValue:
    """The script that keeps that page on the phone, and nothing else of a person."""
    home = url_for("public.lost_link.new")
    script = render_template(
        "participant/stored_day/service_worker.js",
        files=[asset(name) for name in FILES],
        home=home,
        page=url_for(".show"),
        picture=url_for(".picture"),
    )
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = home
    return response


def _remembered() -> Registration:
    """Whose page this phone may keep, or 404."""
    registration = phone_cookie.remembered_registration(now=utcnow())
    if registration is None or not has_day(registration):
        abort(404)
    return registration


def _page(registration: Registration, venue_picture: VenuePicture | None) -> str:
    event, now = registration.event, utcnow()
    day = own_day(registration, current_language(), now=now)
    ticket = ticket_picture(registration) if has_ticket(registration) else None
    return render_template(
        "participant/stored_day/show.html",
        registration=registration,
        event=event,
        now=now,
        day=day,
        moments=own_moments(day, event.time_zone),
        days=items_by_day(day.items, event.time_zone),
        ways={"ticket": ticket and "#ticket", "schedule": day.schedule and "#schedule"},
        ticket=ticket,
        place=place_lines(event, confirmed=True),
        map_url=map_address(event, confirmed=True),
        venue_picture=venue_picture,
        opening=latest_opening_line(event),
    )
