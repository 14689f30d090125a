"""Settings: one frozen object, read from the environment once."""

import os
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# A wheel carries templates, static files and migrations inside the package; a checkout, beside it.
ROOT = PACKAGE / "_data" if (PACKAGE / "_data").is_dir() else PACKAGE.parent


class ConfigError(Exception):
    """A setting is missing or cannot be read; the message names it."""


class Mode(StrEnum):
    """What this installation is for."""

    PRODUCTION = "production"
    DEMO = "demo"
    DEVELOPMENT = "development"
    TEST = "test"


def setting(name: str, default: str, note: str, *, required: bool = False) -> str:
    """Declare a setting: its name in the environment, its default, and what it is for."""
    return field(default=default, metadata={"name": name, "note": note, "required": required})


def number(name: str, default: str, note: str) -> str:
    """Declare a setting that is a whole number."""
    return field(
        default=default,
        metadata={"name": name, "note": note, "required": False, "number": True},
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may set. README lists the same names; a test compares them."""

    mode: str = setting("EVENTAPP_MODE", "production", "production, demo, development or test")
    data: str = setting(
        "EVENTAPP_DATA", "", "Folder of database, files and own secrets; ./instance in a checkout"
    )
    database_url: str = setting(
        "DATABASE_URL", "", "postgresql+psycopg://… ; empty for SQLite in the data folder"
    )
    files: str = setting(
        "EVENTAPP_FILES",
        "",
        "Uploaded files: a folder that all hosts share, or s3://key:secret@host/bucket; "
        "empty: in the data folder",
    )
    scanner: str = setting(
        "EVENTAPP_SCANNER",
        "",
        "ClamAV's daemon, host:port or its socket, which scans uploads; empty: none does",
    )
    base_url: str = setting(
        "EVENTAPP_BASE_URL", "", "Public address, https://…, as mails and QR name it", required=True
    )
    secret_key: str = setting(
        "EVENTAPP_SECRET_KEY", "", "32 random characters or more: cookies, links", required=True
    )
    ticket_keys: str = setting(
        "EVENTAPP_TICKET_KEYS", "", "1:<base64 of 32 bytes>; new keys in front", required=True
    )
    care_keys: str = setting(
        "EVENTAPP_CARE_KEYS", "", "As the ticket keys: seals diet and access needs", required=True
    )
    factor_keys: str = setting(
        "EVENTAPP_FACTOR_KEYS", "", "As the ticket keys: seals second factors; empty: care keys"
    )
    protected_keys: str = setting(
        "EVENTAPP_PROTECTED_KEYS",
        "",
        "As the ticket keys: seals who is under an alias and how to reach them; empty: care keys",
    )
    walk_in_keys: str = setting(
        "EVENTAPP_WALK_IN_KEYS",
        "",
        "As the ticket keys: opens the names that phones at doors seal; empty: care keys",
    )
    smtp_url: str = setting(
        "EVENTAPP_SMTP_URL", "", "smtp://user:password@host:587?tls=start", required=True
    )
    mail_from: str = setting(
        "EVENTAPP_MAIL_FROM", "", "Sender and calendar organizer", required=True
    )
    bounce_address: str = setting(
        "EVENTAPP_BOUNCE_ADDRESS", "", "Letters come back to it, with a sign of each after a +"
    )
    bounce_mailbox: str = setting(
        "EVENTAPP_BOUNCE_MAILBOX", "", "imaps://user:password@host/INBOX, where they are read"
    )
    # What the settings page starts with: once it has saved something, these are not asked.
    site_name: str = setting("EVENTAPP_SITE_NAME", "", "Name in the head; Evenemang if empty")
    site_tagline: str = setting("EVENTAPP_SITE_TAGLINE", "", "Line beneath the name")
    contact_email: str = setting("EVENTAPP_CONTACT_EMAIL", "", "Questions")
    contact_phone: str = setting("EVENTAPP_CONTACT_PHONE", "", "Questions")
    protected_phone: str = setting(
        "EVENTAPP_PROTECTED_PHONE", "", "For those with protected personal data"
    )
    accessibility_report_url: str = setting(
        "EVENTAPP_ACCESSIBILITY_REPORT_URL",
        "https://www.digg.se/tdosanmalan",
        "Where a visitor complains to the supervisory authority",
    )
    registrations_per_minute: str = number(
        "EVENTAPP_REGISTRATIONS_PER_MINUTE", "20", "From one address; 100 in the demo"
    )
    trusted_proxies: str = number(
        "EVENTAPP_TRUSTED_PROXIES", "0", "Proxies in front whose X-Forwarded headers count"
    )
    metrics_token: str = setting(
        "EVENTAPP_METRICS_TOKEN", "", "Bearer token of /metrics; empty: there is no such page"
    )
    workers: str = number("EVENTAPP_WORKERS", "2", "Web processes of `eventapp serve`")

    @property
    def data_folder(self) -> Path:
        """Where the database and other files lie."""
        return Path(self.data) if self.data else Path.cwd() / "instance"

    @property
    def database_uri(self) -> str:
        """The database's address, driver included."""
        return self.database_url or f"sqlite:///{self.data_folder.resolve() / 'eventapp.sqlite'}"

    @property
    def shows_sample(self) -> bool:
        """Whether pages must say that their content is fictional."""
        return self.mode == Mode.DEMO

    @property
    def stores_mail_locally(self) -> bool:
        """Whether mail is stored in the local mailbox instead of leaving by SMTP."""
        return self.mode in {Mode.DEMO, Mode.DEVELOPMENT}

    @property
    def secure(self) -> bool:
        """Whether visitors come by HTTPS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def door_cookie(self) -> str:
        """The name of the cookie with a phone's token."""
        return "__Host-eventapp_door" if self.secure else "eventapp_door"

    def missing(self) -> list[str]:
        """The names of required settings that are empty or still a known default."""
        return [
            item.metadata["name"]
            for item in fields(self)
            if item.metadata["required"] and len(getattr(self, item.name)) < _least(item.name)
        ]


def _least(name: str) -> int:
    return 32 if name == "secret_key" else 1


def from_environment(**overrides: str) -> Settings:
    """Read the settings; `overrides` win over the environment. Raises ConfigError."""
    values = {
        item.name: os.environ[item.metadata["name"]]
        for item in fields(Settings)
        if item.metadata["name"] in os.environ
    }
    settings = replace(Settings(), **{**values, **overrides})
    for item in fields(Settings):
        value = getattr(settings, item.name)
        if item.metadata.get("number") and not (value.isascii() and value.isdigit()):
            raise ConfigError(f"{item.metadata['name']} must be a whole number, not “{value}”")
    return settings
