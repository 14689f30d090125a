"""Words that stand in logs and answers are still in the code, whatever holds them there."""

import ast
from pathlib import Path

from eventapp.config import PACKAGE
from tests.golden.installation import read


def words_of(package: Path) -> set[str]:
    """Every string that stands in the code by itself."""
    return {
        node.value
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_deeds_are_written_down_by_the_same_words() -> None:
    assert set(read("words")["audit_actions"]) - words_of(PACKAGE) == set()


def test_programs_are_refused_by_the_same_codes() -> None:
    assert set(read("words")["error_codes"]) - words_of(PACKAGE) == set()
