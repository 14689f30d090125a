"""An archive is read as it was written, or refused in one sentence."""

import io
import random
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from eventapp.domain.installation import archive
from eventapp.domain.installation.archive import ArchiveFault, ArchiveWriter, Manifest, TableContent

KNOWN = frozenset({"0001_first"})
MANIFEST = Manifest(
    made_at="2027-01-01T00:00:00+00:00",
    product="1.0",
    revision="0001_first",
    engine="sqlite",
    key_check="00",
    tables={"events": TableContent(["id"], 2)},
    files=1,
    left_out={},
)
CONTENT = random.Random(1).randbytes(300_000)


def written(path: Path, manifest: Manifest = MANIFEST) -> Path:
    (path.parent / "upload").write_bytes(CONTENT)
    with path.open("wb") as target:
        writer = ArchiveWriter(target, "1.0")
        writer.add("tables/events/000001", b"1\n2\n")
        uploaded = (path.parent / "upload").read_bytes()
        writer.add_file("files/upload", len(uploaded), iter([uploaded]))
        writer.finish(manifest)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar.gz")

    manifest = archive.verify(path, KNOWN)

    assert manifest.tables == MANIFEST.tables
    assert manifest.rows == 2
    with archive.opened(path) as members:
        contents = {name: source.read() for name, source in members}
    assert contents["tables/events/000001"] == b"1\n2\n"
    assert contents["files/upload"] == CONTENT
    with tarfile.open(path) as tar:  # other programs read it too
        assert {info.mode for info in tar} == {0o600}


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_one_that_is_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    path = written(tmp_path / "a.tar.gz")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    with pytest.raises(ArchiveFault):
        archive.verify(path, KNOWN)


@pytest.mark.parametrize("share", [0.05, 0.4, 0.8, 0.999])
def test_one_with_a_flipped_bit_is_refused(tmp_path: Path, share: float) -> None:
    path = written(tmp_path / "a.tar.gz")
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 4
    path.write_bytes(content)

    with pytest.raises(ArchiveFault):
        archive.verify(path, KNOWN)


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.tar.gz"
    with tarfile.open(foreign, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("photo.jpg"), io.BytesIO())
    text = tmp_path / "text"
    text.write_text("not even packed")

    for path in (foreign, text):
        with pytest.raises(ArchiveFault, match="is not a backup made by eventapp"):
            archive.verify(path, KNOWN)


def test_one_of_a_newer_release_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = written(tmp_path / "newer.tar.gz", replace(MANIFEST, revision="0099_later"))
    with pytest.raises(ArchiveFault, match="newer release"):
        archive.verify(newer, KNOWN)

    monkeypatch.setattr(archive, "FORMAT_VERSION", 2)
    other_format = written(tmp_path / "format.tar.gz")
    monkeypatch.undo()
    with pytest.raises(ArchiveFault, match="newer release"):
        archive.verify(other_format, KNOWN)


def test_one_whose_content_was_exchanged_is_refused(tmp_path: Path) -> None:
    honest = written(tmp_path / "a.tar.gz")
    exchanged = tmp_path / "b.tar.gz"
    with tarfile.open(honest) as source, tarfile.open(exchanged, "w:gz") as target:
        for info in source:
            content = source.extractfile(info)
            assert content
            data = content.read()
            if info.name == "tables/events/000001":
                data = b"1\n3\n"
            target.addfile(info, io.BytesIO(data))

    with pytest.raises(ArchiveFault, match="tables/events/000001 is not what was backed up"):
        archive.verify(exchanged, KNOWN)
