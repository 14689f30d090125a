"""The note that people read first: what is in the bundle, and what was left out and why."""

from collections.abc import Mapping

from eventapp.documents.archive.text import text_file
from eventapp.documents.archive.writer import MANIFEST, SUMS, TEXT, BundleWriter
from eventapp.i18n import _, days
from eventapp.models import Event


def write_read_me(writer: BundleWriter, event: Event, labels: Mapping[str, str]) -> None:
    """A text in the bundle's language; `labels` are those of its parts."""
    when = days(event.starts_at, event.ends_at, event.time_zone)
    lines = [event.title, when]
    if event.record_number:
        lines.append(_("Record number: %(number)s", number=event.record_number))
    for code, label in labels.items():
        names = [f"- {file.name}: {file.what}" for file in writer.files if file.part == code]
        lines += ["", label, "", *(names or [_("There is nothing.")])]
    lines += ["", _("What was left out, and why"), ""]
    lines += [f"- {_counted(left.what, left.count)}: {left.why}" for left in writer.left_out]
    lines += ["", _("For programs"), "", f"- {MANIFEST}: {_manifest()}", f"- {SUMS}: {_sums()}"]
    writer.add(_("Read me") + ".txt", text_file(lines), TEXT, _("What is in the bundle"))


def _counted(what: str, count: int | None) -> str:
    return what if count is None else f"{what} ({count})"


def _manifest() -> str:
    return _("each file with its size, its SHA-256 and what it is, as JSON")


def _sums() -> str:
    return _("the sums of all files; check them by the command sha256sum -c %(name)s", name=SUMS)
