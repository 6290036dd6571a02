"""An address with a slash at its end leads to the one without, and keeps what was asked."""

from urllib.parse import quote

from flask import Flask, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response


def register(app: Flask) -> None:
    app.before_request(without)


def without() -> Response | None:
    """None where the address has no slash to lose, or is none of ours without it."""
    path = request.path.rstrip("/")
    if path in ("", request.path) or not leads_somewhere(path):
        return None
    asked = request.query_string.decode("ascii", "replace")
    return redirect(f"{quote(path)}{f'?{asked}' if asked else ''}", 308)


def leads_somewhere(path: str) -> bool:
    """Only to a rule of ours: `//elsewhere.example/` is another site's name, and leads nowhere."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    try:
        adapter.match(path, method=request.method)
    except HTTPException:
        return False
    return True
