"""What deploy/Containerfile says, line by line."""

import re

from tests.required import ROOT

DEPLOY = ROOT / "deploy"


def instructions() -> list[str]:
    """The lines of the Containerfile, continued ones joined."""
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text("utf-8"))
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def copied() -> list[str]:
    lines = [line.split()[1:] for line in instructions() if line.startswith("COPY ") and "--from" not in line]
    return [name for words in lines for name in words[:-1]]
