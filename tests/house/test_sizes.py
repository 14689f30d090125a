"""Nothing is too long to be read in one sitting, and no folder too full to be looked over."""

import ast

from tests.house.sources import EVENTAPP, ROOT, modules, templates

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 120
LONGEST_SCRIPT = 150
MOST_ENTRIES = 20


def test_no_module_is_too_long_to_read() -> None:
    lines = {
        path: len((EVENTAPP / path).read_text(encoding="utf-8").splitlines()) for path in modules()
    }

    assert {path: count for path, count in lines.items() if count > LONGEST_MODULE} == {}


def test_every_function_fits_in_one_look() -> None:
    long = {
        f"{path}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }

    assert long == {}


def test_no_template_is_too_long_to_read() -> None:
    lines = {
        name: len(text.splitlines())
        for name, text in templates().items()
        # The styleguide is a catalogue.
        if not name.startswith("styleguide/")
    }

    assert {name: count for name, count in lines.items() if count > LONGEST_TEMPLATE} == {}


def test_no_script_is_too_long_to_read() -> None:
    lines = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "static" / "js").rglob("*.js")
    }

    assert {name: count for name, count in lines.items() if count > LONGEST_SCRIPT} == {}


def test_no_folder_of_rooms_is_too_full_to_be_looked_over() -> None:
    entries: dict[str, set[str]] = {}
    for path in modules():
        *folders, module = path.split("/")
        if module.startswith("__"):
            continue
        for depth in range(len(folders) + 1):
            within = "/".join(folders[:depth])
            entries.setdefault(within, set()).add([*folders, module][depth])

    full = {folder: len(found) for folder, found in entries.items() if len(found) > MOST_ENTRIES}
    assert full == {}


def test_every_module_says_in_its_docstring_what_happens_there() -> None:
    silent = [
        path for path, tree in modules().items() if tree.body and ast.get_docstring(tree) is None
    ]

    assert silent == []
