"""QR codes of addresses: pairing a phone, setting up an authenticator. Tickets have their own."""

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4


def modules(address: str) -> list[list[bool]]:
    """The dark modules, quiet zone included, as small as level M allows."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def side(address: str) -> int:
    """The side of the view box that `svg_path` is drawn in."""
    return len(modules(address))


def svg_path(address: str) -> str:
    """The dark modules as the `d` of an SVG path, one run after another."""
    runs: list[str] = []
    for y, row in enumerate(modules(address)):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return "".join(runs)
