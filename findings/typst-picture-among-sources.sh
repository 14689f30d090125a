#!/usr/bin/env bash
# typst 0.15.2 (Python): a picture handed over beside the source, in memory, is refused as no UTF-8.
#
# Expected: compile() takes a dict of names and contents, str or bytes, so that a document and its pictures
# need no folder.
# Seen: with a PNG in the dict it says "file is not valid UTF-8"; the same files in a folder with root= work.
# What we do: the QR is drawn from data (eventapp/documents/ticket.py), a logo lies in a folder (logo.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  typst==0.15.2 pypng==0.20220715.0
"$folder/venv/bin/python" - <<'PY'
import io
import tempfile
from pathlib import Path

import png
import typst

picture = io.BytesIO()
png.from_array([[0, 255], [255, 0]], "L").write(picture)
source = '#image("mark.png", width: 10mm)'.encode()


def outcome(work):
    try:
        return work()[:5].decode()
    except Exception as error:
        return str(error)


def from_a_folder():
    with tempfile.TemporaryDirectory() as root:
        Path(root, "main.typ").write_bytes(source)
        Path(root, "mark.png").write_bytes(picture.getvalue())
        return typst.compile(Path(root, "main.typ"), root=root)


files = {"main.typ": source, "mark.png": picture.getvalue()}
seen = {
    "in memory": outcome(lambda: typst.compile(files)),
    "in a folder": outcome(from_a_folder),
}
print(seen)
assert seen["in a folder"] == "%PDF-"
assert "not valid UTF-8" in seen["in memory"], "pictures may be handed over in memory now"
PY
