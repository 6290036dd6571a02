"""The Nu validator reads every kind of page: HTML as it should be (needs Java, and npm to fetch the validator)."""

import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.browser.kinds_of_page import KINDS, fetched
from tests.required import missing

pytestmark = pytest.mark.full
VERSION = "26.9.27"
SHA256 = "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7"


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The validator's jar, as published, known by its hash."""
    if not shutil.which("java") or not shutil.which("npm"):
        missing("java", "the Nu validator needs Java to run and npm to be fetched")
    folder = tmp_path_factory.mktemp("validator")
    subprocess.run(["npm", "pack", f"vnu-jar@{VERSION}", "--silent"], cwd=folder, check=True, capture_output=True)
    package = folder / f"vnu-jar-{VERSION}.tgz"
    assert hashlib.sha256(package.read_bytes()).hexdigest() == SHA256
    with tarfile.open(package) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.rglob("vnu.jar"))


def test_every_kind_of_page_is_valid(demo: str, validator: Path, tmp_path: Path) -> None:
    for at, address in enumerate(KINDS[:-1]):
        (tmp_path / f"{at}.html").write_bytes(fetched(demo + address, "identity"))
    words = ["java", "-jar", str(validator), "--errors-only", "--format", "text", str(tmp_path)]
    told = subprocess.run(words, check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_validator_still_bites(validator: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a><div></span>")
    told = subprocess.run(["java", "-jar", str(validator), str(tmp_path)], check=False, capture_output=True)
    assert told.returncode != 0
