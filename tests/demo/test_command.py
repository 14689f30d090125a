"""What the demo says to whoever started it: every address there is, and nothing after it."""

import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

from eventapp.cli.demo import DESCRIPTIONS, STOP, welcome_text
from tests.faults.server import wait_until
from tests.server import free_port, stop

SIGN_INS = ("organizer_sign_in", "admin_sign_in", "editor_sign_in", "coordinator_sign_in")
OWN_PATHS = ("base", *SIGN_INS, "door_pairing", "ticket", "survey", "mailbox")


def addresses() -> dict[str, object]:
    """As the demo makes them, with a path for each key."""
    paths = {key: f"http://localhost:5000/{key}" for key in OWN_PATHS}
    slugs = {key: f"slug-of-{key}" for key in ("event", "event_live", "event_open")}
    return {**paths, **slugs, "last_seats": {"event": "slug-of-last_seats", "seats": 7}}


def test_every_address_stands_on_a_line_of_its_own_with_what_it_is() -> None:
    given = addresses()

    lines = [line.split(maxsplit=1) for line in welcome_text(given).splitlines() if "http" in line]

    assert set(DESCRIPTIONS) == set(given)
    assert len({address for address, _words in lines}) == len(given)
    assert all(words for _address, words in lines)
    shown = " ".join(address for address, _words in lines)
    assert all(str(value) in shown for key, value in given.items() if key != "last_seats")
    assert "slug-of-last_seats" in shown


def test_what_is_not_there_is_not_named() -> None:
    shown = welcome_text({**addresses(), "survey": None})

    assert "None" not in shown
    assert DESCRIPTIONS["survey"] not in shown


def test_visits_leave_the_addresses_last_on_the_screen(tmp_path: Path, seeded: Path) -> None:
    """A terminal shows stdout and stderr alike: nothing follows while all goes well."""
    data, screen, port = tmp_path / "data", tmp_path / "screen", free_port()
    shutil.copytree(seeded, data)
    with screen.open("w") as shown:
        demo = subprocess.Popen(
            [sys.executable, "-m", "eventapp", "demo", "--port", str(port)],
            env={**os.environ, "EVENTAPP_DATA": str(data)},
            stdout=shown,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    try:
        wait_until(lambda: STOP in screen.read_text() or demo.poll() is not None, "the addresses")
        for path in ("", "/mailbox", "/mailbox.json"):
            with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=10) as answer:
                answer.read()
    finally:
        stop(demo)

    assert screen.read_text().partition(STOP)[2].strip() == ""
