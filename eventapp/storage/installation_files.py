"""The files of an installation, wherever its settings say they are."""

from pathlib import Path

from eventapp.config import Settings
from eventapp.storage.bucket import SCHEME, BucketStore, parse_address
from eventapp.storage.file_store import FileStore
from eventapp.storage.folder import FolderStore


def installation_files(settings: Settings) -> FileStore:
    """Where this installation has its files. Raises ConfigError."""
    return files_at(settings.files or str(settings.data_folder / "files"))


def files_at(place: str) -> FileStore:
    """The files in a folder, or in a bucket by its address. Raises ConfigError."""
    if place.startswith(f"{SCHEME}:"):
        return BucketStore(parse_address(place))
    return FolderStore(Path(place).resolve())
