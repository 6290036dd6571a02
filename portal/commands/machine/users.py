"""What a machine needs to run the portal, as steps: each is there only while something is to be done."""

import grp
import os
import pwd
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from portal import shipped
from portal.private import NOT_GROUP, NOT_OWNER, wide_paths
from portal.settings import DATABASE, FILES, Settings, file_settings

PORTAL, SITE, ROOT = "portal", "portal-site", "root"
SHARED, OWN = "/etc/default/portal", "/etc/default/portal-update"
SHIPPED_PREFIX = "/opt/portal"
NGINX = "/etc/nginx/sites-available/portal.conf"
LIVE, NOT_WRITTEN = "/var/cache/portal-live", 0o022
"""Where nginx finds the pages as files, if it is set up: its own user must read them."""
NOLOGIN = "/usr/sbin/nologin"


@dataclass(frozen=True)
class Step:
    """`says`: what is done, as an operator reads it before and after."""

    says: str
    take: Callable[[], object]


@dataclass(frozen=True)
class Installed:
    """A file of `deploy/` and where it goes. `kept`: the operator writes it, so one that is there stays."""

    name: str
    target: str
    mode: int
    owner: str = ROOT
    group: str = ROOT
    kept: bool = False


SETTINGS_FILES = (
    Installed("portal.default", SHARED, 0o640, ROOT, PORTAL, kept=True),
    Installed("portal-update.default", OWN, 0o600, PORTAL, PORTAL, kept=True),
)
ALWAYS = (
    Installed("portal.sh", "/usr/local/bin/portal", 0o755),
    Installed("completion.bash", "/etc/bash_completion.d/portal", 0o644),
    Installed("portal-site.service", "/etc/systemd/system/portal-site.service", 0o644),
    Installed("nginx.conf", NGINX, 0o644, kept=True),
)
BY_SYSTEMD = (
    Installed("portal-update.service", "/etc/systemd/system/portal-update.service", 0o644),
    Installed("portal-update.timer", "/etc/systemd/system/portal-update.timer", 0o644),
)
BY_CRON = (Installed("crontab", "/etc/cron.d/portal", 0o644),)


@dataclass(frozen=True)
class Machine:
    """`root`: `/`, or a folder that stands for it; then users cannot be made and nothing has an owner of ours."""

    root: Path
    cron: bool = False

    @property
    def is_real(self) -> bool:
        return self.root == Path("/")

    def path(self, absolute: str | Path) -> Path:
        return self.root / Path(absolute).relative_to("/")

    def files(self) -> tuple[Installed, ...]:
        return (*SETTINGS_FILES, *ALWAYS, *(BY_CRON if self.cron else BY_SYSTEMD))

    def settings(self) -> Settings:
        """What stands in the settings files, else what would be put there. BadSetting."""
        own = [self.path(one.target) for one in SETTINGS_FILES]
        shared = own[0] if own[0].is_file() else shipped.folder("deploy") / "portal.default"
        return Settings.from_environ({FILES: f"{shared}:-{own[1]}"})

    def steps(self) -> Iterator[Step]:
        if self.is_real:
            yield from user_steps()
        settings = self.settings()
        for folder, shut in self.folders(settings):
            yield from folder_steps(self, folder, shut)
        yield from tree_steps(self, settings)
        for one in self.files():
            yield from file_steps(self, one)

    def folders(self, settings: Settings) -> list[tuple[Path, int]]:
        """Each with the bits its mode must not have."""
        return [
            (settings.home, NOT_GROUP),
            (settings.home / "instance", NOT_OWNER),
            (settings.published_dir, NOT_GROUP),
            (Path("/var/backups/portal"), NOT_OWNER),
            (Path(LIVE), NOT_WRITTEN),
        ]


def user_steps() -> Iterator[Step]:
    if PORTAL not in {group.gr_name for group in grp.getgrall()}:
        yield Step(f"group {PORTAL}", partial(ran, "groupadd", "--system", PORTAL))
    known = {user.pw_name for user in pwd.getpwall()}
    for name, home in ((PORTAL, "/var/lib/portal"), (SITE, "/nonexistent")):
        words = ["--system", "--gid", PORTAL, "--home-dir", home, "--no-create-home", "--shell", NOLOGIN, name]
        if name not in known:
            yield Step(f"user {name} of the group {PORTAL}", partial(ran, "useradd", *words))


