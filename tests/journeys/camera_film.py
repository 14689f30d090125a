"""Films for a camera that is not there: pictures in a row, which the browser plays in a loop."""

import io
from pathlib import Path

from PIL import Image

from eventapp.documents import qr

SIZE = (640, 480)
GREY = (110, 115, 112)
# At thirty pictures a second: a ticket is held up for two, and a hand comes between.
HELD, BETWEEN = 60, 20


def film(path: Path, *codes: str) -> Path:
    """Tickets held to the camera one after another; none at all for an empty hall."""
    with path.open("wb") as out:
        for code in codes or ("",):
            out.write(_picture("") * BETWEEN)
            out.write(_picture(code) * HELD)
    return path


def _picture(code: str) -> bytes:
    frame = Image.new("RGB", SIZE, GREY)
    if code:
        ticket = Image.open(io.BytesIO(qr.png(code, scale=6))).convert("RGB")
        place = ((SIZE[0] - ticket.width) // 2, (SIZE[1] - ticket.height) // 2)
        frame.paste(ticket, place)
    out = io.BytesIO()
    frame.save(out, "JPEG", quality=85)
    return out.getvalue()
