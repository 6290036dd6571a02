"""Talking to a source over HTTP: one connection, and nothing taken on trust."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from ingest.fetching.answer import Answer, answer_of_response
from ingest.fetching.downloads import gone_if_cut_off
from ingest.reading import sizes
from portal import file_sizes

# How we behave towards a source: who we say we are, how long we wait, when we try again and when we stop.

NAME = "stop-search-portal"
GIVEN_UP_AFTER = 3  # calls in a row that all attempts could not bring home: the host is left in peace
Got = TypeVar("Got")


class Failed(Exception):
    """One address did not give what it should; the text says why."""


class TooSlow(Failed):
    """The answer dripped past the deadline."""


class Busy(Failed):
    """It may work if tried again; `wait` is the seconds that the source asked for, if it did."""

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


@dataclass(frozen=True)
class Pace:
    """Seconds between calls, attempts a call, seconds of silence borne, seconds a body may take, longest wait."""

    pause: float = 0.5
    attempts: int = 5
    timeout: float = 60.0
    deadline: float = 600.0
    longest_wait: float = 120.0


@dataclass(frozen=True)
class Patience:
    """Tries again as the pace says; `silent` counts, by host, the calls in a row that came to nothing."""

    pace: Pace
    tell: Callable[[str], None]
    silent: Counter[str] = field(default_factory=Counter)

    def bring(self, host: str, ask: Callable[[], Got]) -> Got:
        """What `ask` gives; it is asked again while it raises Busy and attempts are left. Failed."""
        if self.silent[host] >= GIVEN_UP_AFTER:
            raise Failed(f"{host} was not asked: it has stopped answering")
        tries = Retrying(
            stop=stop_after_attempt(self.pace.attempts),
            retry=retry_if_exception_type(Busy),
            wait=self.wait,
            before_sleep=self.tell_wait,
            reraise=True,
        )
        try:
            got = tries(ask)
        except Busy:
            self.silent[host] += 1
            raise
        except Failed:
            self.silent[host] = 0
            raise
        self.silent[host] = 0
        return got

    def wait(self, state: RetryCallState) -> float:
        """Seconds until the next attempt: what the source asked for, else doubling; a little more by chance."""
        busy = state.outcome.exception() if state.outcome else None
        asked = busy.wait if isinstance(busy, Busy) else None
        base = asked if asked is not None else 2.0 ** (state.attempt_number - 1)
        return min(base * random.uniform(1, 1.5), self.pace.longest_wait)  # noqa: S311  # chance, not a secret

    def tell_wait(self, state: RetryCallState) -> None:
        if state.outcome and state.next_action:
            self.tell(f"{state.outcome.exception()}; trying again in {state.next_action.sleep:.1f} seconds")


def user_agent(contact: str) -> str:
    """The portal's name and whom to write to, in characters that a header may hold."""
    plain = " ".join(contact.encode("ascii", "ignore").decode().split())
    return f"{NAME} ({plain})" if plain else NAME


