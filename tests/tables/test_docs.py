"""What docs/data.md tells people to type works for what `make demo` leaves."""

import re
from pathlib import Path

from portal.commands.demo import demo_settings
from portal.settings import Settings
from tests.required import ROOT

COMMANDS = re.findall(r"^    (\S.*?)(?:\s{2,}#.*)?$", (ROOT / "docs/data.md").read_text("utf-8"), re.MULTILINE)


def test_the_first_command_exports_the_editions_of_the_demo(tmp_path: Path) -> None:
    export = next(command for command in COMMANDS if "portal export" in command)
    told = dict(word.split("=") for word in export.split() if "=" in word)
    left = demo_settings(Settings.from_environ({"PORTAL_HOME": str(tmp_path)})).published_dir
    assert Settings.from_environ({"PORTAL_HOME": str(tmp_path), **told}).published_dir == left
    assert export.endswith("portal export OUT")
