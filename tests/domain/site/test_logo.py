"""The logo as letters and prints take it: of the site as it is now."""

import pytest

from eventapp.domain.site.logo import current_logo
from eventapp.domain.site.settings import save_logo
from eventapp.domain.site.site import current_site, forget_site
from tests.builders import NOON
from tests.builders.site import with_a_logo

pytestmark = pytest.mark.usefixtures("app")


def test_it_is_there_with_size_and_name_until_it_is_removed() -> None:
    assert current_logo() is None
    png = with_a_logo("Exempelmyndigheten")

    logo = current_logo()
    assert logo is not None
    assert (logo.png, logo.width, logo.height) == (png, 272, 136)
    assert logo.name == "Exempelmyndigheten"

    save_logo(None, version=current_site().version, actor="x", now=NOON)
    forget_site()
    assert current_logo() is None
