"""`python -m eventapp` is the `eventapp` program."""

# ruff: noqa: E402  # loading begins when nobody looks for garbage any more
import gc

gc.disable()

from eventapp.cli.main import main

# What is loaded stays until the end. Looking for garbage in it, while it was loaded and once more
# at the end, was half of what a short command cost.
gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
