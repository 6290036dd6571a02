"""Read the borough outlines out of Debian's package r-cran-spdata (data object `lnd`, CC0).

R keeps a package's data in a lazy-load pair: `Rdata.rdx` says where each object lies in `Rdata.rdb`.
"""

import lzma
import struct
import subprocess
import tempfile
import warnings
import zlib
from pathlib import Path
from typing import Any

import geopandas as gpd
from shapely.geometry import MultiPolygon, Polygon

PACKAGE = "r-cran-spdata"
DATA = Path("usr/lib/R/site-library/spData/data")
LZMA = [{"id": lzma.FILTER_LZMA2, "preset": 6}]


class SourceMissing(Exception):
    """The Debian package is neither installed, nor given, nor could apt download it."""


def unpack_deb(deb: Path, into: Path) -> Path:
    """The folder that holds the R data of the package file `deb`, unpacked below `into`."""
    subprocess.run(["dpkg-deb", "-x", str(deb), str(into)], check=True)
    return into / DATA


def downloaded(into: Path) -> Path:
    """The package file, as `apt-get download` brings it (Debian only; nothing is installed)."""
    try:
        subprocess.run(["apt-get", "download", PACKAGE], cwd=into, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as failed:
        raise SourceMissing(
            f"{PACKAGE} could not be downloaded with apt-get; fetch the .deb and name it with --package"
        ) from failed
    return next(into.glob(f"{PACKAGE}_*.deb"))


def spdata_outlines(deb: Path | None) -> gpd.GeoDataFrame:
    """The 33 outlines: columns code, name, geometry; EPSG:4326; in the order of their codes."""
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        return as_geometry(read_object(unpack_deb(deb or downloaded(into), into), "lnd"))


def read_object(folder: Path, name: str) -> Any:
    """One object of the lazy-load pair in `folder`, as rdata converts it."""
    index = parse_r_data((folder / "Rdata.rdx").read_bytes())
    offset, length = (int(number) for number in index["variables"][name])
    return parse_r_data(inflated((folder / "Rdata.rdb").read_bytes()[offset : offset + length]))


def inflated(record: bytes) -> bytes:
    """A record is its inflated size (4 bytes, big end first), then zlib, or `Z` and raw LZMA."""
    (size,) = struct.unpack(">I", record[:4])
    if record[4:5] == b"Z":
        plain = lzma.decompress(record[5:], format=lzma.FORMAT_RAW, filters=LZMA)
    else:
        plain = zlib.decompress(record[4:])
    if len(plain) != size:
        raise ValueError(f"the R data record holds {len(plain)} bytes, its head says {size}")
    return plain


def parse_r_data(raw: bytes) -> Any:
    import rdata  # only who rebuilds the outlines needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it knows no constructor for R's sf class; we do not need one
        return rdata.conversion.convert(rdata.parser.parse_data(raw))


def as_geometry(lnd: Any) -> gpd.GeoDataFrame:
    shapes = [MultiPolygon([Polygon(rings[0], rings[1:]) for rings in parts]) for parts in lnd["geometry"]]
    table = {"code": [str(c) for c in lnd["GSS_CODE"]], "name": [str(n) for n in lnd["NAME"]]}
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4326).sort_values("code", ignore_index=True)
