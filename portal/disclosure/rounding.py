"""How a single count is published: exactly, rounded, or not at all."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rounding:
    """Counts under `fewest` are not published; others to the nearest `base`, a half upwards. (1, 0) is exact."""

    base: int = 1
    fewest: int = 0

    @property
    def is_exact(self) -> bool:
        return self.base == 1 and self.fewest == 0


def counts_behind(published: int | None, rounding: Rounding) -> tuple[int, int]:
    """The smallest and the largest count in searches that are published so; None is one that is too small."""
    if published is None:
        return 0, max(0, rounding.fewest - 1)
    return max(rounding.fewest, published - rounding.base // 2), published + (rounding.base - 1) // 2


def published_count(count: int, rounding: Rounding) -> int | None:
    """The count in searches as it is published; None where it is too small. Zero is as small as any."""
    if count < rounding.fewest:
        return None
    return (2 * count + rounding.base) // (2 * rounding.base) * rounding.base
