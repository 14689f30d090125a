#!/usr/bin/env bash
# pypdfium2 5.15.2: a hyphen that ends a line is read as U+0002.
#
# Expected: a name that breaks after its own hyphen, "Lindström-" and "Bergqvistsson", is read with it.
# Seen: "Lindström", U+0002, "Bergqvistsson", as of a word that was only broken there. With a space of no
# width (U+200B) after the hyphen it is read as it stands.
# What we do: so does the ticket (hyphenated in eventapp/documents/ticket.typ).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pypdfium2==5.15.2 typst==0.15.2
"$folder/venv/bin/python" - <<'PY'
import pypdfium2
import typst


def read(name):
    source = f"#set page(width: 32mm, height: 40mm, margin: 2mm)\n#set text(hyphenate: false)\n{name}"
    page = pypdfium2.PdfDocument(typst.compile(source.encode()))[0]
    return page.get_textpage().get_text_bounded()


plain, spaced = read("Lindström-Bergqvistsson"), read("Lindström-#sym.zws;Bergqvistsson")
print(ascii(plain), ascii(spaced))
assert "\x02" in plain, "the hyphen is read now"
assert "Lindström-" in spaced and "\x02" not in spaced
PY
