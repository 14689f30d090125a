#!/usr/bin/env bash
# typst 0.15.2 (Python): a font without a PostScript name is left out, and its text vanishes from a PDF/UA.
#
# Expected: a font is known by the name of its family, which it has; or compile() says that there is no such
# font. PDF/UA refuses a text that no font can draw.
# Seen: where the name table has the family (1) and the style (2) but no PostScript name (6), the font is
# not found. With fallback: false compile() raises nothing even for "ua-1", and the page has no text.
# With name 6 added to the same font the text is there.
# What we do: the fallback typeface got all its names (eventapp/documents/fonts/README.md), fallback stays on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  typst==0.15.2 fonttools==4.63.0 pypdfium2==5.12.1
"$folder/venv/bin/python" - <<'PY'
import tempfile
from pathlib import Path

import pypdfium2
import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

PAGE = """#set document(title: "x")
#set text(font: "Plain Face", fallback: false)
A"""


def a_font(names):
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((250, 700))
    pen.closePath()
    shape = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "A"])
    font.setupCharacterMap({65: "A"})
    font.setupGlyf({".notdef": shape, "A": shape})
    font.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable(names)
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    font.setupPost()
    return font


def text_with(names):
    with tempfile.TemporaryDirectory() as root:
        a_font(names).save(Path(root, "face.ttf"))
        Path(root, "page.typ").write_text(PAGE)
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[root]
        )
        pdf = typst.compile(Path(root, "page.typ"), font_paths=fonts, pdf_standards=["ua-1"])
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()


family = {"familyName": "Plain Face", "styleName": "Regular"}
seen = {
    "family alone": text_with(family),
    "with a PostScript name": text_with({**family, "psName": "PlainFace-Regular"}),
}
print(seen)
assert seen["with a PostScript name"] == "A"
assert seen["family alone"] == "", "a font is known by its family now, or missed aloud"
PY
