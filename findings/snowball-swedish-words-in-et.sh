#!/usr/bin/env bash
# snowballstemmer 3.1.1: Swedish words in -et keep or lose it by the letter before, not by what they are.
#
# Expected: "the violence" is found by "violence": one stem for indefinite and definite form, as for words
# in -en (polis, polisen) and for stöd, stödet and hot, hotet.
# Seen: våldet, brottet, gänget, nätverket and samhället stay whole beside våld, brott, gäng, nätverk and
# samhäll; so does the plural in -na of neuter words: mötena gives möten beside möt.
# What we do: a sought stem of four letters also finds words that begin with it
# (eventapp/domain/exchange/stemmer.py), so våld finds våldet, and not the other way round.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  snowballstemmer==3.1.1
"$folder/venv/bin/python" - <<'PY'
import snowballstemmer

stem = snowballstemmer.stemmer("swedish").stemWord
together = [("polis", "polisen"), ("stöd", "stödet"), ("hot", "hotet"), ("problem", "problemet")]
apart = [("våld", "våldet"), ("brott", "brottet"), ("gäng", "gänget"), ("nätverk", "nätverket"),
         ("samhälle", "samhället"), ("möte", "mötena"), ("område", "områdena")]
for pair in together + apart:
    print(*pair, "->", *map(stem, pair))
assert all(stem(one) == stem(other) for one, other in together)
assert all(stem(one) != stem(other) for one, other in apart), "some have one stem now"
PY
