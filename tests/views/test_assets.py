"""Style sheets, scripts and WebAssembly: compressed on their way, and without their comments."""

import gzip

import pytest
from flask import Flask

from eventapp.config import ROOT
from tests.visitor import Visitor

pytestmark = pytest.mark.on_sqlite_alone
SCRIPT, WASM = "/static/js/door/lists.js", "/static/vendor/zxing-wasm/reader/zxing_reader.wasm"


@pytest.mark.parametrize("address", [SCRIPT, WASM, "/assets/door.css"])
def test_what_is_read_by_programs_travels_compressed(
    app: Flask, client: Visitor, address: str
) -> None:
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    again = client.get(address, headers={"If-None-Match": packed.headers["ETag"]})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert (packed.headers["Vary"], packed.mimetype) == ("Accept-Encoding", plain.mimetype)
    assert (again.status_code, again.data) == (304, b"")


def test_a_script_has_its_own_lines_and_no_comments(client: Visitor) -> None:
    source = (ROOT / SCRIPT.removeprefix("/")).read_text().splitlines()
    sent = client.get(SCRIPT).text.splitlines()

    assert "  *everyArrival() {" in source
    comments = [line for line in source if f"{line.strip()} "[:2] in {"/*", "* ", "*/", "//"}]
    assert sent == ["" if line in comments else line for line in source]


def test_what_is_not_there_or_not_ours_is_not_found(client: Visitor) -> None:
    for address in ("js/door/nothing.js", "js/../../eventapp/app.js", "js/door", "js/%00.js"):
        assert client.get(f"/static/{address}").status_code == 404
