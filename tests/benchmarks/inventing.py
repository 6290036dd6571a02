"""Invented months of one force in the police.uk form: a year of about the rows asked for, or ten."""

import sys
from pathlib import Path

import numpy as np

from geo.locate import inside_each
from portal import shipped
from portal.demo.inventing import Shape, months_from, records
from portal.fields import published_search_fields
from tests.benchmarks.measured import tell

FORCE = "metropolitan"
POINTS = 530  # a borough: a year of the Met has about 17,500 distinct points


def invent(folder: Path, first: str, months: int, rows: int) -> int:
    """Write the months as their files; answers how many rows there are."""
    points = inside_each(shipped.data("boundaries", "locate.geojson"), POINTS, seed=1)
    shape, written = Shape.shipped(), 0
    header = [field.header for field in published_search_fields()]
    for at, month in enumerate(months_from(first, months)):
        frame = records(shape, FORCE, month, rows // months, points, np.random.default_rng(at)).select(header)
        frame.write_csv(folder / f"{month}-{FORCE}-stop-and-search.csv", line_terminator="\r\n")
        written += frame.height
    return written


if __name__ == "__main__":
    tell(lambda: invent(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
