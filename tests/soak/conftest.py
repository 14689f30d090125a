"""The long runs: asked for by `make soak`, never a part of `make test`."""

import os

# Only root may mount a small disk to fill.
collect_ignore = [] if os.geteuid() == 0 else ["test_full_disk.py"]