def seconds_asked(retry_after: str | None) -> float | None:
    """Retry-After as seconds from now, whether it is a number or a date; None if it is neither."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):  # not a date, or one without its time zone
        return None


MOST_REDIRECTS = 5
PACKED = {"Accept-Encoding": "gzip"}  # no other: gzip grows a thousandfold at most, others without bound
NOTHING: Mapping[str, str] = {}
WHOLE = {"Accept-Encoding": "identity"}  # the bytes as they are: their length is known, and a part can be asked for


@dataclass
class Upstream:
    client: httpx2.Client
    patience: Patience
    last_call: float = float("-inf")

    @classmethod
    @contextmanager
    def towards(cls, contact: str, pace: Pace, tell: Callable[[str], None]) -> Iterator["Upstream"]:
        limits = httpx2.Limits(max_connections=1, max_keepalive_connections=1)
        with httpx2.Client(headers={"User-Agent": user_agent(contact)}, timeout=pace.timeout, limits=limits) as client:
            yield cls(client, Patience(pace, tell))

    def get(self, address: str, condition: Mapping[str, str] = NOTHING) -> Answer | None:
        """The answer; None if the condition holds and there is nothing new. Failed."""

        def ask() -> Answer | None:
            with self.answered("GET", address, {**PACKED, **condition}) as response:
                if response.status_code == 304:
                    return None
                refuse_long_response(response, file_sizes.allowed().json)
                return answer_of_response(response, b"".join(self.chunks(response, file_sizes.allowed().json)))

        return self.patiently(address, ask)

    def head(self, address: str) -> Answer:
        """The headers alone. Failed."""

        def ask() -> Answer:
            with self.answered("HEAD", address, WHOLE) as response:
                return answer_of_response(response, b"")

        return self.patiently(address, ask)

    def save(self, address: str, part: Path, condition: Mapping[str, str] = NOTHING) -> Answer | None:
        """The answer's body into the file `part`; None if there is nothing new. Failed, the file then being gone."""

        def ask() -> Answer | None:
            with self.answered("GET", address, {**WHOLE, **condition}) as response:
                if response.status_code == 304:
                    return None
                refuse_unmeasured(response)
                self.pour(response, part, "wb", file_sizes.allowed().archive)
                return answer_of_response(response, b"")

        try:
            return self.patiently(address, ask)
        except Failed:
            part.unlink(missing_ok=True)
            raise

    def resume(self, address: str, part: Path, size: int, validator: str | None) -> None:
        """Bring `part` to `size` bytes, going on after what it has if the source still has the same file.

        Failed; what was had stays in `part` if the source was Busy or TooSlow, and only then.
        """
        try:
            self.patiently(address, lambda: self.go_on(address, part, size, validator))
        except (Busy, TooSlow):
            raise
        except Failed:
            part.unlink(missing_ok=True)
            raise

    def go_on(self, address: str, part: Path, size: int, validator: str | None) -> None:
        have = part.stat().st_size if part.exists() and validator else 0
        if have == size:
            return
        ranged = {"Range": f"bytes={have}-", "If-Range": validator or ""} if 0 < have < size else {}
        with self.answered("GET", address, {**WHOLE, **ranged}) as response:
            partial = response.status_code == 206
            if partial and response.headers.get("Content-Range") != f"bytes {have}-{size - 1}/{size}":
                raise Failed(f"{address} went on from another place than was asked")
            self.pour(response, part, "ab" if partial else "wb", size - have if partial else size)
        if part.stat().st_size < size:
            raise Busy(f"{address} gave {part.stat().st_size:,} of {size:,} bytes")

    def patiently(self, address: str, ask: Callable[[], Got]) -> Got:
        def once() -> Got:
            try:
                return ask()
            except httpx2.RequestError as broken:
                why = str(broken) or type(broken).__name__
                raise Busy(f"{address} broke off or could not be reached: {why}") from broken

        try:
            host = httpx2.URL(address).netloc.decode("ascii")
        except httpx2.InvalidURL as wrong:
            raise Failed(f"{address!r} is not an address: {wrong}") from wrong
        return self.patience.bring(host, once)

    @contextmanager
    def answered(self, method: str, address: str, headers: Mapping[str, str]) -> Iterator[httpx2.Response]:
        """The answer at the end of the redirects, if its status is one that the headers asked for. Failed."""
        passed: list[str] = []
        while True:
            with self.one_call(method, address, headers) as response:
                if method == "HEAD":
                    response.read()  # there is nothing to read; once read, the connection serves again
                if response.next_request is None:
                    refuse_status(address, response)
                    yield response
                    return
                onward = response.next_request.url
            passed.append(address)
            refuse_detour(passed, onward)
            address = str(onward)

    @contextmanager
    def one_call(self, method: str, address: str, headers: Mapping[str, str]) -> Iterator[httpx2.Response]:
        """Keeps the pause since the end of the call before."""
        time.sleep(max(0.0, self.last_call + self.patience.pace.pause - time.monotonic()))
        try:
            with self.client.stream(method, address, headers=dict(headers)) as response:
                yield response
        finally:
            self.last_call = time.monotonic()

    def pour(self, response: httpx2.Response, part: Path, mode: str, most: int) -> None:
        refuse_long_response(response, most)
        if why := sizes.check_room(part.parent, length(response)):
            raise Failed(f"{response.url} was not brought: {why}")
        with gone_if_cut_off(part), part.open(mode) as file:
            for chunk in self.chunks(response, most):
                file.write(chunk)

    def chunks(self, response: httpx2.Response, most: int) -> Iterator[bytes]:
        """The body piece by piece. Failed if it is more than `most` bytes; TooSlow past the deadline."""
        refuse_packing(response)
        deadline, total = self.patience.pace.deadline, 0
        ends = time.monotonic() + deadline
        for chunk in response.iter_bytes():
            total += len(chunk)
            if total > most:
                raise Failed(f"{response.url} gave more than {most:,} bytes")
            if time.monotonic() > ends:
                raise TooSlow(f"{response.url} gave only {total:,} bytes in {deadline:g} seconds")
            yield chunk


def refuse_status(address: str, response: httpx2.Response) -> None:
    """Busy or Failed for any status but 200, 206 to a range that was asked for, 304 to a condition."""
    status, asked = response.status_code, response.request.headers
    if status == 429 or status >= 500:
        raise Busy(f"{address} answered {status}", seconds_asked(response.headers.get("Retry-After")))
    nothing_new = status == 304 and ("If-None-Match" in asked or "If-Modified-Since" in asked)
    if status != 200 and not nothing_new and not (status == 206 and "Range" in asked):
        raise Failed(f"{address} answered {status}")


def refuse_detour(passed: list[str], onward: httpx2.URL) -> None:
    """Failed if the redirect leads in a circle, on and on, to another host, or out of HTTPS."""
    first = httpx2.URL(passed[0])
    if str(onward) in passed:
        raise Failed(f"{first} redirects in a circle")
    if len(passed) > MOST_REDIRECTS:
        raise Failed(f"{first} redirects more than {MOST_REDIRECTS} times")
    safer = first.scheme == "http" and onward.scheme == "https" and onward.port is None
    if onward.host != first.host or not (safer or (onward.scheme, onward.port) == (first.scheme, first.port)):
        raise Failed(f"{first} redirects elsewhere, to {onward}: not followed")


def refuse_long_response(response: httpx2.Response, most: int) -> None:
    """Failed before the body is asked for, where its length is more than is taken."""
    if length(response) > most:
        raise Failed(f"{response.url} gave more than {most:,} bytes: it says that it has {length(response):,}")


def length(response: httpx2.Response) -> int:
    """What the answer says of its length; 0 where it does not."""
    said = response.headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdecimal() else 0


def refuse_packing(response: httpx2.Response) -> None:
    """Failed for a body packed in a way that can grow without bound, or packed more than once."""
    packing = response.headers.get("Content-Encoding", "identity").strip().casefold()
    if packing not in ("identity", "gzip", ""):
        raise Failed(f"{response.url} is packed as {packing[:50]!r}, and only gzip was asked for")


def refuse_unmeasured(response: httpx2.Response) -> None:
    """Failed if half a body could not be told from a whole one."""
    if "Content-Length" not in response.headers and "Transfer-Encoding" not in response.headers:
        raise Failed(f"{response.url} does not say how long its answer is")
