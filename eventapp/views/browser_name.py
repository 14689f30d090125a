"""Which browser asks, in words that its owner knows it by; only for the list of own sessions."""

import re

# The first that is found counts: others call themselves Chrome and Safari too.
BROWSERS = (
    (re.compile(r"Edg(?:e|A|iOS)?/"), "Edge"),
    (re.compile(r"OPR/|Opera"), "Opera"),
    (re.compile(r"SamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"Firefox/|FxiOS/"), "Firefox"),
    (re.compile(r"Chrome/|CriOS/"), "Chrome"),
    (re.compile(r"Safari/"), "Safari"),
)
SYSTEMS = (
    (re.compile(r"iPhone"), "iPhone"),
    (re.compile(r"iPad"), "iPad"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"Mac OS X|Macintosh"), "Mac"),
    (re.compile(r"CrOS"), "Chromebook"),
    (re.compile(r"Linux|X11"), "Linux"),
)
HEADER_MAX_LENGTH = 400


def browser_name(header: str) -> str:
    """Browser and system of a User-Agent header, such as "Firefox, Windows"; empty if unknown."""
    sent = header[:HEADER_MAX_LENGTH]
    names = (
        next((name for pattern, name in patterns if pattern.search(sent)), "")
        for patterns in (BROWSERS, SYSTEMS)
    )
    return ", ".join(filter(None, names))
