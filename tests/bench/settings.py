"""Settings of the server under test."""

from pathlib import Path

from eventapp.cli.command_settings import data_folder_keys
from eventapp.config import Settings, from_environment


def settings_in(folder: Path) -> Settings:
    """Everything set, all files in this folder, and nobody slowed down."""
    data = folder / "server"
    return from_environment(
        mode="demo",
        data=str(data),
        database_url="",
        base_url="http://localhost",
        smtp_url="smtp://localhost",
        mail_from="Exempelkonferensen <konferens@bra.example>",
        registrations_per_minute="1000000",
        **data_folder_keys(data),
    )


def environment_of(settings: Settings) -> dict[str, str]:
    """The same as a process is given it."""
    return {
        item.metadata["name"]: getattr(settings, name)
        for name, item in Settings.__dataclass_fields__.items()
    }
