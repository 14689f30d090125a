"""Nothing is too long to be read in one sitting, and no package has too many modules."""

import ast

from tests.house.sources import EVENTAPP, ROOT, modules, templates

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 40
TEMPLATE_LINES_MAX = 120
SCRIPT_LINES_MAX = 150
# The domain and the organizers' pages have 28: single modules that all use, and one a subject.
PACKAGE_ENTRIES_MAX = 26


def test_no_module_is_too_long_to_read() -> None:
    lines = {
        path: len((EVENTAPP / path).read_text(encoding="utf-8").splitlines()) for path in modules()
    }

    assert {path: count for path, count in lines.items() if count > MODULE_LINES_MAX} == {}


def test_no_function_is_too_long_to_read() -> None:
    long = {
        f"{path}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES_MAX
    }

    assert long == {}


def test_no_template_is_too_long_to_read() -> None:
    lines = {
        name: len(text.splitlines())
        for name, text in templates().items()
        # The styleguide is a catalogue.
        if not name.startswith("styleguide/")
    }

    assert {name: count for name, count in lines.items() if count > TEMPLATE_LINES_MAX} == {}


def test_no_script_is_too_long_to_read() -> None:
    lines = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "static" / "js").rglob("*.js")
    }

    assert {name: count for name, count in lines.items() if count > SCRIPT_LINES_MAX} == {}


def test_no_package_has_too_many_modules() -> None:
    entries: dict[str, set[str]] = {}
    for path in modules():
        *folders, module = path.split("/")
        if module.startswith("__"):
            continue
        for depth in range(len(folders) + 1):
            within = "/".join(folders[:depth])
            entries.setdefault(within, set()).add([*folders, module][depth])

    full = {
        folder: len(names) for folder, names in entries.items() if len(names) > PACKAGE_ENTRIES_MAX
    }
    assert full == {}


def test_every_module_has_a_docstring() -> None:
    silent = [
        path for path, tree in modules().items() if tree.body and ast.get_docstring(tree) is None
    ]

    assert silent == []
