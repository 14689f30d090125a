"""Bands: a figure on its own colour or on another's, and never a sign that is not drawn."""

import pytest
from flask import Flask

pytestmark = pytest.mark.on_sqlite_alone


def defined(app: Flask, *bands: int) -> str:
    source = '{% from "components/band.html" import band_defs %}{{ band_defs(bands) }}'
    with app.test_request_context("/"):
        return app.jinja_env.from_string(source).render(bands=list(bands))


@pytest.mark.parametrize(
    ("band", "cloth", "figures"),
    [(1, "c1", "f1"), (3, "c3", "f3"), (53, "c4", "f4"), (20, "c1", ""), (74, "c6", "f6")],
)
def test_a_band_has_its_figure_in_the_colours_of_its_cloth(
    app: Flask, band: int, cloth: str, figures: str
) -> None:
    text = defined(app, band).split(f'<pattern id="w{band}"', 1)[1].split("</pattern>")[0]

    assert f'<path class="{cloth}"' in text
    assert (f'<path class="{figures}"' in text) is bool(figures)
    assert "fN" not in text
    assert "cN" not in text
    assert "&" not in text


@pytest.mark.parametrize("band", [7, 9, 80, 87, 99, -1, 18])
def test_what_is_no_band_is_not_defined(app: Flask, band: int) -> None:
    assert f'id="w{band}"' not in defined(app, band)
