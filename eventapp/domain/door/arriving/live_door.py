"""The door on a second screen: figures of the day that anybody in the foyer may see. No name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from eventapp.domain.door.arriving.pulse import Pulse, beat
from eventapp.domain.door.scan_tally import DayTally, load_day
from eventapp.domain.registration.registration_count import select_counts
from eventapp.extensions import db
from eventapp.models import (
    WHERE_ODD,
    CheckIn,
    Device,
    DeviceKind,
    Event,
    Gate,
    RegistrationCount,
    RegistrationState,
    RejectedScan,
)

# A phone reports each fifteen seconds while its page is looked at.
QUIET_AFTER = timedelta(seconds=60)
ORGANISATIONS_SHOWN = 8
# A count of fewer people would say of one of them whether they are here.
ORGANISATION_MIN = 5


@dataclass(frozen=True, slots=True)
class LivePhone:
    """A paired phone; it is `quiet` when it has not been heard of for a while."""

    device: Device
    seen_at: datetime | None
    quiet: bool
    # Whether the phone has heard that its door is paused.
    knows_of_pause: bool


@dataclass(frozen=True, slots=True)
class LiveGate:
    """A door, how many came first through it on the day, and its phones."""

    gate: Gate
    came: int
    phones: Sequence[LivePhone]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of an organisation's people came, or of all `others`, which have no name here."""

    name: str
    placed: int
    came: int
    others: int = 0


@dataclass(frozen=True, slots=True)
class LiveDoor:
    """What the screen shows of one day. `whole`: no scan that has arrived is left to be counted."""

    placed: int
    came: int
    lately: int
    pulse: Pulse
    gates: Sequence[LiveGate]
    organisations: Sequence[Share]
    contradicted: int
    odd: int
    rejected: int
    whole: bool

    @property
    def phones(self) -> list[LivePhone]:
        """All phones, door by door."""
        return [phone for gate in self.gates for phone in gate.phones]

    @property
    def waiting(self) -> int:
        """How many scans the phones said that they had not sent yet."""
        return sum(phone.device.waiting for phone in self.phones)


def watch(event: Event, day: date, *, now: datetime) -> LiveDoor:
    """Read the figures of a day. However many people there are, nobody's row is read."""
    tally = load_day(event, day)
    placed = _placed(event)
    came = sum(tally.came.values())
    odd, rejected = _to_look_at(event)
    pulse, lately = beat(tally.minutes, event, day, now=now)
    return LiveDoor(
        placed=sum(placed.values()),
        came=came,
        lately=lately,
        pulse=pulse,
        gates=_gates(event, tally, now),
        organisations=_shares(placed, tally.organisations, came),
        contradicted=len(tally.contradicted),
        odd=odd,
        rejected=rejected,
        whole=tally.whole,
    )


def _placed(event: Event) -> Counter[str]:
    """How many have a place, by the name of their organisation."""
    counts = select_counts([event.id], RegistrationCount.organisation_name)
    rows = db.session.execute(counts.where(RegistrationCount.state == RegistrationState.CONFIRMED))
    return Counter({row[0]: int(row[1]) for row in rows})


def _to_look_at(event: Event) -> tuple[int, int]:
    """How many scans are odd, and how many could not be read."""
    odd = select(func.count()).where(CheckIn.event_id == event.id, WHERE_ODD)
    rejected = select(func.count()).where(RejectedScan.event_id == event.id)
    row = db.session.execute(select(odd.scalar_subquery(), rejected.scalar_subquery())).one()
    return row[0], row[1]


def _shares(placed: Counter[str], came: Counter[str], total: int) -> list[Share]:
    """The largest organisations by themselves, all others together."""
    largest = [
        Share(name, count, max(0, came[name]))
        for name, count in placed.most_common()
        if name and count >= ORGANISATION_MIN
    ][:ORGANISATIONS_SHOWN]
    shown = {share.name for share in largest}
    rest = sum(count for name, count in placed.items() if name not in shown)
    if not rest:
        return largest
    came_of_rest = max(0, total - sum(share.came for share in largest))
    return [*largest, Share("", rest, came_of_rest, others=len(placed.keys() - shown))]


def _gates(event: Event, tally: DayTally, now: datetime) -> list[LiveGate]:
    rows = db.session.execute(
        select(Gate, Device)
        .outerjoin(
            Device,
            (Device.place_id == Gate.id)
            & (Device.kind == DeviceKind.PHONE)
            & Device.paired_at.is_not(None)
            & Device.revoked_at.is_(None),
        )
        .where(Gate.event_id == event.id)
        .order_by(Gate.number, Device.number)
    ).all()
    came: Counter[int] = Counter()
    for (door, _hour), count in tally.came.items():
        came[door] += count
    gates: dict[int, tuple[Gate, list[Device]]] = {}
    for gate, device in rows:
        gates.setdefault(gate.number, (gate, []))[1].extend([device] if device else [])
    return [
        LiveGate(gate, came[number], [_phone(device, gate, now) for device in devices])
        for number, (gate, devices) in gates.items()
        if devices or came[number]
    ]


def _phone(device: Device, gate: Gate, now: datetime) -> LivePhone:
    seen_at = _latest((device.last_seen_at, device.reported_at))
    return LivePhone(
        device,
        seen_at,
        quiet=seen_at is None or now - seen_at > QUIET_AFTER,
        knows_of_pause=gate.paused_at is not None
        and device.reported_at is not None
        and device.reported_at >= gate.paused_at,
    )


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def opens_today(event: Event, day: date) -> datetime | None:
    """When the programme begins, if that is on this day."""
    begins = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    return event.starts_at if begins.date() == day else None
