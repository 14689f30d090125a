"""What a zip of materials says: names safe on every system, a note, and the sum of each file."""

from collections.abc import Collection, Iterable, Mapping
from zoneinfo import ZoneInfo

from eventapp.domain.schedule.published import PublishedSchedule, PublishedSession
from eventapp.i18n import _, capital, day, days
from eventapp.models import Event, Material

TITLE_MAX_LENGTH = 60  # in a folder's name: some systems count the whole path


def names_in_archive(
    materials: Iterable[Material],
    schedule: PublishedSchedule | None,
    zone: str,
    taken: Collection[str] = (),
) -> list[str]:
    """Name each file, in order: "2 Onsdag 10.10 Orossamtal/Bilder.pdf".

    Sessions are numbered and named as released; files of no session are beside the folders.
    No two names are the same, capitals or not, nor any of those `taken`.
    """
    materials = list(materials)
    folders = _folders(materials, schedule, zone)
    used = {name.casefold() for name in taken}
    names = []
    for material in materials:
        folder = folders.get(material.session.code, "") if material.session else ""
        name = _unused(folder + safe_name(material.filename, otherwise=material.code), used)
        used.add(name.casefold())
        names.append(name)
    return names


def safe_name(name: str, *, otherwise: str) -> str:
    """Return the name as Windows, macOS and Linux can all write it, or `otherwise` if none is left.

    Reserved signs become a hyphen, reserved names (CON, NUL) get an underscore.
    """
    # Half a megabyte of tables, for archives alone.
    from pathvalidate import sanitize_filename  # noqa: PLC0415

    printable = "".join(sign for sign in name if sign.isprintable())
    safe = sanitize_filename(printable, replacement_text="-", platform="universal").strip(". ")
    return safe or otherwise


def _folders(
    materials: list[Material], schedule: PublishedSchedule | None, zone: str
) -> dict[str, str]:
    codes = {material.session.code for material in materials if material.session}
    sessions = [s for s in (schedule.sessions if schedule else ()) if s.code in codes]
    width = len(str(len(sessions)))  # so that 10 sorts after 2
    return {
        session.code: f"{number:0{width}} {_folder(session, zone)}/"
        for number, session in enumerate(sessions, start=1)
    }


def _folder(session: PublishedSession, zone: str) -> str:
    starts_at = session.starts_at.astimezone(ZoneInfo(zone))
    weekday = capital(day(starts_at, zone).split()[0])
    title = _shortened(session.title)
    return safe_name(f"{weekday} {starts_at:%H.%M} {title}", otherwise=session.code)


def _shortened(title: str) -> str:
    """The title, or as many whole words of it as a folder's name has room for.

    Signs that no name may have are written as people do: "Panel: Vad nu?" as "Panel – Vad nu".
    """
    title = title.replace(": ", " – ").replace("?", "").replace('"', "”")
    if len(title) <= TITLE_MAX_LENGTH:
        return title
    words, space, _cut = title[:TITLE_MAX_LENGTH].rpartition(" ")
    return f"{words} …" if space else title[:TITLE_MAX_LENGTH]


def _unused(name: str, used: set[str]) -> str:
    """Return the name, or with a number before its ending where it is used."""
    folder, slash, filename = name.rpartition("/")
    stem, dot, ending = filename.rpartition(".")
    stem = stem if dot else filename
    number, ending = 1, f".{ending}" if dot else ""
    while name.casefold() in used:
        number += 1
        name = f"{folder}{slash}{stem} ({number}){ending}"
    return name


def read_me(
    event: Event,
    files: Mapping[str, Material],
    links: Iterable[Material],
    others: Iterable[str],
    notice: str = "",
) -> bytes:
    """A note of what is in the zip, in the current language, with line ends that Windows reads.

    Files stand in the order of their sessions, as a folder shows them.
    Films and pages elsewhere are not in it: their addresses stand in it, and so is a `notice`.
    """
    when = days(event.starts_at, event.ends_at, event.time_zone)
    lines = [event.title, when, "", _("In this file:"), ""]
    by_folder = sorted(files.items(), key=lambda file: ("/" in file[0], file[0]))
    lines += [f"- {name}: {material.title}" for name, material in by_folder]
    lines += [f"- {name}" for name in others]
    elsewhere = [f"- {link.title}: {link.url}" for link in links]
    if elsewhere:
        lines += ["", _("Films and pages elsewhere:"), "", *elsewhere]
    if notice:
        lines += ["", notice]
    lines += ["", _("The file of checksums has the SHA-256 sum of each file.")]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def checksum_list(sums: Mapping[str, str]) -> bytes:
    """The SHA-256 sums by name, as `sha256sum --check` reads them."""
    return "".join(f"{checksum}  {name}\n" for name, checksum in sums.items()).encode()
