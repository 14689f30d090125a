"""Texts and days as the files of a bundle and their names have them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def iso_day(moment: datetime, zone: str) -> str:
    """The day by the clock of the place, so that names sort by time."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def text_file(lines: list[str]) -> bytes:
    """Lines as a text that Windows reads too."""
    text = "\n".join(lines)
    return ("\r\n".join(text.splitlines()) + "\r\n").encode("utf-8-sig")
