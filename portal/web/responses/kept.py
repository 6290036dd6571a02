"""Answers kept in memory: each is drawn once in every worker, then given before Flask is asked at all.

An answer is kept for the state of the published directory in which it was wholly drawn (`Shown.look`). With any other
state it is forgotten; its age alone never makes it old. Errors and redirects are not kept, nor pages with a part left
out: the application says of each answer whether it may be (`Cache-Control: public` and a tag).
"""

import gzip
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

import brotli
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header, parse_etags, remove_entity_headers
from werkzeug.test import run_wsgi_app

from portal.web.published import Shown, State
from portal.web.responses.caching import CODED, CODINGS, TEXTS, is_mark
from portal.web.responses.hosts import is_host

Environ = dict[str, Any]
PLAIN = ""
"""The coding of bytes as they are."""
COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda raw: bytes(brotli.compress(raw, quality=5)),  # as small as gzip at 9 in a third of its time
    "gzip": lambda raw: gzip.compress(raw, 6, mtime=0),
}


@dataclass(frozen=True)
class Form:
    body: bytes
    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]


@dataclass
class Ready:
    """`plain`: the headers without a coding; `codings`: what it may be given in; `forms`: those made so far.

    Of a text only the packed form is there at first: the plain one is made from it if somebody asks.
    """

    plain: Headers
    codings: tuple[str, ...]
    forms: dict[str, Form] = field(default_factory=dict)

    @classmethod
    def of(cls, headers: Headers, body: bytes, *, is_text: bool) -> "Ready":
        """From what the application gave without a coding; its headers have a strong tag."""
        found = cls(headers, CODINGS if is_text else ())
        if is_text:
            found.forms["gzip"] = found.coded("gzip", COMPRESSED["gzip"](body))
        else:
            found.forms[PLAIN] = found.coded(PLAIN, body)
        return found

    @property
    def tag(self) -> str:
        return self.plain["ETag"].strip('"')

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return sum(len(form.body) for form in [*self.forms.values()])

    @property
    def plain_size(self) -> int:
        return int(self.plain["Content-Length"])

    def form(self, coding: str) -> Form:
        if coding not in self.forms:
            raw = gzip.decompress(self.forms["gzip"].body)
            self.forms[coding] = self.coded(coding, COMPRESSED[coding](raw) if coding else raw)
        return self.forms[coding]

    def coded(self, coding: str, body: bytes) -> Form:
        headers = self.plain.copy()
        headers["Content-Length"] = str(len(body))
        if coding:
            headers["Content-Encoding"] = coding
            headers["ETag"] = f'"{self.tag}:{coding}"'
        unchanged = headers.copy()
        remove_entity_headers(unchanged)
        return Form(body, headers.to_wsgi_list(), unchanged.to_wsgi_list())

    def coding_for(self, environ: Environ) -> str:
        """The best that the reader takes."""
        return best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.codings else PLAIN

    def is_held(self, environ: Environ) -> bool:
        """Whether the reader has it already. A day counts only if it is this document's (conditions.settle)."""
        if held := environ.get("HTTP_IF_NONE_MATCH"):
            return parse_etags(CODED.sub('"', held)).contains_weak(self.tag)
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        return bool(since) and since == self.plain.get("Last-Modified")

    def held_as(self, environ: Environ) -> str:
        """The coding of the form that the reader holds, if it takes that; else as it is."""
        held, accepted = environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
        found = (each for each in self.codings if f'"{self.tag}:{each}"' in held and quality(accepted, each))
        return next(found, PLAIN)

    def unchanged(self, coding: str) -> list[tuple[str, str]]:
        """The headers of a 304; a form that nobody asked for yet is not made for them."""
        return (self.forms.get(coding) or self.coded(coding, b"")).unchanged


@lru_cache(maxsize=512)
def best_coding(accepted: str) -> str:
    """Of the codings that an Accept-Encoding takes the one it likes best; the first of equals."""
    liked = max(CODINGS, key=lambda each: quality(accepted, each))
    return liked if quality(accepted, liked) > 0 else PLAIN


@lru_cache(maxsize=512)
def quality(accepted: str, coding: str) -> float:
    """How much an Accept-Encoding likes a coding, from 0 to 1."""
    found = {name.casefold(): weight for name, weight in parse_accept_header(accepted)}
    return float(found.get(coding, found.get("*", 0)))


