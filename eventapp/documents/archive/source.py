"""What a bundle is made from: an event, its stored files, and where its pages are."""

from dataclasses import dataclass
from datetime import datetime

from eventapp.models import Event
from eventapp.storage.file_store import FileStore


@dataclass(frozen=True, slots=True)
class BundleSource:
    """`base_url` is the site's address, without a slash at its end."""

    event: Event
    files: FileStore
    base_url: str
    now: datetime
