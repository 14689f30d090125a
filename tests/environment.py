"""What tests need of their process, whoever started it: signals, umask and variables.

A parent may ignore the signal of a closed terminal (nohup) or Ctrl-C (a script's `&`), send
everything through a proxy, or have a database of its own in mind; children inherit it all.
"""

import os
import signal
import sys

# Prefixes of what would change how the app, PostgreSQL's client or Python itself behaves.
OTHERS = ("EVENTAPP_", "DATABASE_URL", "FLASK_", "PG", "PYTHONPATH", "PYTHONWARNINGS", "TZ")
# Modules are compiled once, not again by each of a hundred processes.
ANEW = "PYTHONDONTWRITEBYTECODE"
PROXIES = ("http_proxy", "https_proxy", "all_proxy")
SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGALRM)


def restore() -> None:
    """Restore what a fresh login has, for this process and for all that it starts later."""
    for name in list(os.environ):
        if name.startswith((*OTHERS, ANEW)) or name.lower() in PROXIES:
            del os.environ[name]
    os.environ["LC_ALL"] = "C.UTF-8"
    os.umask(0o022)
    sys.dont_write_bytecode = False
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_IGN:
            default = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
            signal.signal(number, default)
