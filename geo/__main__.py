"""`python -m geo`: rebuild data/boundaries from Debian's package, byte for byte."""

import argparse
import sys
from pathlib import Path

from geo import boundaries, hexagons, spdata

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    words.add_argument("--package", type=Path, help="the r-cran-spdata .deb (else apt-get download)")
    words.add_argument("--into", type=Path, default=HERE / "data" / "boundaries")
    given = words.parse_args()
    try:
        source = spdata.spdata_outlines(given.package)
    except spdata.SourceMissing as missing:
        print(missing, file=sys.stderr)
        return 5
    for purpose in boundaries.PURPOSES:
        path = given.into / f"{purpose}.geojson"
        outlines = boundaries.derived(source, purpose)
        path.write_text(boundaries.as_geojson(outlines, boundaries.DECIMALS[purpose]), "utf-8")
        print(f"wrote {path}")
    grid = given.into / "hexagons.json"
    grid.write_text(hexagons.as_json(given.into / "draw.geojson"), "utf-8")
    print(f"wrote {grid}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
