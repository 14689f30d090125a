"""What the rules are checked on: modules as syntax trees, templates, and the files under git."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
EVENTAPP = ROOT / "eventapp"
TEMPLATES = ROOT / "templates"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module by its path within `eventapp`."""
    return {
        path.relative_to(EVENTAPP).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(EVENTAPP.rglob("*.py"))
    }


def layer(path: str) -> str:
    """The layer that a module belongs to: `views/door.py` and `views/files.py` to `views`."""
    return path.partition("/")[0].removesuffix(".py")


@cache
def templates() -> dict[str, str]:
    """Every template's text by its name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }


def tracked_files() -> Iterator[Path]:
    """Every file under version control, or that will be once it is added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    for name in names.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            yield path
