"""The look keeps its own rules."""

import re

from eventapp.config import ROOT

CSS = ROOT / "static" / "css"
LISTED = (CSS / "site.txt").read_text().split()


def test_every_stylesheet_is_served_once() -> None:
    assert sorted(LISTED) == sorted(path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css"))


def test_the_door_has_a_part_of_them_in_the_same_order() -> None:
    of_door = (CSS / "door.txt").read_text().split()

    assert [name for name in LISTED if name in of_door] == of_door


def test_raw_colours_stand_in_the_tokens_alone() -> None:
    strays = {
        name: colours
        for name in LISTED
        if name != "tokens.css"
        and (colours := re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", (CSS / name).read_text()))
    }
    assert strays == {}


def test_no_stylesheet_asks_another_host() -> None:
    for name in LISTED:
        rules = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)
        assert "//" not in rules, name
