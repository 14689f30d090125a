"""The look of this site: its logo, and its accent colour as a style sheet."""

import re

from flask import Blueprint, Response, abort

from eventapp.domain.permission import Action
from eventapp.domain.site.colour import AccentColours, dark_colours, light_colours
from eventapp.domain.site.settings import find_logo_png
from eventapp.views.assets import YEAR
from eventapp.views.guards import visitor

bp = Blueprint("look", __name__, url_prefix="/look")
ACCENT = re.compile(r"[0-9a-f]{6}")


@bp.get("/logo-<digest>.png")
@visitor(Action.SEE_PUBLIC)
def logo(digest: str) -> Response:
    """The logo of this digest; it never changes."""
    png = find_logo_png(digest) or abort(404)
    return _for_a_year(Response(png, mimetype="image/png"))


@bp.get("/theme-<accent>.css")
@visitor(Action.SEE_PUBLIC)
def theme(accent: str) -> Response:
    """The accent colour in both themes, in the layer of the design's own colours."""
    if not ACCENT.fullmatch(accent):
        abort(404)
    light, dark = light_colours(f"#{accent}"), dark_colours(f"#{accent}")
    css = (
        f"@layer tokens {{@media screen {{{_rule(light)}}}"
        f"@media screen and (prefers-color-scheme: dark) {{{_rule(dark)}}}}}"
    )
    return _for_a_year(Response(css, mimetype="text/css"))


def _rule(colours: AccentColours) -> str:
    return (
        f":root{{--action:{colours.action};--action-hover:{colours.hover};"
        f"--on-action:{colours.on_action};--link:{colours.action}}}"
    )


def _for_a_year(response: Response) -> Response:
    response.headers["Cache-Control"] = YEAR
    return response
