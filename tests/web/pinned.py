"""What addresses.txt and headers.txt pin: every kind of address with one that exists, and the header of every CSV."""

from pathlib import Path

HERE = Path(__file__).parent
PINNED = [tuple(line.split(" ")) for line in (HERE / "addresses.txt").read_text().splitlines()]
HEADERS = dict(line.split(" ", 1) for line in (HERE / "headers.txt").read_text().splitlines())
