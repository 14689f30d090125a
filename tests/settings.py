"""Settings for an app under test, with keys that are known."""

import base64
from pathlib import Path

from eventapp.config import Settings

TICKET_KEY, CARE_KEY, FACTOR_KEY, PROTECTED_KEY, WALK_IN_KEY = (
    bytes(range(start, start + 32)) for start in (0, 32, 64, 96, 128)
)


def app_settings(data: Path, *, database_url: str = "", mode: str = "test") -> Settings:
    """Everything an app needs, its files and its own SQLite in `data`."""
    return Settings(
        mode=mode,
        data=str(data),
        database_url=database_url,
        base_url="http://localhost",
        secret_key="a secret of more than 32 characters, for tests",
        ticket_keys=f"1:{base64.b64encode(TICKET_KEY).decode()}",
        care_keys=f"1:{base64.b64encode(CARE_KEY).decode()}",
        factor_keys=f"1:{base64.b64encode(FACTOR_KEY).decode()}",
        protected_keys=f"1:{base64.b64encode(PROTECTED_KEY).decode()}",
        walk_in_keys=f"1:{base64.b64encode(WALK_IN_KEY).decode()}",
        smtp_url="smtp://localhost:2525",
        mail_from="Exempelkonferensen <konferens@bra.example>",
        site_name="Brottsförebyggande rådet",
        site_tagline="Evenemang och erfarenheter",
        contact_email="konferens@bra.example",
        contact_phone="08-465 004 10",
        protected_phone="08-465 004 11",
        registrations_per_minute="1000",
    )
