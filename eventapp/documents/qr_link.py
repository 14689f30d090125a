"""QR codes of addresses: pairing a phone, setting up an authenticator. Tickets have their own."""

from typing import Any
from xml.sax.saxutils import escape

from eventapp.optional_import import without

with without("PIL"):  # some megabytes, for pictures of kinds that we do not draw
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

QUIET = 4


def modules(address: str) -> list[list[bool]]:
    """The dark modules, quiet zone included, as small as level M allows."""
    return _drawn(qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET), address)


def _drawn(code: qrcode.QRCode[Any], address: str) -> list[list[bool]]:
    code.add_data(address)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def side(address: str) -> int:
    """The side of the view box that `svg_path` is drawn in."""
    return len(modules(address))


def svg_path(address: str) -> str:
    """The dark modules as the `d` of an SVG path, one run after another."""
    return _path(modules(address))


def one_of_many(address: str) -> tuple[int, str]:
    """Side and path as above, with one mask for all: hundreds are drawn in the time of fifty."""
    rows = _with_one_mask(address)
    return len(rows), _path(rows)


def _with_one_mask(address: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, mask_pattern=3)
    return _drawn(code, address)


def svg(address: str, *, title: str) -> str:
    """A whole SVG document to print, with one mask for all."""
    rows = _with_one_mask(address)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<path d="{_path(rows)}"/></svg>'
    )


def _path(rows: list[list[bool]]) -> str:
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return "".join(runs)
