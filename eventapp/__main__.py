"""`python -m eventapp` is the `eventapp` program."""

from eventapp.cli.main import main

main()
