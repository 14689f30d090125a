/**
 * Copies the browser files we use from the installed npm packages into this folder, untouched, and
 * writes down version, licence and checksum of each in vendor.json. Run by `make vendor`.
 */

import { createHash } from "node:crypto"
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const HERE = dirname(fileURLToPath(import.meta.url))
const PACKAGES = join(HERE, "..", "..", "node_modules")

/** What is taken of each package: its file, and the name it gets here. */
const TAKEN = {
  idb: { "build/index.js": "index.js", LICENSE: "LICENSE" },
  // The module's own folders are kept, so that its relative imports hold.
  "zxing-wasm": {
    "dist/es/reader/index.js": "reader/index.js",
    "dist/es/share.js": "share.js",
    "dist/reader/zxing_reader.wasm": "reader/zxing_reader.wasm",
    LICENSE: "LICENSE",
  },
}

const taken = {}
for (const [name, files] of Object.entries(TAKEN)) {
  const about = JSON.parse(await readFile(join(PACKAGES, name, "package.json"), "utf8"))
  taken[name] = { version: about.version, licence: about.license, files: {} }
  await rm(join(HERE, name), { recursive: true, force: true })
  for (const [from, to] of Object.entries(files)) {
    const path = join(HERE, name, to)
    await mkdir(dirname(path), { recursive: true })
    await copyFile(join(PACKAGES, name, from), path)
    taken[name].files[to] = await checksum(path)
  }
}
await writeFile(join(HERE, "vendor.json"), `${JSON.stringify(taken, null, 2)}\n`)

async function checksum(path) {
  return `sha384-${createHash("sha384").update(await readFile(path)).digest("base64")}`
}
