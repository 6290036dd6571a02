"""The steps of docs/operations.md, word for word, from the first to the restored backup, on a machine of our own.

It needs root and Linux' mount namespaces: /etc, /opt, /usr/local and /var are covered for the length of the test.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.updating import FORCES
from tests.commands.upstream import Upstream, month_of_stops, served
from tests.operating.containerfile import copied
from tests.required import ROOT, missing

pytestmark = pytest.mark.full
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
MACHINE = Path(__file__).with_name("machine.sh")

EDITOR = """#!/bin/sh
sed -i "s|^PORTAL_PUBLISHER=.*|PORTAL_PUBLISHER=\\"Mayor's Office for Policing and Crime\\"|" "$1"
printf 'PORTAL_POLICE_UK_URL="%s"\\n' UPSTREAM >> "$1"
"""
"""What the operator types."""

FACTS = """
echo "--- facts"
stat -c '%a %U:%G %n' /var/lib/portal /var/lib/portal/instance /var/lib/portal/published /etc/default/portal \
  /etc/default/portal-update /var/backups/portal /var/lib/portal/instance/portal.sqlite3 /usr/local/bin/portal
echo "open to everybody: $(find /var/lib/portal /var/backups/portal /etc/default/portal* -perm /007 | wc -l)"
echo "not the portal's: $(find /var/lib/portal ! -user portal | wc -l)"
as_site='runuser -u portal-site -- env -i PORTAL_SETTINGS=/etc/default/portal'
for path in /var/lib/portal/instance /var/lib/portal/instance/portal.sqlite3 /etc/default/portal-update \
  /var/backups/portal; do
  $as_site test -r "$path" && echo "the site may read $path"
done
cd /
$as_site /opt/portal/bin/python -c "
import os, wsgi
client = wsgi.app.test_client()
print('site', *(client.get(at).status_code for at in ('/', '/london/2018-19', '/readyz')))
print('publisher', b'Mayor&#39;s Office for Policing and Crime' in client.get('/').data)
print('last run', b'portal_last_run_ok 1' in client.get('/metrics').data)
print('told of', sorted(name for name in os.environ if name.startswith('PORTAL_')))
"
line=$(sed -n 's/^17 3 \\* \\* \\*  portal  //p' FILES/deploy/crontab)
runuser -u portal -- env -i PATH=/usr/bin:/bin sh -c "$line" && echo "cron is silent"
runuser -u portal -- env -i PATH=/usr/local/bin:/usr/bin:/bin bash -c '
. /etc/bash_completion.d/portal; COMP_WORDS=(portal sta); COMP_CWORD=1; _portal_completion portal
echo "completes ${COMPREPLY[*]}"'
find /root /home /opt /var -name portal.sqlite3 -newer /usr/local/bin/editor > FILES/homes
grep -v ^/var/lib/portal/ FILES/homes || echo "one home"
rm FILES/homes
"""

LOST = """
echo "--- lost"
rm /var/lib/portal/instance/portal.sqlite3*
cp -a /var/lib/portal/instance.before/downloads /var/lib/portal/instance/
"""
"""A database is lost, with the downloads still there."""


def steps(heading: str) -> str:
    """The indented lines of a section that are commands, as they stand."""
    section = OPERATIONS.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return "".join(f"{line}\n" for line in re.findall(r"^    (\S.*)$", section, re.MULTILINE))


def script(folder: Path, source: Path, address: str) -> str:
    """Stand-ins for what a test cannot type or start, then the documented steps, and what came of them."""
    editor = EDITOR.replace("UPSTREAM", address)
    stand_ins = f"""
cat > /usr/local/bin/editor <<'TYPED'
{editor}TYPED
printf '#!/bin/sh\\necho "systemctl $*"\\n' > /usr/local/bin/systemctl
chmod 755 /usr/local/bin/editor /usr/local/bin/systemctl
hash -r; umask 022; cd {source}
"""
    parts = [stand_ins]
    for heading in ("Installing", "Settings", "The first run"):
        parts.append(f"echo '--- {heading}'\n{steps(heading)}")
    parts.append(FACTS.replace("FILES", str(source)))
    backups = steps("Backups").replace("portal ingest", f"{LOST}portal ingest", 1)
    parts.append(f"cd {source}\necho '--- Backups'\n{backups}portal verify\n")
    parts.append(f"echo '--- Upgrading'\n{steps('Upgrading')}portal publish\n")
    parts.append("echo '--- again'\n/opt/portal/bin/portal setup\n")
    return "set -e\n" + "".join(parts)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What was printed below each heading."""
    folder = tmp_path_factory.mktemp("evening")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        missing("namespaces", "only root may cover /etc for a test")
    source = folder / "source"
    for name in copied():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, source / name)
    upstream = Upstream()
    upstream.months = {(force, "2018-06"): month_of_stops("2018-06", 60) for force in FORCES}
    (folder / "cover").mkdir()
    with served(upstream) as address:
        (folder / "steps.sh").write_text(script(folder, source, address), "utf-8")
        words = ["unshare", "--mount", "sh", str(MACHINE), str(folder / "cover"), str(folder / "steps.sh")]
        ran = subprocess.run(words, capture_output=True, text=True, check=False, cwd=source)
    assert ran.returncode == 0, f"{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    parts = re.split(r"^--- (.*)\n", ran.stdout, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_setup_prepares_the_machine_and_a_second_run_has_nothing_to_do(evening: dict[str, str]) -> None:
    assert "would: user portal-site of the group portal" in evening["Installing"]
    assert "\nuser portal-site of the group portal\n" in evening["Installing"]
    assert evening["again"].startswith("nothing to do")


def test_the_first_run_publishes_and_says_what_it_came_to(evening: dict[str, str]) -> None:
    said = evening["The first run"]
    assert "2018-19 edition 1.0" in said
    assert re.search(r"last update .*: done \(2 fetched, 0 failed", said)
    assert "systemctl enable --now portal-site portal-update.timer" in said


def test_each_user_may_read_what_is_meant_for_it(evening: dict[str, str]) -> None:
    facts = evening["facts"].splitlines()
    assert facts[:8] == [
        "750 portal:portal /var/lib/portal",
        "700 portal:portal /var/lib/portal/instance",
        "750 portal:portal /var/lib/portal/published",
        "640 root:portal /etc/default/portal",
        "600 portal:portal /etc/default/portal-update",
        "700 portal:portal /var/backups/portal",
        "600 portal:portal /var/lib/portal/instance/portal.sqlite3",
        "755 root:root /usr/local/bin/portal",
    ]
    assert facts[8:] == [
        "open to everybody: 0",
        "not the portal's: 0",
        "site 200 200 200",
        "publisher True",
        "last run True",
        "told of ['PORTAL_SETTINGS']",
        "cron is silent",
        "completes status",
        "one home",
    ]


def test_a_backup_and_a_lost_register_are_brought_back(evening: dict[str, str]) -> None:
    assert "restored " in evening["Backups"]
    assert "verified: no fault" in evening["Backups"]
    assert "would enter 2018-19/1.0" in evening["lost"]
    assert "\nentered 2018-19/1.0" in evening["lost"]
    assert "verified: no fault" in evening["lost"]
    assert "nothing new" in evening["Upgrading"]
