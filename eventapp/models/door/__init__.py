"""Doors: phones, their scans, the roster they have, and those who are not on it."""

from eventapp.models.door.check_in import (
    WHERE_ODD,
    CheckIn,
    RejectedScan,
    ScanKind,
    ScanManner,
    ScanStatus,
)
from eventapp.models.door.check_in_list import (
    OWN_LIST_ADDRESS,
    CheckInList,
    CheckInListKind,
    CheckInListSession,
    ListArrival,
)
from eventapp.models.door.device import Device, DeviceKind, Gate
from eventapp.models.door.message import DoorMessage, DoorMessageReading
from eventapp.models.door.roster import (
    Roster,
    RosterArrival,
    RosterEntry,
    RosterMark,
    RosterName,
    ScanTally,
)
from eventapp.models.door.walk_in import WalkIn, WalkInState

__all__ = [
    "OWN_LIST_ADDRESS",
    "WHERE_ODD",
    "CheckIn",
    "CheckInList",
    "CheckInListKind",
    "CheckInListSession",
    "Device",
    "DeviceKind",
    "DoorMessage",
    "DoorMessageReading",
    "Gate",
    "ListArrival",
    "RejectedScan",
    "Roster",
    "RosterArrival",
    "RosterEntry",
    "RosterMark",
    "RosterName",
    "ScanKind",
    "ScanManner",
    "ScanStatus",
    "ScanTally",
    "WalkIn",
    "WalkInState",
]
