#!/usr/bin/env bash
# segno 1.6.6 and jsQR 1.4.0: a QR code with å, ä or ö is found and read as an empty text.
#
# Expected: segno.make_qr("Åsa Öberg") is read as that, as "Asa Oberg" is.
# Seen: segno writes ISO 8859-1, QR's default by the standard, and jsQR decodes UTF-8 only: its `data` is
# "" and only binaryData has the bytes. With encoding="utf-8", eci=True it is read.
# What we do: codes are capitals and digits (eventapp/documents/qr.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jsqr@1.4.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  segno==1.6.6
"$folder/venv/bin/python" - <<'PY'
import segno

CASES = {
    "plain": segno.make_qr("Asa Oberg"),
    "latin": segno.make_qr("Åsa Öberg"),
    "eci": segno.make_qr("Åsa Öberg", encoding="utf-8", eci=True),
}
for name, code in CASES.items():
    rows = code.matrix_iter(scale=6, border=4)
    open(f"{name}.txt", "w").write("\n".join("".join("1" if dot else "0" for dot in row) for row in rows))
PY
cat > finding.mjs <<'JS'
import fs from "fs";
import jsqr from "jsqr";

const jsQR = jsqr.default ?? jsqr;
const read = (name) => {
  const rows = fs.readFileSync(`${name}.txt`, "utf8").split("\n");
  const dots = rows.join("").split("").flatMap((dot) => (dot === "1" ? [0, 0, 0, 255] : [255, 255, 255, 255]));
  const found = jsQR(new Uint8ClampedArray(dots), rows[0].length, rows.length);
  return { data: found.data, bytes: Buffer.from(found.binaryData).toString("latin1") };
};
const [plain, latin, eci] = ["plain", "latin", "eci"].map(read);
console.log({ plain, latin, eci });
if (plain.data !== "Asa Oberg" || eci.data !== "Åsa Öberg") throw new Error("jsQR reads it otherwise");
if (latin.bytes !== "Åsa Öberg") throw new Error("segno writes another encoding now");
if (latin.data !== "") throw new Error("jsQR reads ISO 8859-1 now");
JS
TZ=Europe/Stockholm node finding.mjs
