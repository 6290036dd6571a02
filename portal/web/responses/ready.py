"""An answer ready to be given: its bytes in every coding that was asked for, with headers, and those of a 304.

Each form is made once. The tag of a coded form says which it is (`"abc:br"`), as everywhere on the site (conditions).
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import brotli
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header, parse_etags, remove_entity_headers

from portal.web.responses.caching import CODED, CODINGS

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
