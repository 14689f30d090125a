#!/usr/bin/env bash
# datapackage 1.1.10 and frictionless.js 0.13.4: a mark in front of UTF-8 becomes part of a head.
#
# Expected: a data package whose CSV files begin with a byte order mark, as a Swedish Excel needs,
# is read as datapackage 1.15.4 for Python reads it.
# Seen: the JavaScript datapackage calls the package valid and refuses to read any table of it ("The
# column header name 'place' is missing"); frictionless.js calls the column "\ufeffplace".
# What we do: tables of a package have no mark (csv_for_programs in eventapp/documents/csv_file.py);
# for Excel a report has its own file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datapackage==1.15.4 "setuptools<81"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund datapackage@1.1.10 frictionless.js@0.13.4
venv/bin/python - <<'PY'
import json
import pathlib

fields = [{"name": "place", "type": "string"}, {"name": "came", "type": "number"}]
for name, encoding in (("plain", "utf-8"), ("marked", "utf-8-sig")):
    folder = pathlib.Path(name)
    folder.mkdir()
    (folder / "a.csv").write_text("place;came\r\nMalmö;12\r\n", encoding=encoding, newline="")
    resource = {
        "name": "a",
        "path": "a.csv",
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ";"},
        "schema": {"fields": fields},
    }
    about = {"name": "a", "profile": "data-package", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(about))

import datapackage

for name in ("plain", "marked"):
    rows = datapackage.Package(f"{name}/datapackage.json").resources[0].read(keyed=True)
    print("python", name, rows)
    assert rows[0]["place"] == "Malmö"
PY
cat > finding.cjs <<'JS'
const assert = require("node:assert")
const { Package } = require("datapackage")
const { Dataset } = require("frictionless.js")

async function read(name) {
  const basePath = `${__dirname}/${name}`
  const loaded = await Package.load(`${basePath}/datapackage.json`, { basePath })
  assert(loaded.valid)
  const rows = await loaded.resources[0].read({ keyed: true }).catch(({ errors }) => errors[0].message)
  const dataset = await Dataset.load(`${basePath}/datapackage.json`)
  const others = []
  for await (const row of await dataset.resources[0].rows({ keyed: true })) others.push(row)
  console.log(name, rows, others)
  return [rows, Object.keys(others[0])[0]]
}

async function main() {
  assert.deepEqual(await read("plain"), [[{ place: "Malmö", came: 12 }], "place"])
  const [refused, head] = await read("marked")
  assert.match(refused, /column header name 'place' is missing/)
  assert.equal(head, "\ufeffplace")
}
main().catch((problem) => { console.error(problem); process.exit(1) })
JS
node finding.cjs
