"""Addresses are built as Werkzeug builds them, however late their builders are compiled."""

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule

from eventapp.addresses import LateRule

VALUES: dict[str, str | int] = {"slug": "nätverk & torg", "number": 7, "rule": "a/b"}


@pytest.mark.parametrize("append_unknown", [True, False])
@pytest.mark.parametrize(
    ("rule", "defaults"),
    [
        ("/events/<slug>", None),
        ("/events/<slug>/rooms/<int:number>", None),
        ("/rules/<path:rule>", None),
        ("/events/<slug>/pages/<int:number>", {"number": 1}),
        ("/", None),
    ],
)
def test_an_address_is_the_one_that_a_plain_rule_builds(
    rule: str, defaults: dict[str, int] | None, append_unknown: bool
) -> None:
    late, plain = (
        Map([kind(rule, endpoint="page", defaults=defaults)]).bind("bra.example")
        for kind in (LateRule, Rule)
    )
    values = {**VALUES, **(defaults or {})}

    built = [late.build("page", values, append_unknown=append_unknown) for _ in range(2)]

    assert built == [plain.build("page", values, append_unknown=append_unknown)] * 2


def test_every_page_has_such_a_rule(app: Flask) -> None:
    assert {type(rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"} == {
        LateRule
    }
