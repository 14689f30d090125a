"""Who may have a material, and from when on: one function that every page, zip and search asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import selectinload

from eventapp.domain.schedule.material import find_material, select_materials
from eventapp.extensions import db
from eventapp.models import Audience, Event, EventState, Material, Opening


class MaterialAccess(StrEnum):
    """What somebody gets to know of a material."""

    OPEN = "open"
    """It can be had now."""
    LOCKED = "locked"
    """That it is there, and who may have it from when on; nothing that is in it."""
    HIDDEN = "hidden"
    """Not even that it is there."""


@dataclass(frozen=True, slots=True)
class MaterialReader:
    """Who asks: an organizer; or what they are at this event, and the ids of their organisations.

    `seated` means a confirmed place, `came` that they have been there as well.
    """

    organizer: bool = False
    seated: bool = False
    came: bool = False
    organisations: frozenset[int] = frozenset()


OFF = frozenset({EventState.POSTPONED, EventState.CANCELLED})
VISITOR = MaterialReader()
ORGANIZER = MaterialReader(organizer=True)


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A material as somebody may see it; `opens_at` where its moment is still to come."""

    material: Material
    access: MaterialAccess
    opens_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it can be had now."""
        return self.access is MaterialAccess.OPEN


def access(
    material: Material, reader: MaterialReader, event: Event, *, now: datetime
) -> MaterialAccess:
    """What this reader may know of the material at this moment."""
    if material.withdrawn:
        return MaterialAccess.HIDDEN
    if reader.organizer:
        return MaterialAccess.OPEN
    released = material.session is None or material.session.released is not None
    opens_at = opening_moment(material, event)
    if not released or opens_at is None or material.audience is Audience.ORGANIZERS:
        return MaterialAccess.HIDDEN
    if now >= opens_at and _is_for(material, reader):
        return MaterialAccess.OPEN
    return MaterialAccess.LOCKED


def opening_moment(material: Material, event: Event) -> datetime | None:
    """From when on those it is for may have it; None until an organizer opens it by hand.

    What does not take place has no end: a session that is cancelled, or of an event that is
    postponed or called off, opens nothing at the time when it would have ended.
    """
    if material.opening is Opening.SESSION_END:
        shown = material.session.released if material.session else None
        if event.state in OFF or (shown and shown.get("cancelled")):
            return None
        return datetime.fromisoformat(shown["ends_at"]) if shown else event.ends_at
    if material.opening is Opening.NOW:
        return material.created_at
    return material.opens_at


def list_shown(event: Event, reader: MaterialReader, *, now: datetime) -> list[ShownMaterial]:
    """The event's materials that this reader may know of, in the order of their sessions."""
    shown = [_shown(material, reader, event, now) for material in _list(event, reader)]
    return [material for material in shown if material.access is not MaterialAccess.HIDDEN]


def list_open(event: Event, reader: MaterialReader, *, now: datetime) -> list[Material]:
    """The materials that this reader can have now."""
    return [shown.material for shown in list_shown(event, reader, now=now) if shown.is_open]


def list_open_to(
    event: Event, find_reader: Callable[[], MaterialReader], *, now: datetime
) -> list[Material]:
    """The same; who the reader is, is looked up only where the event has materials."""
    every = select_materials(event).options(selectinload(Material.organisations))
    materials = db.session.scalars(every).all()
    if not materials:
        return []
    reader = find_reader()
    shown = (_shown(material, reader, event, now) for material in materials)
    return [material.material for material in shown if material.is_open]


def find_open(event: Event, code: str, reader: MaterialReader, *, now: datetime) -> Material | None:
    """The material of this code, if the reader can have it now."""
    material = find_material(event, code)
    if material is None or access(material, reader, event, now=now) is not MaterialAccess.OPEN:
        return None
    return material


def find_shown(
    event: Event, code: str, reader: MaterialReader, *, now: datetime
) -> ShownMaterial | None:
    """The material of this code, if the reader may know of it."""
    material = find_material(event, code)
    shown = _shown(material, reader, event, now) if material else None
    return shown if shown and shown.access is not MaterialAccess.HIDDEN else None


def _list(event: Event, reader: MaterialReader) -> Sequence[Material]:
    every = select_materials(event)
    if reader.organisations:
        every = every.options(selectinload(Material.organisations))
    return db.session.scalars(every).all()


def _shown(
    material: Material, reader: MaterialReader, event: Event, now: datetime
) -> ShownMaterial:
    opens_at = opening_moment(material, event)
    ahead = opens_at if opens_at is not None and now < opens_at else None
    return ShownMaterial(material, access(material, reader, event, now=now), ahead)


def _is_for(material: Material, reader: MaterialReader) -> bool:
    if material.audience is Audience.PUBLIC:
        return True
    if material.audience is Audience.CONFIRMED:
        return reader.seated
    if material.audience is Audience.CAME:
        return reader.seated and reader.came
    if material.audience is Audience.ORGANISATIONS:
        ids = reader.organisations  # those of the material are read only for who has some
        return bool(ids) and not ids.isdisjoint(o.id for o in material.organisations)
    return False
