"""Plotly's script from the installed package, under an address that changes with its bytes.

The package itself is never imported: the site needs one file of it, and none of what it would load.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import brotli
from flask import Blueprint, Response, abort, request, url_for

from portal.web.headers import FOREVER

plotly_files = Blueprint("plotly", __name__)
FORMS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda raw: bytes(brotli.compress(raw, quality=9)),  # 0.7 s; the highest quality takes 15 s to save a tenth
    "gzip": lambda raw: gzip.compress(raw, 6, mtime=0),
}


def script() -> Path:
    """Where the installed package keeps its script."""
    package = find_spec("plotly")
    assert package is not None
    assert package.submodule_search_locations is not None
    return Path(package.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


@lru_cache(maxsize=1)
def digest() -> str:
    return hashlib.sha256(script().read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=len(FORMS))
def compressed(form: str) -> bytes:
    """The script in one form, prepared once a process when somebody first asks for it."""
    return FORMS[form](script().read_bytes())


def plotly_address() -> str:
    return url_for("plotly.bundle", name=digest())


@plotly_files.get("/plotly/<name:name>.js")
def bundle(name: str) -> Response:
    """4.8 MB, or 1.2 MB with Brotli; another version's address is not found, never answered with this one."""
    if name != digest():
        abort(404)
    form = request.accept_encodings.best_match(FORMS)
    response = Response(compressed(form) if form else script().read_bytes(), mimetype="text/javascript")
    if form:
        response.headers["Content-Encoding"] = form
    response.headers["Cache-Control"] = FOREVER
    return response
