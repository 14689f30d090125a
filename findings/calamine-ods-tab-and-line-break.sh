#!/usr/bin/env bash
# python-calamine 0.9.1: in an OpenDocument sheet tabs and line breaks inside a paragraph vanish.
#
# Expected: ODF 1.3 (part 3, 6.1.3 to 6.1.5) has elements for several spaces, a tab and a line break;
# all three are read as what they stand for, and an amount of time beyond 24 hours as a timedelta.
# Seen: spaces are read, tab and line break are not, so that two lines of an address list become one
# word; 26 hours and a half come as the text "PT26H30M00S". pyexcel-ods3 0.6.1 reads all of it right.
# What we do: lists are taken in as CSV and XLSX, and an OpenDocument sheet is asked for as one of them
# (eventapp/domain/desk/import_list.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  odfpy==1.4.1 pyexcel-ods3==0.6.1 python-calamine==0.9.1
FOLDER="$folder" "$folder/venv/bin/python" - <<'PY'
import os
from datetime import timedelta

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, S, Tab
from pyexcel_ods3 import get_data
from python_calamine import CalamineWorkbook

path = os.path.join(os.environ["FOLDER"], "list.ods")
paragraph = P(text="Asp")
for element, word in ((S(c=2), "Ek"), (Tab(), "Gran"), (LineBreak(), "Lind")):
    paragraph.addElement(element)
    paragraph.addText(word)
words, hours = TableCell(valuetype="string"), TableCell(valuetype="time", timevalue="PT26H30M00S")
words.addElement(paragraph)
row, sheet, document = TableRow(), Table(name="List"), OpenDocumentSpreadsheet()
row.addElement(words)
row.addElement(hours)
sheet.addElement(row)
document.spreadsheet.addElement(sheet)
document.save(path)

calamine = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
other = get_data(path)["List"][0]
print(calamine, other)
assert calamine == ["Asp  EkGranLind", "PT26H30M00S"], "tabs, breaks or long times are read now"
assert other == ["Asp  Ek\tGran\nLind", timedelta(days=1, hours=2, minutes=30)]
PY
