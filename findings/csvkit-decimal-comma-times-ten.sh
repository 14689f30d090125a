#!/usr/bin/env bash
# csvkit 2.2.0 (agate 1.14.2): figures with a decimal comma come out ten or a hundred times as large.
#
# Expected: in a Swedish table, which it sees has semicolons between its cells, a mean of 4,1 becomes
# 4.1, or stays the text that it is; sorting leaves the cells of a table as they were.
# Seen: 41, without a word: the comma is taken for one between thousands, wherever it stands. csvsort
# writes the table anew so. `--locale sv_SE` reads it right; nothing in the file can say so.
# What we do: a report's data package says `decimalChar`, its README.txt says it in words, and its
# JSON has the same figures as numbers (eventapp/documents/prints/report/open_data.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2
printf 'question;mean\nAssembly;4,1\nLectures;3,75\n' >"$folder/measures.csv"

sorted=$("$folder/venv/bin/csvsort" -c mean "$folder/measures.csv" | tr '\n' ' ')
told=$("$folder/venv/bin/csvjson" --locale sv_SE "$folder/measures.csv")
printf 'sorted:      %s\nwith locale: %s\n' "$sorted" "$told"
[[ $told == *4.1* && $told == *3.75* ]]
[[ $sorted == "question,mean Assembly,41 Lectures,375 " ]] || {
  echo "a decimal comma is read otherwise now"
  exit 1
}
