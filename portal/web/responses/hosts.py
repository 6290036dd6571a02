"""The Host that a request names: 400 for what can be no host, before any part of the site looks at it."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address
from typing import Any

from flask import Flask, abort, request

HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::(?P<port>[0-9]{1,5}))?")
LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
LONGEST, LAST_PORT = 253, 65535
STRANGE = "portal.strange_host"
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def register(app: Flask) -> None:
    """Flask reads the host before a request has begun, where no error page can be drawn: so it gets another name."""
    site: Wsgi = app.wsgi_app

    def with_a_host(environ: dict[str, Any], begin: Any) -> Iterable[bytes]:
        if not is_host(environ.get("HTTP_HOST", "localhost")):
            environ |= {"HTTP_HOST": "localhost", STRANGE: True}
        return site(environ, begin)

    app.wsgi_app = with_a_host  # type: ignore[method-assign, assignment]
    app.before_request_funcs.setdefault(None, []).insert(0, refuse_strange)


def refuse_strange() -> None:
    if request.environ.get(STRANGE):
        abort(400, "The request names no host that can be.")


@lru_cache(maxsize=256)
def is_host(text: str) -> bool:
    """A name of labels, an IPv4 address or a bracketed IPv6 address, and a port if there is one."""
    found = HOST.fullmatch(text)
    if found is None or int(found["port"] or 0) > LAST_PORT:
        return False
    name = found["name"]
    return is_ipv6(name[1:-1]) if name.startswith("[") else is_name(name.removesuffix("."))


def is_name(name: str) -> bool:
    return len(name) <= LONGEST and all(LABEL.fullmatch(label) for label in name.split("."))


def is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
