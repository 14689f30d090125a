"""The sample story, told through domain verbs: see `eventapp/sample/README.md` for its content."""

from eventapp.cli.story.addresses import demo_addresses
from eventapp.cli.story.telling import tell

__all__ = ["demo_addresses", "tell"]
