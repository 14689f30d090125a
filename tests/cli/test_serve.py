"""An operator's mistake is answered with a sentence that names what to mend, and nothing starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.server import as_environment
from tests.server import free_port
from tests.settings import app_settings


def refused(data: Path, **wrong: str) -> str:
    """What `eventapp serve` says on stderr before it ends, where settings are wrong."""
    ended = subprocess.run(
        [sys.executable, "-m", "eventapp", "serve", "--port", str(free_port())],
        env={**os.environ, **as_environment(app_settings(data, mode="production")), **wrong},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode not in {0, -9}
    assert ended.stdout == ""
    return ended.stderr


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("EVENTAPP_WORKERS", "two", "EVENTAPP_WORKERS must be a whole number, not “two”."),
        ("EVENTAPP_TRUSTED_PROXIES", "", "EVENTAPP_TRUSTED_PROXIES must be a whole number"),
        ("EVENTAPP_CARE_KEYS", "1:short", "EVENTAPP_CARE_KEYS is written 2:<base64"),
        ("EVENTAPP_SECRET_KEY", "short", "missing or too short:\n  EVENTAPP_SECRET_KEY\n"),
        (
            "DATABASE_URL",
            "postgresql+psycopg://kim:hemlig@127.0.0.1:1/eventapp",
            "The database does not answer (connection failed",
        ),
    ],
)
def test_a_setting_that_is_wrong_is_named_in_a_sentence(
    setting: str, value: str, sentence: str, tmp_path: Path
) -> None:
    said = refused(tmp_path, **{setting: value})
    assert sentence in said
    assert "Traceback" not in said
    assert "hemlig" not in said
