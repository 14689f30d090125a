"""The words of this code: one meaning each, as docs/glossary.md says, and found where it says."""

import ast
import re
from collections import Counter

from tests.house.sources import EVENTAPP, ROOT, modules

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
# What another word of the field or of a library already means.
NEVER = {
    word.strip(" `\n")
    for line in re.findall(r"^Never: (.+?)\.$", GLOSSARY, re.MULTILINE | re.DOTALL)
    for word in re.sub(r"\([^)]*\)", "", line).split(",")
}


def class_names() -> Counter[str]:
    return Counter(
        node.name
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )


def words(name: str) -> set[str]:
    """`find_roster_entry` and `RosterEntry` come to the same words."""
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def named_things() -> set[str]:
    """Modules, classes and functions, by path and name."""
    names = {path: path.rsplit("/", 1)[-1].removesuffix(".py") for path in modules()}
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names[f"{path}:{node.name}"] = node.name
    return {where for where, name in names.items() if words(name) & NEVER}


def test_no_class_name_is_used_twice() -> None:
    assert [name for name, count in class_names().items() if count > 1] == []


def test_every_term_of_the_glossary_exists_where_it_says() -> None:
    rows = re.findall(r"^\| (?!Word|---)([^|]+) \| ([^|]+) \|", GLOSSARY, re.MULTILINE)
    assert len(rows) > 30
    missing = []
    for term, place in rows:
        paths = re.findall(r"`((?:\w+/)+\w+\.py)`", place)
        sources = [(EVENTAPP / path) for path in paths]
        names = re.findall(r"`([A-Z]\w+)(?:\.(\w+))?`", place)
        known = class_names()
        if not paths and not names:
            missing.append(f"{term}: the glossary does not say where")
        missing += [f"{term}: no {path}" for path in sources if not path.exists()]
        missing += [f"{term}: no class {name}" for name, _member in names if name not in known]
    assert missing == []


def test_words_that_the_glossary_forbids_name_nothing() -> None:
    assert len(NEVER) > 10
    assert named_things() == set()
