#!/usr/bin/env bash
# pypdf 7.1.1: without `metadata` a PDF still names its author, and `reader.metadata` does not tell.
#
# Expected: PdfWriter(clone_from=…).metadata = None takes title and author away, or at least a reader
# finds an author that is still there.
# Seen: the XMP packet stays and names the author (reader.xmp_metadata); reader.metadata is None, for it
# is the older Info dictionary alone, which PDF 2.0 deprecates.
# What we do: documents are left as they are, and names_in() in eventapp/documents/metadata.py tells
# whoever uploads one whom it names; it asks both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pypdf==7.1.1 typst==0.15.2
"$folder/venv/bin/python" - <<'PY'
from io import BytesIO

import typst
from pypdf import PdfReader, PdfWriter

source = b'#set document(title: "Rapport", author: "Anna Berg")\n= Rapport\ntext'
written = BytesIO()
writer = PdfWriter(clone_from=BytesIO(typst.compile(source)))
before = PdfReader(BytesIO(typst.compile(source))).metadata.author
writer.metadata = None
writer.write(written)
reader = PdfReader(written)
left = reader.xmp_metadata.dc_creator if reader.xmp_metadata else None
print({"before": before, "metadata": reader.metadata, "xmp": left})
assert before == "Anna Berg"
assert reader.metadata is None
assert left == ["Anna Berg"], "XMP goes too now"
PY
