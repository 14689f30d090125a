"""Removing a file that nobody uses, while somebody may upload the same content.

Who removes sets the file aside and looks once more whether it is used; who uploads says first that
it is used, and looks then whether it stands. Of two at once one sees what the other has done: the
file is put back, or stored again.
"""

from collections.abc import Callable
from contextlib import suppress

from eventapp.storage.file_store import FileStore, ReadableFile


def remove_unused(files: FileStore, checksum: str, *, used: Callable[[], bool]) -> bool:
    """Remove the file unless it is used, as what has been committed says; whether it was removed.

    Each remover has a place of its own aside, so that nobody deletes on another's word. What
    somebody set aside who was killed is put back first. Raises OSError where storage is out.
    """
    for left in files.list_aside(checksum):
        files.put_back(checksum, left)
    if used() or (aside := files.set_aside(checksum)) is None:
        return False
    unused = False
    try:
        unused = not used()
    finally:
        if unused:
            files.discard(aside)
        else:
            files.put_back(checksum, aside)
    return unused


def ensure_stored(
    files: FileStore, checksum: str, content: Callable[[], ReadableFile], *, most: int
) -> None:
    """Store the file again if it was removed; to be called once it is committed that it is used.

    Where storage is out just now nothing is done: what was stored a moment ago most likely stands.
    """
    with suppress(OSError):
        if files.size(checksum) is None:
            files.store(content(), most=most)
