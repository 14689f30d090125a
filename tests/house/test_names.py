"""The words of this code: one meaning each, as docs/glossary.md says, and found where it says."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from tests.house.sources import EVENTAPP, ROOT, modules

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS, FORBIDDEN = GLOSSARY.split("## Words that we do not use")
# Names that others give: by name, and whose they are.
NAMED_BY_OTHERS = {
    "process_formdata": "WTForms calls it",
    "process_data": "WTForms calls it",
    "process_bind_param": "SQLAlchemy calls it",
    "process_result_value": "SQLAlchemy calls it",
    "handle_starttag": "html.parser calls it",
    "handle_endtag": "html.parser calls it",
    "handle_data": "html.parser calls it",
    "attendee": "the ATTENDEE of a calendar, RFC 5545",
    "service_worker": "browsers call it so",
}


# What they hold is another thing in every function that has them: a noun says which.
WORDS_FOR_ANYTHING = {"each", "found", "kept", "made", "one", "told"}


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without their heads."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    return [row for row in cells if row[0] != "Word"]


@cache
def class_names() -> Counter[str]:
    return Counter(
        node.name
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )


def words(name: str) -> list[str]:
    """`find_roster_entry` and `RosterEntry` come to the same words."""
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def named_things() -> Iterator[tuple[str, str, str]]:
    """Each module, model, other class, verb and word of a function: its place, kind and word."""
    for path, tree in modules().items():
        module = path.rsplit("/", 1)[-1].removesuffix(".py")
        yield from ((path, "module", word) for word in words(module))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in NAMED_BY_OTHERS:
                continue
            if isinstance(node, ast.ClassDef):
                kinds = ["class", *(["model"] if path.startswith("models/") else [])]
                for kind in kinds:
                    yield from ((f"{path}:{node.name}", kind, word) for word in words(node.name))
            elif isinstance(node, ast.FunctionDef):
                for word in words(node.name):
                    yield f"{path}:{node.name}", "function", word
                yield f"{path}:{node.name}", "verb", next(iter(words(node.name)), "")


# Reading all files as trees takes seconds: only those where a word may be bound.
MAY_BE_BOUND = re.compile(
    r"\b(?:{0})\b(?=\s*(?:[=:,)\]]|in\b))|\bas (?:{0})\b".format(
        "|".join(sorted(WORDS_FOR_ANYTHING))
    )
)


def variables(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each binding of a variable or parameter: its line and name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.lineno, node.name
        elif isinstance(node, ast.alias) and node.asname:
            yield node.lineno, node.asname


def test_a_variable_is_named_for_what_it_holds() -> None:
    named = [
        f"{path.relative_to(ROOT).as_posix()}:{line} {name}"
        for path in sorted([*EVENTAPP.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
        if MAY_BE_BOUND.search(text := path.read_text(encoding="utf-8"))
        for line, name in variables(ast.parse(text))
        if name in WORDS_FOR_ANYTHING
    ]
    assert named == []


@pytest.mark.parametrize(
    "line",
    [
        "each = 1",
        "for each in (): pass",
        "[each for each in ()]",
        "def look(*, each): pass",
        "lambda each: each",
        "import time as each",
        "with open('x') as each: pass",
        "a, (b, each) = 1, (2, 3)",
        "(each := 1)",
    ],
)
def test_a_variable_is_seen_however_it_is_bound(line: str) -> None:
    assert MAY_BE_BOUND.search(line)
    assert "each" in {name for _line, name in variables(ast.parse(line))}


def test_no_class_name_is_used_twice() -> None:
    assert [name for name, count in class_names().items() if count > 1] == []


def test_no_function_replaces_another_of_its_module() -> None:
    replaced = []
    for path in sorted([*EVENTAPP.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]):
        names = Counter(
            node.name
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef)
            and not any("overload" in ast.unparse(by) for by in node.decorator_list)
        )
        replaced += [f"{path}: {name}" for name, count in names.items() if count > 1]
    assert replaced == []


def test_every_term_of_the_glossary_exists_where_it_says() -> None:
    terms = rows(TERMS)
    assert len(terms) > 30
    known, missing = class_names(), []
    for term, place, _meaning in terms:
        paths = re.findall(r"`((?:\w+/)*\w+(?:\.py|/))`", place)
        names = re.findall(r"`([A-Z]\w+)(?:\.(\w+))?`", place)
        if not paths and not names:
            missing.append(f"{term}: the glossary does not say where")
        missing += [f"{term}: no {path}" for path in paths if not (EVENTAPP / path).exists()]
        missing += [f"{term}: no class {name}" for name, _member in names if name not in known]
    assert missing == []


def test_words_that_we_do_not_use_name_nothing_of_the_kind() -> None:
    never = {
        (kind, word): instead
        for forbidden, kinds, instead in rows(FORBIDDEN)
        for word in forbidden.split(", ")
        for kind in kinds.split(", ")
    }
    assert len(never) > 20
    assert {kind for kind, _word in never} <= {"module", "class", "model", "function", "verb"}

    named = {
        f"{place}: {word}, use {never[kind, word]}"
        for place, kind, word in named_things()
        if (kind, word) in never
    }
    assert named == set()


def test_what_others_name_is_still_there() -> None:
    functions = {
        node.name
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert set(NAMED_BY_OTHERS) - functions == set()
