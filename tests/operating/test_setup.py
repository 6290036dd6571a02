"""`portal setup` prepares a machine once, shuts what is open, and never takes away what an operator wrote."""

import grp
import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.commands.machine import users
from portal.settings import Settings
from tests.conftest import Portal
from tests.required import ROOT


def modes(root: Path) -> dict[str, int]:
    return {f"/{path.relative_to(root)}": stat.S_IMODE(path.stat().st_mode) for path in root.rglob("*")}


def contents(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_dry_run_says_what_a_run_then_does_and_does_nothing(portal: Portal, tmp_path: Path) -> None:
    dry = portal("setup", "--root", tmp_path, "--dry-run")
    assert (dry.code, list(tmp_path.iterdir())) == (0, [])
    wet = portal("setup", "--root", tmp_path)
    assert [line for line in dry.out.splitlines() if line.startswith("would: ")] == [
        f"would: {line}" for line in wet.out.splitlines() if line.startswith(("folder ", "file "))
    ]
    before = contents(tmp_path)
    again = portal("setup", "--root", tmp_path)
    assert again.out.startswith("nothing to do: all is as it should be\n")
    assert contents(tmp_path) == before


def test_nothing_private_is_for_others_under_any_umask(portal: Portal, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        portal("setup", "--root", tmp_path)
    finally:
        os.umask(before)
    found = modes(tmp_path)
    assert {path: oct(found[path]) for path in PRIVATE} == {path: oct(mode) for path, mode in PRIVATE.items()}
    system = {path: mode for path, mode in found.items() if path not in PRIVATE}
    assert set(system.values()) == {0o755, 0o644}


PRIVATE = {
    "/var/lib/portal": 0o750,
    "/var/lib/portal/instance": 0o700,
    "/var/lib/portal/published": 0o750,
    "/var/backups/portal": 0o700,
    "/etc/default/portal": 0o640,
    "/etc/default/portal-update": 0o600,
}


def test_settings_and_nginx_stay_as_written_and_open_ones_are_shut(portal: Portal, tmp_path: Path) -> None:
    portal("setup", "--root", tmp_path)
    shared, nginx = tmp_path / "etc/default/portal", tmp_path / "etc/nginx/sites-available/portal.conf"
    shared.write_text('PORTAL_HOME="/srv/portal"\nPORTAL_DATABASE_URL="postgresql://portal@/portal"\n')
    nginx.write_text("server {}\n")
    shared.chmod(0o644)
    (tmp_path / "srv/portal/instance/downloads").mkdir(parents=True)
    (tmp_path / "srv/portal/instance/downloads").chmod(0o755)
    (tmp_path / "srv/portal/instance").chmod(0o755)
    ran = portal("setup", "--root", tmp_path)
    assert "folder /srv/portal/instance is shut to others (0700)" in ran.out
    assert "file /etc/default/portal is shut to others (0640, root:portal)" in ran.out
    assert "move PORTAL_DATABASE_URL from /etc/default/portal, which the site reads" in ran.out
    assert (shared.read_text()[:11], nginx.read_text()) == ("PORTAL_HOME", "server {}\n")
    found = modes(tmp_path)
    assert (found["/etc/default/portal"], found["/srv/portal/instance"]) == (0o640, 0o700)
    assert found["/srv/portal/instance/downloads"] == 0o750
    assert portal("setup", "--root", tmp_path).out.startswith("nothing to do")


def test_a_service_is_brought_up_to_date_and_the_older_kept_beside(portal: Portal, tmp_path: Path) -> None:
    portal("setup", "--root", tmp_path)
    unit = tmp_path / "etc/systemd/system/portal-site.service"
    unit.write_text("[Service]\nExecStart=/opt/older\n")
    assert "portal-site.service brought up to date" in portal("setup", "--root", tmp_path).out
    assert unit.with_name("portal-site.service.old").read_text() == "[Service]\nExecStart=/opt/older\n"
    assert "PORTAL_SETTINGS" in unit.read_text()


def test_cron_in_place_of_the_timer_and_never_both_unsaid(portal: Portal, tmp_path: Path) -> None:
    ran = portal("setup", "--root", tmp_path, "--cron")
    assert (tmp_path / "etc/cron.d/portal").is_file()
    assert not (tmp_path / "etc/systemd/system/portal-update.timer").exists()
    assert "systemctl daemon-reload && systemctl enable --now portal-site\n" in ran.out
    assert "there is a timer and a line of cron" in portal("setup", "--root", tmp_path).out


def test_the_installed_files_name_the_programs_of_this_installation(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", "/srv/portal-env")
    portal("setup", "--root", tmp_path)
    for name in (
        "etc/systemd/system/portal-site.service",
        "etc/systemd/system/portal-update.service",
        "usr/local/bin/portal",
    ):
        assert "/srv/portal-env/bin/" in (tmp_path / name).read_text()
        assert "/opt/portal" not in (tmp_path / name).read_text()


def test_what_is_put_there_is_settings_that_can_be_read(portal: Portal, tmp_path: Path) -> None:
    portal("setup", "--root", tmp_path)
    both = f"{tmp_path}/etc/default/portal:-{tmp_path}/etc/default/portal-update"
    settings = Settings.from_environ({"PORTAL_SETTINGS": both})
    assert settings.published_dir == Path("/var/lib/portal/published")
    assert settings.database_url == "sqlite:////var/lib/portal/instance/portal.sqlite3"


def test_users_are_made_only_where_they_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grp, "getgrall", lambda: [SimpleNamespace(gr_name="portal")])
    monkeypatch.setattr(pwd, "getpwall", lambda: [SimpleNamespace(pw_name="portal")])
    (step,) = users.user_steps()
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(subprocess, "run", lambda words, **_: ran.append(words))
    step.take()
    assert step.says == "user portal-site of the group portal"
    assert ran == [("useradd", "--system", "--gid", "portal", "--home-dir", "/nonexistent", "--no-create-home",
                    "--shell", "/usr/sbin/nologin", "portal-site")]  # fmt: skip


def test_only_root_prepares_a_machine(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    ran = portal("setup")
    assert (ran.code, "only root prepares a machine" in ran.err) == (2, True)
    assert portal("setup", "--root").code == 2


@pytest.mark.parametrize(("shell", "begun"), [("bash", "1"), ("zsh", "1"), ("fish", "sta")])
def test_a_shell_can_complete(shell: str, begun: str) -> None:
    asked = {"_PORTAL_COMPLETE": f"{shell}_complete", "COMP_WORDS": "portal sta", "COMP_CWORD": begun}
    words = [sys.executable, "-m", "portal.commands"]
    ran = subprocess.run(words, env={**os.environ, **asked}, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "status" in ran.stdout
