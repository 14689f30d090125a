"""An event whose registrations are approved, and whom its organizer has just sent away."""

from eventapp.clock import utcnow
from eventapp.domain.desk.approval import decline
from eventapp.domain.desk.bulk_act import PlannedAct, Selection, continue_act, start_act
from eventapp.domain.desk.cancellation import complete_cancellation, force_cancel
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.permission import Role
from eventapp.domain.registration.link import personal_token
from eventapp.extensions import db
from eventapp.models import BulkActKind
from tests.builders import a_registration
from tests.journeys.demo_event import an_event_soon, app_on_demo_database
from tests.journeys.signed_in_pages import PageView, page_views
from tests.server import LiveServer

EVENT = "/organizer/events/<slug>"
REASON = "Mötet är för kommuner som arbetar med trygga torg."


def approval_pages(live: LiveServer) -> dict[str, list[PageView]]:
    """What the organizer and the people see of it, by the rules of the pages."""
    with app_on_demo_database(live):
        event = an_event_soon(
            seats=9, slug="a11y-approving", title="Granskat möte", approval_days=3
        )
        now = utcnow()
        pending, gone, refused, sent_away, *many = (
            a_registration(event, name=name, now=now)
            for name in ("Vera Väntan", "Gun Gången", "Nils Nejd", "Bo Borta", "Ada Ek", "Eva Ek")
        )
        force_cancel(gone, actor="organizer", reason="Anmäld två gånger", now=now)
        decline(refused, actor="organizer", reason=REASON, now=now)
        final = decline(sent_away, actor="organizer", reason=REASON, now=now)
        complete_cancellation(final.code, now=final.undo_until)
        chosen = Selection(RegistrationFilter(), tuple(person.code for person in many))
        plan = PlannedAct(BulkActKind.CANCEL, reason="Inställd buss")
        act = start_act(event, chosen, plan, expected=len(many), actor="organizer", now=now)
        while continue_act(act.id, now=now):
            pass
        desk = f"/organizer/events/{event.slug}"
        codes = [person.code for person in (pending, gone, refused, sent_away)]
        people = [
            f"/registrations/{personal_token(p)}" for p in (pending, gone, refused, sent_away)
        ]
        act_page = f"{desk}/registrations/bulk/{act.code}"
        db.session.commit()
    return {
        EVENT: page_views(desk, by=Role.ADMIN),
        f"{EVENT}/registrations": page_views(f"{desk}/registrations", by=Role.ADMIN),
        f"{EVENT}/registrations/<code>": page_views(
            *(f"{desk}/registrations/{code}" for code in codes), by=Role.ADMIN
        ),
        f"{EVENT}/registrations/bulk/new": page_views(
            *(f"{desk}/registrations/bulk/new?act={act}" for act in ("approve", "decline")),
            by=Role.ADMIN,
        ),
        f"{EVENT}/registrations/bulk/<code>": page_views(act_page, by=Role.ADMIN),
        f"{EVENT}/log": page_views(f"{desk}/log", by=Role.ADMIN),
        "/events/<slug>/registration/new": page_views("/events/a11y-approving/registration/new"),
        "/events/<slug>/registration/received": page_views(
            "/events/a11y-approving/registration/received?state=pending"
        ),
        "/registrations/<token>": page_views(*people),
    }
