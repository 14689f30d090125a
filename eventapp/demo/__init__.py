"""The sample story, told through domain verbs: see `eventapp/sample/README.md` for its content."""

from eventapp.demo.addresses import demo_addresses
from eventapp.demo.seeding import seed_sample

__all__ = ["demo_addresses", "seed_sample"]
