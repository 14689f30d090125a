"""The site's revision rises with every change; tests/races has who changes it at once."""

import pytest

from eventapp.domain.site.revision import lock_site, site_revision


@pytest.mark.usefixtures("app")
def test_it_rises_from_nothing() -> None:
    revisions = [site_revision()]
    for _ in range(2):
        lock_site()
        revisions.append(site_revision())

    assert revisions == [0, 1, 2]
