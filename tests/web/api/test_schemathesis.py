"""Schemathesis reads the description and tries every data address of a published town, with sense and nonsense.

The description hangs on the routes alone, so it is read before anything is published; the shelf comes with the town.
"""

import contextlib
from typing import TYPE_CHECKING, Any, cast

import hypothesis
import pytest
import schemathesis
from werkzeug.wsgi import ClosingIterator

from portal.settings import Settings
from portal.web.app import create_app
from portal.web.published import Shown

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.full
SITE = create_app(Settings.from_environ({}))
EXAMPLES = 25


def plain(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    """The site as Schemathesis can read it: its WSGI client asks for compressed answers, takes none apart, closes none.

    Compression has tests of its own (test_conditional).
    """
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    with contextlib.closing(cast(ClosingIterator, SITE.wsgi_app(environ, start_response))) as answer:
        return list(answer)


DESCRIBED = schemathesis.openapi.from_wsgi("/openapi.json", plain)


@pytest.fixture(scope="module", autouse=True)
def published(town: Settings) -> None:
    SITE.extensions["shelf"] = shelf = Shown(town.published_dir)
    shelf.look()


@DESCRIBED.parametrize()
@hypothesis.settings(max_examples=EXAMPLES)
def test_nothing_is_found(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()
