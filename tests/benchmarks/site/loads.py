"""Loads: wrk, which asks as fast as it is answered, and readers and senders that are as slow as a bad line."""

import contextlib
import re
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.serving.front import HOST

UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")
PAUSE = 0.2
"""Seconds between two bytes of a slow sender, and between two sips of a slow reader."""


@dataclass(frozen=True)
class Rate:
    """`second`: requests a second; `p50`, `p99`: milliseconds; `wrong`: what wrk says of answers that were none."""

    second: float
    p50: float
    p99: float
    wrong: str = ""


def wrk(port: int, address: str, connections: int, seconds: int, headers: Mapping[str, str]) -> Rate:
    named = {"Host": HOST, "Accept-Encoding": "gzip", **headers}
    words = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency",
             *(word for name, value in named.items() for word in ("-H", f"{name}: {value}")),
             f"http://127.0.0.1:{port}{address}"]  # fmt: skip
    return read(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def read(text: str) -> Rate:
    """What wrk printed."""
    second = re.search(r"Requests/sec:\s+([\d.]+)", text)
    assert second is not None, text
    wrong = WRONG.search(text)
    return Rate(float(second[1]), percentile(text, 50), percentile(text, 99), wrong[0] if wrong else "")


def percentile(text: str, share: int) -> float:
    found = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.MULTILINE)
    assert found is not None, text
    return float(found[1]) * UNITS[found[2]]


@contextlib.contextmanager
def slow(port: int, address: str, readers: int, senders: int) -> Iterator[None]:
    """So many of each are at it until the block is left. Who is sent away comes again."""
    stopped = threading.Event()
    hands = [threading.Thread(target=read_slowly, args=(port, address, stopped)) for _ in range(readers)]
    hands += [threading.Thread(target=send_slowly, args=(port, stopped)) for _ in range(senders)]
    for hand in hands:
        hand.start()
    try:
        stopped.wait(2)  # until all of them hold what they can
        yield
    finally:
        stopped.set()
        for hand in hands:
            hand.join()


def read_slowly(port: int, address: str, stopped: threading.Event) -> None:
    while not stopped.is_set():
        with contextlib.suppress(OSError), narrow(port) as line:
            line.sendall(f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            while not stopped.wait(PAUSE) and line.recv(512):
                pass


def send_slowly(port: int, stopped: threading.Event) -> None:
    while not stopped.is_set():
        with contextlib.suppress(OSError), narrow(port) as line:
            line.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode())
            while not stopped.wait(PAUSE):
                line.sendall(b"x")


def narrow(port: int) -> socket.socket:
    """A line that holds next to nothing on its way."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(30)
    line.connect(("127.0.0.1", port))
    return line
