"""No script, style or handler stands inside a page: the policy of the house forbids them all."""

import re

import pytest
from jinja2 import Environment, nodes

from eventapp.views.headers import POLICY
from tests.house.sources import templates

# A script that is fetched from the house itself is no inline script.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
JAVASCRIPT = re.compile(r"javascript:", re.IGNORECASE)
UNESCAPED = re.compile(r"autoescape\s+false", re.IGNORECASE)
# A link may lead elsewhere; nothing may be fetched or sent there.
ELSEWHERE = re.compile(
    r"""(?:\b(?:src|srcset|action)|<link[^>]*\bhref)\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# These two draw with constants of their own.
DRAWINGS = {"components/icon.html", "components/band.html", "components/paper.html"}
PARSER = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
PAGES = {
    name: COMMENT.sub("", text)
    for name, text in templates().items()
    if not name.startswith(("mail/", "layouts/mail"))  # mail clients know no style sheets
}


@pytest.mark.parametrize(
    "forbidden",
    [INLINE_SCRIPT, INLINE_STYLE, HANDLER, JAVASCRIPT, UNESCAPED, ELSEWHERE],
    ids=["script", "style", "handler", "javascript", "unescaped", "elsewhere"],
)
def test_no_page_holds_what_the_policy_forbids(forbidden: re.Pattern[str]) -> None:
    assert {
        name: matches for name, text in PAGES.items() if (matches := forbidden.findall(text))
    } == {}


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "default-src 'none'" in POLICY


def safe_by_itself(value: nodes.Expr, blocks: set[str]) -> bool:
    """Whether a value put into a sentence is markup made in the template, or escaped there."""
    if isinstance(value, nodes.Filter):
        return value.name in {"e", "escape", "number"}
    if isinstance(value, nodes.Name):
        return value.name in blocks
    return isinstance(value, nodes.Call | nodes.Const)  # a macro gives escaped markup


def test_only_sentences_whose_values_are_escaped_are_called_safe() -> None:
    """A translated sentence may hold a link; what else is put into it must be escaped by hand."""
    unsafe: list[str] = []
    for name, text in PAGES.items():
        tree = PARSER.parse(text)
        blocks = {block.target.name for block in tree.find_all(nodes.AssignBlock)}
        for called in tree.find_all(nodes.Filter):
            sentence = called.node
            if called.name != "safe" or name in DRAWINGS:
                continue
            gettext = isinstance(sentence, nodes.Call) and sentence.node.name == "_"  # type: ignore[attr-defined]
            if not gettext or not all(safe_by_itself(v.value, blocks) for v in sentence.kwargs):  # type: ignore[union-attr]
                unsafe.append(f"{name}:{called.lineno}")

    assert unsafe == []
