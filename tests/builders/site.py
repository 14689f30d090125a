"""The site's own look."""

import hashlib
import io

from PIL import Image

from eventapp.domain.site.settings import LogoPicture, save_logo, save_settings
from eventapp.domain.site.site import Site, current_site, forget_site
from tests.builders.moments import NOON


def a_logo() -> LogoPicture:
    """A picture twice as wide as high, as it is stored."""
    file = io.BytesIO()
    Image.new("RGBA", (272, 136), "#003366").save(file, "png")
    return LogoPicture(file.getvalue(), 272, 136, hashlib.sha256(file.getvalue()).hexdigest()[:24])


def with_a_logo(name: str = "Exempelmyndigheten") -> bytes:
    """Give the site a name and a logo twice as wide as high; the picture as it is sent."""
    picture = a_logo()
    save_settings(Site(name=name), version=0, actor="x", now=NOON)
    forget_site()
    save_logo(picture, version=current_site().version, actor="x", now=NOON)
    forget_site()
    return picture.png
