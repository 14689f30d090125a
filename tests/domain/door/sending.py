"""Sending scans to the domain as the API does."""

from typing import Any

from eventapp.domain.door.check_in import receive_scans
from eventapp.models import Device
from tests.builders import NOON
from tests.builders.door import read_scans


def send(device: Device, *scans: dict[str, Any]) -> list[str]:
    """What became of each scan: stored, known, malformed …"""
    receipt = receive_scans(device, read_scans(*scans), now=NOON)
    return [answer.result for answer in receipt.answers]
