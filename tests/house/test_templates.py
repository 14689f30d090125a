"""Every template is used, has the path of its endpoint, and imports what it uses and no more."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch

import pytest
from jinja2 import Environment, nodes

from tests.house.sources import layer, modules, templates

# The atom feed and mails are templates too.
PAGES = {name for name in templates() if name.split("/")[0] in {"public", "participant", "demo"}}
# Shown by an endpoint in another's stead: what `new` answers when the time is not right, the form
# that asks before a cancellation, and what there is to say where there is no ticket.
IN_PLACE_OF = {
    "public/registration/closed.html": "new",
    "participant/registration/cancel.html": "new_cancellation",
    "participant/ticket/none.html": "show",
    "public/response/closed.html": "new",
    "public/response/used.html": "new",
}
NAMES_A_FILE = re.compile(r"\.(html|txt|atom|js|webmanifest)$")
PARSER = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def trees() -> Iterator[tuple[str, nodes.Template]]:
    for name, text in templates().items():
        yield name, PARSER.parse(text)


def patterns(node: ast.AST) -> Iterator[str]:
    """Texts in a module that may name a template; what is put into an f-string is any name."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
        elif isinstance(each, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "*" for part in each.values
            )


def named_by_templates() -> Iterator[str]:
    for _name, tree in trees():
        for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
            for found in tree.find_all(kind):
                yield _pattern(found.template)


def _pattern(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Const):
        return str(node.value)
    if isinstance(node, nodes.Concat):
        return "".join(_pattern(each) for each in node.nodes)
    return "*"


def test_every_template_is_used() -> None:
    said = {text for tree in modules().values() for text in patterns(tree)}
    letters = {f"mail/{text}.*" for text in said if re.fullmatch(r"[a-z_]+/[a-z_]+", text)}
    used = {text for text in said if NAMES_A_FILE.search(text) and text[0] != "*"}
    used |= letters | set(named_by_templates())
    used -= {"mail/*.txt", "mail/*.html"}  # the two lines that put a letter's name in

    idle = [name for name in templates() if not any(fnmatch(name, each) for each in used)]

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
        used = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "load"}
        for found in tree.find_all(nodes.FromImport):
            names = [each[1] if isinstance(each, tuple) else each for each in found.names]
            idle += [f"{name}: {each}" for each in names if each not in used]
        idle += [
            f"{name}: {found.target}"
            for found in tree.find_all(nodes.Import)
            if found.target not in used
        ]

    assert idle == []


def test_every_macro_that_is_imported_is_there() -> None:
    macros = {
        name: {each.name for each in tree.find_all(nodes.Macro)}
        | {each.target.name for each in tree.find_all(nodes.Assign) if hasattr(each.target, "name")}
        for name, tree in trees()
    }
    missing = [
        f"{name}: {each}"
        for name, tree in trees()
        for found in tree.find_all(nodes.FromImport)
        for each in (n[0] if isinstance(n, tuple) else n for n in found.names)
        if each not in macros.get(_pattern(found.template), set())
    ]

    assert missing == []


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_has_the_path_of_its_endpoint(page: str) -> None:
    audience, noun, name = page.rsplit(".", 1)[0].split("/")[:3]
    package = "demo/pages" if audience == "demo" else f"views/{audience}"
    functions = {
        node.name
        for node in ast.walk(modules()[f"{package}/{noun}.py"])
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