def ran(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def folder_steps(machine: Machine, folder: Path, shut: int) -> Iterator[Step]:
    """Make it, or shut out whom it lets in too many."""
    path, mode = machine.path(folder), 0o777 & ~shut & ~0o020
    if not path.is_dir():
        says = f"folder {folder} ({mode:04o}, {PORTAL}:{PORTAL})"
        yield Step(says, partial(made_folder, machine, path, mode))
    elif wide := stat.S_IMODE(path.stat().st_mode) & shut:
        right = stat.S_IMODE(path.stat().st_mode) & ~wide
        yield Step(f"folder {folder} is shut to others ({right:04o})", partial(path.chmod, right))


def tree_steps(machine: Machine, settings: Settings) -> Iterator[Step]:
    """What earlier runs left open to everybody, or as another user's."""
    instance, published = machine.path(settings.home / "instance"), machine.path(settings.published_dir)
    wide = [(path, mode) for path, mode in wide_paths(instance, published) if path not in (instance, published)]
    if wide:
        says = f"{len(wide):,} files and folders below {settings.home} are shut to others, as {wide[0][0]}"
        yield Step(says, partial(shut_to_others, wide))
    foreign = [path for path in (instance, published) if machine.is_real and path.is_dir() and foreign_below(path)]
    for path in foreign:
        yield Step(f"all below {path} is the user {PORTAL}'s", partial(given_whole, path))


def shut_to_others(wide: list[tuple[Path, int]]) -> None:
    for path, mode in wide:
        path.chmod(mode)


def foreign_below(folder: Path) -> list[Path]:
    """What is not the portal's own there; all of it, while that user is still to be made."""
    user = next((user.pw_uid for user in pwd.getpwall() if user.pw_name == PORTAL), -1)
    return [path for path in (folder, *folder.rglob("*")) if path.lstat().st_uid != user]


def given_whole(folder: Path) -> None:
    user = pwd.getpwnam(PORTAL)
    for path in foreign_below(folder):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def file_steps(machine: Machine, one: Installed) -> Iterator[Step]:
    """Install it; or bring it up to date, the older kept beside; or shut out whom a file of settings lets in."""
    path, raw = machine.path(one.target), shipped_bytes(one.name)
    who = f"({one.mode:04o}, {one.owner}:{one.group})"
    if not path.exists():
        yield Step(f"file {one.target} {who}", partial(installed, machine, path, one, raw))
    elif one.kept:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~one.mode:
            yield Step(f"file {one.target} is shut to others {who}", partial(owned, machine, path, one))
    elif path.read_bytes() != raw:
        says = f"file {one.target} brought up to date; what was there stays as {path.name}.old"
        yield Step(says, partial(replaced_file, machine, path, one, raw))


def shipped_bytes(name: str) -> bytes:
    """The file as it goes on this machine: programs are looked for where this portal is installed."""
    raw = (shipped.folder("deploy") / name).read_bytes()
    return raw.replace(f"{SHIPPED_PREFIX}/bin".encode(), f"{sys.prefix}/bin".encode())


def made_folder(machine: Machine, path: Path, mode: int) -> None:
    made_parents(path)
    path.mkdir()
    path.chmod(mode)
    if machine.is_real:
        user = pwd.getpwnam(PORTAL)
        os.chown(path, user.pw_uid, user.pw_gid)


def made_parents(path: Path) -> None:
    """Folders of the system, which everybody may enter."""
    for parent in reversed(path.parents):
        if not parent.is_dir():
            parent.mkdir()
            parent.chmod(0o755)


def replaced_file(machine: Machine, path: Path, one: Installed, raw: bytes) -> None:
    path.replace(path.with_name(f"{path.name}.old"))
    installed(machine, path, one, raw)


def installed(machine: Machine, path: Path, one: Installed, raw: bytes) -> None:
    """Written whole under another name first, so that no cron and no systemd reads a half."""
    made_parents(path)
    beside = path.with_name(f".{path.name}.writing")
    beside.write_bytes(raw)
    owned(machine, beside, one)
    beside.replace(path)


def owned(machine: Machine, path: Path, one: Installed) -> None:
    path.chmod(one.mode)
    if machine.is_real:
        os.chown(path, pwd.getpwnam(one.owner).pw_uid, grp.getgrnam(one.group).gr_gid)


def left_by_hand(machine: Machine) -> Iterator[str]:
    """What a program cannot know or should not start."""
    if not machine.is_real:
        yield f"make the group {PORTAL}, and in it the users {PORTAL} and {SITE} (setup without --root does it)"
    shared = machine.path(SHARED)
    if not shared.exists() or shared.read_bytes() == shipped_bytes("portal.default"):
        yield f"write address, publisher and contact into {SHARED}"
    elif DATABASE in file_settings(shared):
        yield f"move {DATABASE} from {SHARED}, which the site reads, to {OWN}"
    yield "portal update --now, for the first figures"
    if all(machine.path(one.target).exists() for one in (*BY_CRON, *BY_SYSTEMD)):
        yield f"there is a timer and a line of cron: take one of them away ({BY_CRON[0].target})"
    nightly = "" if machine.cron else " portal-update.timer"
    yield f"systemctl daemon-reload && systemctl enable --now portal-site{nightly}"
    yield f"name host and certificate in {NGINX}, and link it into sites-enabled"
