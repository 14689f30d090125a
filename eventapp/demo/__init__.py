"""The sample conference: the content of `eventapp/sample`, made by the verbs of the pages."""

from eventapp.demo.addresses import demo_addresses
from eventapp.demo.seeding import seed_sample

__all__ = ["demo_addresses", "seed_sample"]
