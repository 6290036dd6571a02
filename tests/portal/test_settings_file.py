"""Files of settings: one reading for us, for systemd and, of what we write, for a shell; the rest is refused."""

import os
import subprocess
from pathlib import Path

import pytest

from portal import settings
from portal.settings import BadSetting, Settings
from tests.conftest import Portal
from tests.required import ROOT

READ = {
    "PORTAL_PUBLISHER=Mayor's Office for Policing and Crime": "Mayor's Office for Policing and Crime",
    '''PORTAL_PUBLISHER="Mayor's Office"''': "Mayor's Office",
    "PORTAL_PUBLISHER='Office of the \"Mayor\" \\ #1'": 'Office of the "Mayor" \\ #1',
    r'PORTAL_PUBLISHER="a \"b\" \\ \$c \`d\` \e $f"': 'a "b" \\ $c `d` \\e $f',
    'PORTAL_PUBLISHER="A # in it = fine"  ': "A # in it = fine",
    "PORTAL_PUBLISHER=a#b=c": "a#b=c",
    "PORTAL_PUBLISHER=trailing blanks \t ": "trailing blanks",
    "  PORTAL_PUBLISHER=indented": "indented",
    "PORTAL_PUBLISHER=Ävon": "Ävon",
    'PORTAL_PUBLISHER=""': "",
}
"""A line, and the value by the rules of EnvironmentFile= in systemd.exec(5)."""

REFUSED = {
    "PORTAL_PUBLISHER": "NAME=value",
    "PORTAL_PUBLISHER =x": "NAME=value",
    "PORTAL_PUBLISHER= x": "blank after",
    "export PORTAL_PUBLISHER=x": "NAME=value",
    'PORTAL_PUBLISHER="x': "not closed",
    "PORTAL_PUBLISHER='x\\'y'": "closing quote",
    'PORTAL_PUBLISHER="x" # office': "closing quote",
    "PORTAL_PUBLISHER=x # office": "comment",
    "PORTAL_PUBLISHER=x\\": "two ways",
    'PORTAL_PUBLISHER=a"b c"': "two ways",
    "PORTAL_PUBLISHER=a\x00b": "control character",
    "PORTAL_PUBLISHER=a\rb": "control character",
    "PORTAL_PUBLISHR=x": "no setting of the portal",
    "MAILTO=x": "no setting of the portal",
    "\ufeffPORTAL_PUBLISHER=x": "NAME=value",
    "PORTAL_CONTACT=a\nPORTAL_CONTACT=b": "twice",
}


def read_from(path: Path) -> Settings:
    return Settings.from_environ({"PORTAL_SETTINGS": str(path)})


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("line", READ)
def test_a_line_is_read_as_systemd_reads_it(tmp_path: Path, line: str, end: str) -> None:
    path = tmp_path / "settings"
    path.write_bytes(f"# a comment\n; another\n\n{line}{end}".encode())
    assert read_from(path).publisher == READ[line]


@pytest.mark.parametrize("line", REFUSED)
def test_what_can_be_read_in_two_ways_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "settings"
    path.write_bytes(f"# a comment\n{line}\n".encode())
    number = 3 if "\nPORTAL" in line else 2
    with pytest.raises(BadSetting, match=REFUSED[line]) as refused:
        read_from(path)
    assert str(refused.value).startswith(f"{path}:{number}: ")


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "settings").write_bytes(b"\nPORTAL_CONTACT=\xe9\n")
    with pytest.raises(BadSetting, match=":2: this is not UTF-8"):
        read_from(tmp_path / "settings")


AWKWARD = ("Mayor's Office", 'a "b" $c `d` \\e', "# =;", "  blanks  ", "&|<>()*?[~!", "\\", "tab\there")


@pytest.mark.parametrize("value", AWKWARD)
def test_what_we_write_is_read_alike_by_us_and_by_a_shell(tmp_path: Path, value: str) -> None:
    path = tmp_path / "settings"
    path.write_text(f"PORTAL_PUBLISHER={settings.in_quotes(value)}\n", "utf-8")
    asked = ["sh", "-c", f'set -a; . {path}; printf %s "$PORTAL_PUBLISHER"']
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == value
    assert read_from(path).publisher == value


def test_files_in_their_order_and_the_environment_before_them(tmp_path: Path) -> None:
    (tmp_path / "shared").write_text("PORTAL_CONTACT=a\nPORTAL_PUBLISHER=a\nPORTAL_BASE_URL=http://a\n")
    (tmp_path / "own").write_text("PORTAL_CONTACT=b\nPORTAL_PUBLISHER=b\n")
    found = Settings.from_environ(
        {"PORTAL_SETTINGS": f"{tmp_path}/shared:-{tmp_path}/own:-{tmp_path}/none", "PORTAL_CONTACT": "c"}
    )
    assert (found.contact, found.publisher, found.base_url) == ("c", "b", "http://a")


def test_a_file_that_is_not_there_is_said(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SETTINGS", str(tmp_path / "none"))
    ran = portal("status")
    assert ran.code == 2
    assert f"{tmp_path}/none cannot be read: No such file or directory" in ran.err
    monkeypatch.setenv("PORTAL_SETTINGS", "here")
    assert "does not begin with /" in portal("status").err


@pytest.mark.parametrize("name", ["portal.default", "portal-update.default"])
def test_the_shipped_files_are_read_alike_by_us_and_by_a_shell(name: str, tmp_path: Path) -> None:
    path = ROOT / "deploy" / name
    ours = {setting: value for _, setting, value in settings.read_lines(path)}
    shell = ["env", "-i", "sh", "-c", f"set -a; . {path}; set +a; env"]
    theirs = subprocess.run(shell, capture_output=True, text=True, check=True, env=os.environ).stdout.splitlines()
    assert ours == dict(line.split("=", 1) for line in theirs if line.startswith("PORTAL_"))
    Settings.from_environ({"PORTAL_SETTINGS": str(path)})
