"""No kept file names a machine's own paths, and no lock says where packages came from."""

import re

from tests.house.sources import ROOT, tracked_files

# People's own folders, and wherever this checkout happens to lie.
NAMED = re.compile(rf"(?<![\w.$}}])/(?:root|home|Users)/|{re.escape(str(ROOT))}\b")
LOCKS = ("requirements.txt", "requirements-dev.txt", "package-lock.json")


def test_no_file_names_a_machines_paths() -> None:
    naming: dict[str, list[str]] = {}
    for path in tracked_files():
        paths = NAMED.findall(path.read_bytes().decode("utf-8", errors="ignore"))
        if paths:
            naming[str(path.relative_to(ROOT))] = sorted(set(paths))

    assert naming == {}


def test_no_lock_says_where_packages_came_from() -> None:
    locks = [path for name in LOCKS if (path := ROOT / name).exists()]

    assert locks
    assert [path.name for path in locks if "://" in path.read_text()] == []


def test_every_kept_text_ends_its_last_line() -> None:
    endless = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if "vendor" not in path.parts
        and path.suffix in {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".po"}
        and (content := path.read_bytes())
        and not content.endswith(b"\n")
    ]

    assert endless == []


def test_every_finding_is_run_by_its_name() -> None:
    scripts = [path for path in tracked_files() if path.parent == ROOT / "findings"]
    scripts = [path for path in scripts if path.suffix == ".sh"]

    assert scripts
    assert [path.name for path in scripts if not path.stat().st_mode & 0o111] == []
