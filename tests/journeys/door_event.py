"""An event that goes on now, with everybody whom a door may meet."""

from dataclasses import dataclass, field
from datetime import timedelta

from eventapp.clock import utcnow
from eventapp.domain.desk.cancellation import force_cancel
from eventapp.domain.door import device as devices
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.models import CheckIn, Device, Event, Registration, RegistrationState
from tests.builders import a_registration, an_event
from tests.journeys.door_server import DoorServer


@dataclass
class DoorEvent:
    """An event that goes on now, its people's codes by name, and links to pair phones with."""

    server: DoorServer
    slug: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    link: str = ""
    other_link: str = ""  # to the other event, where Annika Annan is registered

    def device(self) -> Device:
        """The phone at its only door."""
        return db.session.query(Device).join(Event).filter(Event.slug == self.slug).one()

    def scans(self) -> list[CheckIn]:
        """What that phone has sent, in the order made."""
        device = self.device()
        return db.session.query(CheckIn).filter_by(device_id=device.id).order_by("seq").all()

    def cancel(self, name: str) -> None:
        """Cancel somebody's place at this moment, as an organizer does."""
        of_here = (Event.slug == self.slug, Registration.name == name)
        person = db.session.query(Registration).join(Event).filter(*of_here)
        force_cancel(person.one(), actor="organizer", reason="Ill.", now=utcnow())


def a_door_event(server: DoorServer, *, ends_in: timedelta) -> DoorEvent:
    """The event, its people and a link to pair a phone with, on a server that runs."""
    now = utcnow()
    door_event = DoorEvent(server)
    with server.app_context():
        opened = {"registration_opens_at": now - timedelta(days=9)}
        closes = {"registration_closes_at": now + timedelta(hours=6)}
        starts = min(now - timedelta(hours=1), now + ends_in - timedelta(hours=1))
        event = an_event(seats=9, starts_at=starts, ends_at=now + ends_in, **opened, **closes)
        other = an_event(starts_at=starts, **opened, **closes)
        people = {
            name: a_registration(other if name == "Annika Annan" else event, name=name, now=now)
            for name in ("Åsa Öberg", "Avan Mäld", "Nyare Biljett", "Vänta Länge", "Annika Annan")
        }
        door_event.codes = {name: ticket.current_code(person) for name, person in people.items()}
        force_cancel(people["Avan Mäld"], actor="organizer", reason="Ill.", now=now)
        ticket.issue(event, people["Nyare Biljett"], now=now)
        people["Vänta Länge"].state = RegistrationState.WAITLISTED
        door_event.slug = event.slug
        link = devices.invite(event, "Entré", actor="organizer", now=now)
        door_event.link = f"/door/pair/{devices.pairing_token(link)}"
        link = devices.invite(other, "Annan entré", actor="organizer", now=now)
        door_event.other_link = f"/door/pair/{devices.pairing_token(link)}"
        db.session.flush()
        door_event.codes["desk"] = people["Åsa Öberg"].desk_code
    return door_event
