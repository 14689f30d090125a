#!/usr/bin/env bash
# pypdf 7.1.1: joining PDFs makes tagged ones untagged.
#
# Expected: PdfWriter().append() of one accessible document (PDF/UA-1) keeps its language and its tags,
# which a screen reader needs; outlines and attachments are kept.
# Seen: /Lang, /MarkInfo, /StructTreeRoot and /ViewerPreferences are gone; PdfWriter(clone_from=…) has
# them all.
# What we do: tickets are printed one to a document by Typst and never joined
# (eventapp/documents/ticket.py).
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

source = b'#set document(title: "Biljett")\n#set text(lang: "sv")\n= Biljett\ntext'
tagged = typst.compile(source, pdf_standards=["ua-1"])


def root(writer):
    written = BytesIO()
    writer.write(written)
    return set(PdfReader(written).trailer["/Root"])


joined = PdfWriter()
joined.append(BytesIO(tagged))
needed = {"/Lang", "/MarkInfo", "/StructTreeRoot", "/ViewerPreferences"}
cloned, left = root(PdfWriter(clone_from=BytesIO(tagged))) & needed, root(joined) & needed
print({"cloned": sorted(cloned), "appended": sorted(left)})
assert cloned == needed
assert not left, "append() keeps some of it now"
PY
