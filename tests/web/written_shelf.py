"""A published directory written by hand: London and Hackney in two years, corrected, grown and partly withdrawn.

2018-19: edition 1.0 (4 searches), 1.1 corrects it (5), 2.0 adds May (9); 2018: edition 1.0 is withdrawn.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.charter import validation
from portal.charter.definitions import flags
from portal.documents import canonical, charter
from portal.documents.account import Account
from portal.documents.manifest import Manifest
from portal.documents.map import Layer, LayerFigure, Map, MapArea
from portal.places import LONDON, Kind, find_place
from portal.tables.formats import FORMATS
from tests.accounts.years import account, month

HACKNEY = find_place(Kind.BOROUGH, "hackney")
APRIL, MAY = "police-uk-metropolitan-2018-04-61b63ad4", "police-uk-metropolitan-2018-05-4adbd40d"
CITY = "police-uk-city-of-london-2018-04-4cc55540"
WHY = "It named a person & <more>."
ODD = {"id": "points_missing", "severity": "serious", "sentence": "39 of 40 rows do not say where & when.",
       "affects": "places"}  # fmt: skip
LATE = {**ODD, "id": "late_rows", "severity": "warning"}
DAYS = {
    "1.0": "2019-05-01T09:00:00+00:00",
    "1.1": "2019-06-01T09:00:00+00:00",
    "2.0": "2019-07-01T09:00:00+00:00",
    "2.1": "2019-08-01T09:00:00+00:00",
}
LAYER = Layer(id="searches", title="Searches", unit="searches", says="", limits=[1],
              figures=[LayerFigure(code=HACKNEY.code, value=5, shade=0, status="value")])  # fmt: skip
MAP = Map(width=1, height=1, limits=[1], layers=[LAYER],
          areas=[MapArea(code=HACKNEY.code, slug="hackney", name="Hackney", path="M0 0h1v1z", searches=5, shade=0,
                         column=1, row=1)])  # fmt: skip
ROWS = b"place_kind,searches\r\n" + b"borough,5\r\n" * 400


def written(root: Path) -> Path:
    """The shelf, under `root`."""
    edition(root, "2018-19", "1.0", accounts(4), reason="first edition")
    edition(root, "2018-19", "1.1", accounts(5) | differs("1.0", 4, 5), reason="corrected supplies")
    edition(root, "2018-19", "2.0", accounts(5, 4, hackney=5) | differs("1.1", 5, 9), reason="new months or sources")
    edition(root, "2018", "1.0", accounts(4), reason="first edition", gone=True)
    edition(root, "supplies", "1.0", supplies(), reason="first edition")
    edition(root, "series", "1.0", {"data/boroughs/hackney.csv": ROWS, "SHA256SUMS": b""}, reason="first edition")
    edition(root, "catalogue", "1.0", {"datapackage.json": b'{"resources": []}'}, reason="first edition")
    return root


def accounts(*searches: int, hackney: int | None = None) -> dict[str, bytes]:
    """London's months from April; Hackney's April, as many as London's unless told."""
    months = [month(f"2018-{4 + at:02}", found) for at, found in enumerate(searches)]
    own = [month("2018-04", searches[0] if hackney is None else hackney)]
    none: dict[str, Any] = {"breakdowns": {"team": [], "force": []}}
    documents = {"london": account(months, LONDON, **none), "boroughs/hackney": account(own, HACKNEY, **none)}
    files = {f"{stem}.json": raw(found) for stem, found in documents.items()}
    return files | {
        "charter.json": canonical.as_bytes(
            charter.build_charter_document(validation.published_charter(), flags()).as_json()
        ),
        "map.json": MAP.model_dump_json(by_alias=True).encode(),
        **{f"{stem}.{ending}": ROWS for stem in documents for ending in FORMATS},
    }


def raw(document: Account) -> bytes:
    return canonical.as_bytes(document.as_json())


def differs(since: str, before: int, now: int) -> dict[str, bytes]:
    cause = {"what": "replaced", "force": "metropolitan", "month": "2018-04", "id": APRIL, "was": None,
             "rows_gone": 0, "rows_new": 1}  # fmt: skip
    found = {"schema": "differences/1", "since": since, "reason": "", "causes": [cause], "figures": 3, "places": 2,
             "london_before": before, "london_now": now}  # fmt: skip
    return {"differences.json": canonical.as_bytes(found)}


def supplies() -> dict[str, bytes]:
    listed = [supply(APRIL, LATE), supply(MAY, ODD), supply(CITY, ODD) | {"state": "withdrawn"}]
    own = {"filename": "", "columns_published": [], "columns_not_published": [], "rejections": [],
           "rejected_rows_public": True}  # fmt: skip
    files = {f"{found['id']}.json": canonical.as_bytes(found | own) for found in listed}
    files["supplies.json"] = canonical.as_bytes({"schema": "supplies/1", "supplies": listed, "missing": []})
    return files | {"supplies.csv": b"id,source\r\n", f"{CITY}-rejected.csv": b"line,column,reason,row_text\r\n"}


def supply(name: str, *findings: Mapping[str, Any]) -> dict[str, Any]:
    force = "city-of-london" if "city" in name else "metropolitan"
    return {"id": name, "source": "police-uk", "force": force, "month": name[-16:-9], "state": "current", "sha256": "0",
            "rows_read": 40, "rows_kept": 40, "rows_rejected": 0, "findings": list(findings), "invented": True,
            "supersedes": None, "rows_gone": None, "rows_new": None, "note": None}  # fmt: skip


def edition(root: Path, line: str, number: str, files: Mapping[str, bytes], *, reason: str, gone: bool = False) -> None:
    """One edition; `gone`: all its files were withdrawn. Of the line of supplies, only the City's are."""
    directory = root / line / number
    hashes = {name: canonical.sha256(content) for name, content in files.items()}
    buried = [name for name in files if gone or name.startswith(CITY)]
    for name, content in files.items():
        if name not in buried:
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            (directory / name).write_bytes(content)
    manifest = Manifest(
        period=line, number=number, published_at=DAYS[number], reason=reason, supplies=drawn_from(files),
        charter=None, code="0.1", files=hashes, previous=None, sha256="0" * 64,
        arrived={MAY: "2019-06-30T22:00:00+00:00"},
    )  # fmt: skip
    manifest = manifest.model_copy(update={"sha256": manifest.own_hash()})
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "manifest.json").write_text(manifest.model_dump_json(by_alias=True))
    stones = {name: {"sha256": hashes[name], "when": "2019-08-01T09:00:00+00:00", "reason": WHY} for name in buried}
    if stones:
        (directory / "withdrawn.json").write_text(json.dumps(stones))


def resealed(directory: Path) -> None:
    """Make an edition whose files were changed by hand one that was published so."""
    path = directory / "manifest.json"
    manifest = Manifest.model_validate_json(path.read_bytes())
    hashes = {name: canonical.sha256((directory / name).read_bytes()) if (directory / name).is_file() else digest
              for name, digest in manifest.files.items()}  # fmt: skip
    manifest = manifest.model_copy(update={"files": hashes})
    path.write_text(manifest.model_copy(update={"sha256": manifest.own_hash()}).model_dump_json(by_alias=True))


def drawn_from(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """The supplies of an edition: one for each of London's months."""
    months = [found["month"] for found in json.loads(files.get("london.json", b'{"monthly": []}'))["monthly"]]
    ids = {"2018-04": APRIL, "2018-05": MAY}
    return [{"id": ids[name], "sha256": "0", "of": f"police-uk metropolitan {name}"} for name in months]
