"""A strange Host is a mistake of whoever asks: 400, never a defect of ours, and a known one is answered."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

LONG = "a" * 64
LONGER = f"{'a' * 63}.{'a' * 63}.{'a' * 63}.{'a' * 63}"
STRANGE = [LONG, f"{LONG}.example.org", f"xn--{LONG}", LONGER, "", " ", "exa mple", "ex\xe4mple.org", "a..b", ".a",
           "..", "a:port", "a:99999", "a:-1", "a:\uff11", "a:", "::1", "[zz]", "[::1", "[]", "[1:2]", "\x00", "a\n",
           "a,b", "a/b", "a@b", "a?b", "-a", "a-"]  # fmt: skip
KNOWN = ["portal.example", "PORTAL.example:8000", "portal.example.", "portal_site:8000", "127.0.0.1", "127.0.0.1:8000",
         "[::1]", "[::1]:8000", "[::ffff:127.0.0.1]", f"{'a' * 63}.example", "xn--exmple-cua.org", "xn--a"]  # fmt: skip
ADDRESSES = ["/words", "/words/", "/boroughs/nowhere", "/healthz", "/editions/2018/1.0/london.json", "/static/site.css"]


def asked(reader: FlaskClient, address: str, host: str | None) -> Response:
    """The answer as a server gets it: the test client would read the host itself, and fail over it."""
    environ = EnvironBuilder(path=address).get_environ()
    del environ["HTTP_HOST"]
    if host is not None:
        environ["HTTP_HOST"] = host
    body, status, headers = run_wsgi_app(reader.application.wsgi_app, environ)
    return Response(body, status, headers)


@pytest.mark.parametrize("host", STRANGE)
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_can_be_no_host_is_refused(reader: FlaskClient, host: str, address: str) -> None:
    answer = asked(reader, address, host)
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", [*KNOWN, None])
def test_what_can_be_a_host_is_answered(reader: FlaskClient, host: str | None) -> None:
    assert asked(reader, "/words", host).status_code == 200
    assert asked(reader, "/words/", host).status_code == 308
