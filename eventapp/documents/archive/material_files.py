"""The materials, as they are, in folders by session; and a list of what they are."""

from collections.abc import Iterator, Sequence
from typing import Any

from eventapp.documents.archive.names import names_in_archive
from eventapp.documents.archive.source import BundleSource
from eventapp.documents.archive.writer import BundleWriter
from eventapp.domain.retention.closing.field import permitted
from eventapp.domain.schedule.material import count_withdrawn, list_all_materials
from eventapp.domain.schedule.release import latest_schedule
from eventapp.i18n import _
from eventapp.models import Audience, Material
from eventapp.storage.file_store import FileDamaged, FileStore


def write_materials(writer: BundleWriter, source: BundleSource, folder: str) -> None:
    """Every file that somebody may have; links are in the list alone."""
    every = list_all_materials(source.event)
    materials = [m for m in every if m.audience is not Audience.ORGANIZERS]
    _leave_out(writer, source, every)
    names = _names(source, [material for material in materials if not material.is_link])
    listed = []
    for material in materials:
        name = names.get(material.code, "")
        if name and _is_whole(source.files, material):
            _add(writer, source, material, f"{folder}{name}")
        elif name:
            why = _("The file is missing from the storage, or damaged.")
            writer.leave_out(_("A material: %(title)s", title=material.title), why, 1)
            name = ""
        listed.append(_about(material, f"{folder}{name}" if name else ""))
    if listed:
        what = _("What the materials are: title, language, for whom, and when they changed")
        writer.add_json(folder + _("List of materials") + ".json", listed, what)


def _leave_out(writer: BundleWriter, source: BundleSource, every: Sequence[Material]) -> None:
    internal = sum(material.audience is Audience.ORGANIZERS for material in every)
    why = _("It is for organisers alone, and may be about people.")
    writer.leave_out(_("Materials for organisers"), why, internal)
    why = _("It was withdrawn, so that nobody should have it.")
    writer.leave_out(_("Withdrawn materials"), why, count_withdrawn(source.event))
    earlier = sum(len(material.earlier) for material in every)
    why = _("The newest version is in the bundle.")
    writer.leave_out(_("Earlier versions of materials"), why, earlier)


def _names(source: BundleSource, files: Sequence[Material]) -> dict[str, str]:
    event = source.event
    named = names_in_archive(files, latest_schedule(event), event.time_zone)
    return {material.code: name for material, name in zip(files, named, strict=True)}


def _about(material: Material, name: str) -> dict[str, Any]:
    session = material.session.code if material.session else None
    return {**permitted(material), "session": session, "file": name or None}


def _is_whole(files: FileStore, material: Material) -> bool:
    """Whether the file can be read to its end: half a file must not be in the zip."""
    try:
        for _piece in files.read(material.checksum):
            pass
    except (FileNotFoundError, FileDamaged):
        return False
    return True


def _add(writer: BundleWriter, source: BundleSource, material: Material, name: str) -> None:
    pieces: Iterator[bytes] = source.files.read(material.checksum)
    size = material.size
    writer.add_pieces(name, pieces, material.media_type, material.title, size=size)
