"""Keys that the house makes for itself where none are given: in the demo and in development."""

import base64
import json
import secrets
from pathlib import Path


def own_keys(data: Path) -> dict[str, str]:
    """The data folder's own keys, made at first use and readable by their owner alone."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "keys.json"
    if not path.exists():
        made = {
            "secret_key": secrets.token_urlsafe(48),
            "ticket_keys": f"1:{_key()}",
            "care_keys": f"1:{_key()}",
            "factor_keys": f"1:{_key()}",
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(made))
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
