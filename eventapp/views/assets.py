"""Stylesheet and other static files, named by their content so that browsers may cache them."""

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.security import safe_join

from eventapp.config import ROOT
from eventapp.documents.packed import takes_gzip
from eventapp.domain.permission import Action
from eventapp.views.guards import visitor

STATIC = ROOT / "static"
# Typefaces are named by their content too: a page that asks for one beforehand gets the same.
FONT = re.compile(r'url\("(/static/(fonts/[^"?]+))"\)')
STYLESHEETS = {"site.css": "assets.stylesheet", "door.css": "assets.door_stylesheet"}
YEAR = "public, max-age=31536000, immutable"
CODE = {".js": "text/javascript", ".wasm": "application/wasm"}
# Those that have lines of their own; a style sheet's stand anywhere.
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)$", re.MULTILINE | re.DOTALL)
STYLE_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)

bp = Blueprint("assets", __name__, url_prefix="/assets")


@bp.get("/site.css")
@visitor(Action.SEE_PUBLIC)
def stylesheet() -> Response:
    """All style sheets as one, in the order of static/css/site.txt."""
    return _answer("site.css")


@bp.get("/door.css")
@visitor(Action.SEE_PUBLIC)
def door_stylesheet() -> Response:
    """Those of the door's page alone, which phones store: static/css/door.txt."""
    return _answer("door.css")


def _answer(name: str) -> Response:
    packed, digest = _stylesheet(name)
    response = _packed_answer(packed, "text/css", digest)
    response.headers["Cache-Control"] = YEAR if request.args.get("v") == digest else "no-cache"
    return response


@bp.record_once
def _send_code_packed(state: BlueprintSetupState) -> None:
    state.app.view_functions["static"] = _static_file


def _static_file(filename: str) -> Response:
    """A file as it is; scripts and WebAssembly compressed, which makes two fifths of them."""
    path = safe_join(str(STATIC), filename)
    mimetype = CODE.get(Path(filename).suffix)
    if mimetype is None or path is None:
        return current_app.send_static_file(filename)
    try:
        packed, digest = _code(Path(path))
    except OSError:
        abort(404)
    response = _packed_answer(packed, mimetype, digest)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _packed_answer(packed: bytes, mimetype: str, digest: str) -> Response:
    """What is stored compressed, for any browser; nothing again for one that has it."""
    response = Response(mimetype=mimetype)
    if takes_gzip(request.headers.get("Accept-Encoding", "")):
        response.set_data(packed)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.set_data(gzip.decompress(packed))
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(digest)
    return response.make_conditional(request)  # type: ignore[return-value]


@bp.after_app_request
def _cache_versioned(response: Response) -> Response:
    """A file that was asked for by its content's name is kept by browsers: it never changes."""
    version = request.args.get("v") if request.endpoint == "static" else None
    is_file = version and response.status_code in {200, 304}
    if is_file and version == _digest((request.view_args or {})["filename"]):
        response.headers["Cache-Control"] = YEAR
    return response


def asset(path: str) -> str:
    """The address of a static file, with the digest of its content in its name."""
    if path in STYLESHEETS:
        return url_for(STYLESHEETS[path], v=_stylesheet(path)[1])
    return url_for("static", filename=path, v=_digest(path))


@cache
def _stylesheet(name: str) -> tuple[bytes, str]:
    folder = STATIC / "css"
    names = (folder / name).with_suffix(".txt").read_text().split()
    written = "\n".join(Path(folder / part).read_text() for part in names)
    plain = STYLE_COMMENT.sub("", written)
    return _pack(FONT.sub(lambda font: f'url("{font[1]}?v={_digest(font[2])}")', plain).encode())


@cache
def _code(path: Path) -> tuple[bytes, str]:
    """A script or WebAssembly, packed. Comments are for whoever reads the source; lines stay."""
    plain = path.read_bytes()
    if path.suffix == ".js":
        plain = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), plain.decode()).encode()
    return _pack(plain)


def _pack(plain: bytes) -> tuple[bytes, str]:
    return gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:16]


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:16]
