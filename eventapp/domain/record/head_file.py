"""The chain's head in a file beside the database, for whoever checks that nothing was cut off."""

import json
import os
from pathlib import Path

from eventapp.domain.record.chain import ChainHead

HEAD_FILE = "log-head.json"


class UnreadableHead(Exception):
    """The file is there and does not say a position and a seal."""


def read_head(folder: Path) -> ChainHead | None:
    """The head as the file has it; None without a file. Raises UnreadableHead."""
    try:
        said = json.loads((folder / HEAD_FILE).read_text(encoding="utf-8"))
        return ChainHead(int(said["position"]), str(said["mac"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableHead from error


def delete_head(folder: Path) -> None:
    """Take the file away: another log has come in the place of the one it was of."""
    (folder / HEAD_FILE).unlink(missing_ok=True)


def write_head(folder: Path, head: ChainHead) -> None:
    """Replace the file by one that says this head; readers see one or the other, whole."""
    path = folder / HEAD_FILE
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps({"position": head.position, "mac": head.mac}), encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(path)