StartResponse = Callable[..., Any]
App = Callable[[Environ, StartResponse], Iterable[bytes]]
Key = tuple[str, str]
"""A path, and what was asked with it."""

MEMORY = 64_000_000
"""Bytes kept in one worker."""
LARGEST = 64_000_000
"""Bytes of an answer that is read to be packed. A larger one goes out from the disk each time."""
LARGEST_PLAIN = 1_000_000
"""Bytes of an answer that is kept as it is, not only packed: the disk gives larger ones as fast."""
SMALLEST = 1000
"""Bytes that are worth packing."""
LONGEST = 60
"""Characters of an argument."""
MOST = 50
"""Arguments that are looked at."""
SHOW = "show"
"""The only argument that a kept page knows: whatever else is asked with a page shares its entry."""
SHARE = 4
"""One part in so many of the memory is for pages with an argument, of which there is no end."""
NEVER = ("/healthz", "/readyz", "/metrics", "/find", "/compare", "/reviews/plan")
"""Asked anew each time, with all that hangs on them; the last three are of endless questions."""
MAPPED = re.compile(r"/(?:(?:editions/[^/]+/[^/]+/)?(?:london|boroughs/|bcus/).*)?")
"""Pages with a map, whose layer may be asked for."""
NONE_SUCH = "-"
"""Stands for every layer that no map has: their pages are alike."""
STATIC = "/static/"
PREPARED = "/plotly/"
"""Kept by their own part of the site, packed more tightly."""
PRECONDITIONS = ("HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")
"""With these an answer may be a part, or a refusal: the application gives it."""
FORM = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
"""What asks for a form of an answer: it is drawn without them."""
ATTEMPTS = 3
PAUSE = 0.02
"""Seconds before an answer is drawn again."""
OK = "200"
ERROR = "400"
"""The first status that tells of one."""


