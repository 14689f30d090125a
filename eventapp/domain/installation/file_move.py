"""Moving uploaded files: copied, compared by checksum, and only then deleted where they were."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eventapp.domain.installation.restore import FILE_MAX_BYTES
from eventapp.storage.file_store import FileDamaged, FileStore, PieceReader


@dataclass(frozen=True, slots=True)
class MovedFile:
    """One file that is where it shall be."""

    checksum: str
    size: int
    copied: bool  # by this run, and not by one before it


def move_files(
    source: FileStore, target: FileStore, *, used: Callable[[str], bool], delete: bool
) -> Iterator[MovedFile]:
    """Copy each file that the target lacks; with `delete` take each away at the source.

    Whatever ends it, the next run goes on: a file has its name at the target only when it is
    whole. Before one is deleted, the target's copy is read and compared with its checksum. What is
    not `used` any longer was deleted between two runs: it is not copied again.
    Raises FileDamaged, naming the file, and OSError.
    """
    for checksum in source.list_checksums():
        size = source.size(checksum)
        if size is None:
            continue  # deleted by retention meanwhile
        if not used(checksum):
            if delete:
                source.remove(checksum)
            continue
        copied = target.size(checksum) != size
        if copied:
            stored = target.store(PieceReader(source.read(checksum)), most=FILE_MAX_BYTES)
            if stored.checksum != checksum:
                raise FileDamaged(checksum)
        if delete:
            for _piece in target.read(checksum):
                pass
            source.remove(checksum)
        yield MovedFile(checksum, size, copied)


def list_leftovers(target: FileStore, *, used: Callable[[str], bool]) -> list[str]:
    """Files at the new place that nothing uses: deleted at the old one after they were copied.

    One that is being uploaded just now is among them, until its material is there.
    """
    return [checksum for checksum in target.list_checksums() if not used(checksum)]
