"""How we behave towards a source: who we say we are, how long we wait, when we try again and when we stop."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

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
