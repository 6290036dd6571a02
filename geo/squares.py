"""One square a borough, near where the borough lies: a map on which small areas are as large as big ones.

The layout is worked out, not drawn by hand: every area's centre is moved to a square of a grid so that the squared
distances moved add up to as little as can be (an assignment problem, solved by scipy).
"""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linear_sum_assignment

COLUMNS, ROWS = 8, 7


def squares(
    centres: Mapping[str, tuple[float, float]], columns: int = COLUMNS, rows: int = ROWS
) -> dict[str, tuple[int, int]]:
    """Code -> column and row from the top left, from 0. `centres`: code -> x and y on paper, y down.

    ValueError if there are more areas than squares.
    """
    if len(centres) > columns * rows:
        raise ValueError(f"{len(centres)} areas do not fit on {columns} by {rows} squares")
    points = np.array(list(centres.values()), dtype=float)
    low, high = points.min(axis=0), points.max(axis=0)
    spread = (points - low) / np.where(high > low, high - low, 1) * [columns - 1, rows - 1]
    grid = np.array([(column, row) for row in range(rows) for column in range(columns)], dtype=float)
    cost = ((spread[:, None, :] - grid[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    return {code: (int(grid[at][0]), int(grid[at][1])) for code, at in zip(centres, chosen, strict=True)}
