"""Every template is used, has the path of its endpoint, and imports what it uses and no more."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from tests.house.sources import layer, modules, templates

# The atom feed and mails are templates too.
PAGES = {name for name in templates() if name.split("/")[0] in {"public", "participant", "demo"}}
# Shown by an endpoint in another's stead: what `new` answers when the time is not right, the form
# that asks before a cancellation, and what there is to say where there is no ticket.
IN_PLACE_OF = {
    "public/registration/closed.html": "new",
    "public/invitee/closed.html": "show",
    "participant/registration/cancel.html": "new_cancellation",
    "participant/ticket/none.html": "show",
    "public/response/closed.html": "new",
    "public/response/used.html": "new",
}
# Flask has these, and no layout makes use of them.
FLASKS = {"g", "session"}
# The settings are shown as the site would be with them.
ON_PURPOSE = {("views/organizer/site/settings.py", "site")}
NAMES_A_FILE = re.compile(r"\.(html|txt|atom|js|webmanifest)$")
PARSER = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def trees() -> Iterator[tuple[str, nodes.Template]]:
    for name, text in templates().items():
        yield name, PARSER.parse(text)


def patterns(node: ast.AST) -> Iterator[str]:
    """Texts in a module that may name a template; what is put into an f-string is any name."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value
        elif isinstance(inner, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "*" for part in inner.values
            )


def named_by_templates() -> Iterator[str]:
    for _name, tree in trees():
        for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
            for reference in tree.find_all(kind):
                yield _pattern(reference.template)


def _pattern(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Const):
        return str(node.value)
    if isinstance(node, nodes.Concat):
        return "".join(_pattern(part) for part in node.nodes)
    return "*"


def test_every_template_is_used() -> None:
    said = {text for tree in modules().values() for text in patterns(tree)}
    letters = {f"mail/{text}.*" for text in said if re.fullmatch(r"[a-z_]+/[a-z_]+", text)}
    used = {text for text in said if NAMES_A_FILE.search(text) and text[0] != "*"}
    used |= letters | set(named_by_templates())
    used -= {"mail/*.txt", "mail/*.html"}  # the two lines that put a letter's name in

    idle = [name for name in templates() if not any(fnmatch(name, pattern) for pattern in used)]

    assert idle == []


def test_every_template_that_is_named_is_there() -> None:
    missing = [
        name
        for name in named_by_templates()
        if not any(fnmatch(known, name) for known in templates())
    ]

    assert missing == []


def test_every_macro_that_is_imported_is_used() -> None:
    idle: list[str] = []
    for name, tree in trees():
        used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for imported in tree.find_all(nodes.FromImport):
            names = [name[1] if isinstance(name, tuple) else name for name in imported.names]
            idle += [f"{name}: {macro}" for macro in names if macro not in used]
        idle += [
            f"{name}: {imported.target}"
            for imported in tree.find_all(nodes.Import)
            if imported.target not in used
        ]

    assert idle == []


def test_every_macro_that_is_imported_is_there() -> None:
    macros = {
        name: {macro.name for macro in tree.find_all(nodes.Macro)}
        | {node.target.name for node in tree.find_all(nodes.Assign) if hasattr(node.target, "name")}
        for name, tree in trees()
    }
    missing = [
        f"{name}: {macro}"
        for name, tree in trees()
        for imported in tree.find_all(nodes.FromImport)
        for macro in (n[0] if isinstance(n, tuple) else n for n in imported.names)
        if macro not in macros.get(_pattern(imported.template), set())
    ]

    assert missing == []


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_has_the_path_of_its_endpoint(page: str) -> None:
    audience, noun, name = page.rsplit(".", 1)[0].split("/")[:3]
    package = "demo/pages" if audience == "demo" else f"views/{audience}"
    functions = {
        node.name
        for path, tree in modules().items()
        if re.fullmatch(rf"{package}/(?:\w+/)?{noun}\.py", path)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }

    part = name.startswith("_")
    feed = f"{name}_feed" in functions
    assert part or feed or name in functions or IN_PLACE_OF.get(page) in functions


def test_a_view_shows_only_pages_of_its_own_noun() -> None:
    strays = [
        f"{path}: {text}"
        for path, tree in modules().items()
        if layer(path) == "views" and path.count("/") == 2
        for text in patterns(tree)
        if text.endswith((".html", ".atom")) and "/" in text[1:]
        if not text.startswith((path.removeprefix("views/").removesuffix(".py"), "styleguide/"))
    ]

    assert strays == []


def test_no_page_takes_a_name_that_every_page_has(app: Flask) -> None:
    """A page that passed its `sample` to write to was headed "This is a demo"."""
    with app.test_request_context():
        processors = app.template_context_processors[None]
        common = {name for processor in processors for name in processor()} - FLASKS
    assert "sample" in common
    taken = {
        (path, keyword.arg)
        for path, tree in modules().items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "render_template"
        for keyword in call.keywords
        if keyword.arg in common
    }
    assert taken == ON_PURPOSE


def test_a_page_that_says_something_itself_says_what_was_done_before_it_too() -> None:
    """The personal page had a block of its own, and the message of the act before was lost."""
    silent = [
        name
        for name, tree in trees()
        if not name.startswith("layouts/")
        for block in tree.find_all(nodes.Block)
        if block.name == "flashes"
        and not any(
            isinstance(call.node, nodes.Name) and call.node.name == "super"
            for call in block.find_all(nodes.Call)
        )
    ]

    assert silent == []