class Kept:
    """The application, as WSGI; a worker has one."""

    def __init__(self, app: App, shown: Shown, memory: int = MEMORY) -> None:
        self.app, self.shown, self.memory = app, shown, memory
        self.lock = Lock()
        self.state: State = -1
        self.rooms: tuple[OrderedDict[Key, Ready], ...] = (OrderedDict(), OrderedDict())
        self.drawing: dict[Key, Lock] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = cache_key(environ, self.shown.layers)
        if key is None:
            return self.app(environ, start_response)
        answer: Ready | Passed | None = self.found(key)
        if answer is None:
            with self.one_at_a_time(key):
                answer = self.found(key) or self.drawn(key, environ)
        if isinstance(answer, Ready):
            return self.given(answer, environ, start_response)
        return answer.given(self.app, environ, start_response)

    def found(self, key: Key) -> Ready | None:
        """What is kept for the state that the directory is in; what was kept for one before is forgotten."""
        state = self.shown.look()
        with self.lock:
            if state is not None and state > self.state:
                self.state = state
                for room in self.rooms:
                    room.clear()
            room = self.room_of(key)
            if state != self.state or key not in room:
                return None
            room.move_to_end(key)
            return room[key]

    def room_of(self, key: Key) -> OrderedDict[Key, Ready]:
        return self.rooms[bool(key[1])]

    @contextmanager
    def one_at_a_time(self, key: Key) -> Iterator[None]:
        """Many who ask for the same at once wait for one drawing of it."""
        with self.lock:
            own = self.drawing.setdefault(key, Lock())
        try:
            with own:
                yield
        finally:
            with self.lock:
                self.drawing.pop(key, None)

    def drawn(self, key: Key, environ: Environ) -> "Ready | Passed":
        """Asked of the application: again if the directory changed meanwhile, as part of it may be of before.

        What is drawn amid a change is given as it came, but for an error: it may tell of a page that was looked up
        before the change and read after it.
        """
        for attempt in range(1, ATTEMPTS + 1):
            before = self.shown.look()
            answer = ask_application(self.app, key, environ)
            is_of_one_state = before is not None and before == self.shown.look()
            if is_of_one_state and isinstance(answer, Ready):
                self.keep(before, key, answer)
            is_error = isinstance(answer, Passed) and answer.status >= ERROR
            if is_of_one_state or (before is None and not is_error) or attempt == ATTEMPTS:
                return answer
            if isinstance(answer, Passed):
                answer.close()
            time.sleep(PAUSE)
        raise AssertionError("the last attempt is always answered")

    def keep(self, state: State | None, key: Key, answer: Ready) -> None:
        with self.lock:
            if state == self.state:
                self.room_of(key)[key] = answer
                self.make_room()

    def make_room(self) -> None:
        """Forget what was asked for longest ago, until the rest fits."""
        for room, memory in zip(self.rooms, (self.memory - self.memory // SHARE, self.memory // SHARE), strict=True):
            held = sum(answer.size for answer in room.values())
            while held > memory:
                _, oldest = room.popitem(last=False)
                held -= oldest.size

    def given(self, answer: Ready, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if answer.is_held(environ):
            start_response("304 NOT MODIFIED", answer.unchanged(answer.held_as(environ)))
            return ()
        coding = answer.coding_for(environ)
        if coding == PLAIN and PLAIN not in answer.forms and answer.plain_size > LARGEST_PLAIN:
            return self.app(environ, start_response)
        if coding not in answer.forms:
            answer.form(coding)
            with self.lock:
                self.make_room()
        form = answer.form(coding)
        start_response("200 OK", form.headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (form.body,)


def cache_key(environ: Environ, layers: Callable[[], Collection[str]]) -> Key | None:
    """None for what is asked of the application each time."""
    path = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith((*NEVER, PREPARED)):
        return None
    if any(name in environ for name in PRECONDITIONS) or strange(environ):
        return None
    query = environ.get("QUERY_STRING", "")
    return path, known_query(path, query, layers) if query else ""


def strange(environ: Environ) -> bool:
    """Whether the site is asked under a name, or below a path, that may show in what it answers."""
    return bool(environ.get("SCRIPT_NAME")) or not is_host(environ.get("HTTP_HOST", "localhost"))


def known_query(path: str, query: str, layers: Callable[[], Collection[str]]) -> str:
    """What of a query makes another answer: the layer of a map, and the mark of a static file that has these bytes."""
    if query.count("&") >= MOST:
        return ""
    first = dict(reversed(parse_qsl(query, keep_blank_values=True)))
    if path.startswith(STATIC):
        version = first.get("v", "")
        return f"v={version}" if is_mark(path.removeprefix(STATIC), version) else ""
    if SHOW not in first or not MAPPED.fullmatch(path):
        return ""
    is_listed = path.startswith("/editions/") or not first[SHOW] or first[SHOW] in layers()
    return urlencode({SHOW: first[SHOW][:LONGEST] if is_listed else NONE_SUCH})


@dataclass(frozen=True)
class Passed:
    """An answer that is not kept. `body`: None of one that is to be asked for anew, as the reader did."""

    status: str
    headers: Headers
    body: Iterable[bytes] | None

    def given(self, app: App, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if self.body is None:
            return app(environ, start_response)
        start_response(self.status, self.headers.to_wsgi_list())
        if environ["REQUEST_METHOD"] != "HEAD":
            return self.body
        self.close()
        return ()

    def anew(self) -> "Passed":
        self.close()
        return Passed(self.status, self.headers, None)

    def close(self) -> None:
        if end := getattr(self.body, "close", None):
            end()


def ask_application(app: App, key: Key, environ: Environ) -> Ready | Passed:
    """The answer without any coding or condition."""
    plain = {name: value for name, value in environ.items() if name not in FORM}
    body, status, headers = run_wsgi_app(app, plain | {"REQUEST_METHOD": "GET", "QUERY_STRING": key[1]})
    passed = Passed(status, headers, body)
    if not may_be_kept(status, headers):
        is_as_asked = environ.get("QUERY_STRING", "") == key[1]  # a redirect keeps what was asked
        return passed if is_as_asked and not status.startswith(OK) else passed.anew()
    if headers.get("Content-Length", LARGEST + 1, type=int) > LARGEST:
        return passed.anew()
    raw = b"".join(body)
    passed.close()
    is_text = headers["Content-Type"].partition(";")[0] in TEXTS and len(raw) >= SMALLEST
    return Ready.of(headers, raw, is_text=is_text)


def may_be_kept(status: str, headers: Headers) -> bool:
    is_public = "public" in headers.get("Cache-Control", "") and "Set-Cookie" not in headers
    return status.startswith(OK) and is_public and headers.get("ETag", "W/").startswith('"')
