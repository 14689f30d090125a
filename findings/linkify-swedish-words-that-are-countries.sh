#!/usr/bin/env bash
# linkify-it-py 2.2.0 (and linkify-it 5.0.0 for browsers): two Swedish sentences become a link.
#
# Expected: "Vi ses på torget.Vi tar med kaffe." has no link; a full stop whose space was lost, as
# in text pasted from a PDF, joins two sentences.
# Seen: torget.Vi is a link to http://torget.Vi, since two small letters are taken for a country's
# domain whatever their case: Vi, Se, De, Ni, Nu, Om, By, Ge and No begin Swedish sentences. A link
# leads wherever the owner of such a domain likes.
# What we do: a bare host whose last part has a capital first letter is no link (_is_meant in
# eventapp/documents/markdown.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund linkify-it@5.0.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check linkify-it-py==2.2.0
"$folder/venv/bin/python" - <<'PY'
from linkify_it import LinkifyIt

WORDS = "Vi Se De Ni Nu Om By Ge No".split()
links = {word: bool(LinkifyIt().test(f"De sågs på torget.{word} sedan.")) for word in WORDS}
links["Men"] = bool(LinkifyIt().test("De sågs på torget.Men sedan."))
print("linkify-it-py", links)
assert all(links[word] for word in WORDS), "some are words now"
assert not links["Men"]  # three letters are looked up
PY
cat > finding.cjs <<'JS'
const linkify = require("linkify-it")()
const words = "Vi Se De Ni Nu Om By Ge No".split(" ")
const links = words.filter((word) => linkify.test(`De sågs på torget.${word} sedan.`))
console.log("linkify-it", links.join(" "))
if (links.length !== words.length) throw new Error("some are words now")
JS
node finding.cjs
