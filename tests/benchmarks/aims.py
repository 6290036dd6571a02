"""What we aim at, and how far a run came; an aim whose floor was not measured says so."""

from dataclasses import dataclass

from tests.benchmarks.measured import Measured
from tests.benchmarks.runs import Results

FLAT = 1.2  # "flat", on a machine that others use too


@dataclass(frozen=True)
class Aim:
    """`limit`: the least that will do where `at_least`, else the most."""

    says: str
    limit: float
    found: float | None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        if self.found is None:
            return "not measured"
        return "met" if (self.found >= self.limit if self.at_least else self.found <= self.limit) else "NOT MET"


def rate(one: Measured | None) -> float | None:
    return one.rate if one else None


def times_slower(one: Measured | None, than: Measured | None) -> float | None:
    """By the rows each did in a second."""
    return than.rate / one.rate if one and than else None


def of_ingest(year: Results, ten: Results) -> list[Aim]:
    most = ten or year
    ours, on_postgres = most["ingesting"], most.get("ingesting_postgres")
    plain, whole = (times_slower(year[f"notebook {way}"], year["ingesting"]) for way in ("plain", "whole"))
    return [
        Aim("ingest into SQLite, rows a second", 100_000, ours.rate, at_least=True),
        Aim("ingest, times the time of bare Polars and executemany", 2.5, times_slower(ours, most.get("bare"))),
        Aim("ingest, MB at most", 600, ours.megabytes),
        Aim("ingest, times faster than pandas and to_sql", 4, plain, at_least=True),
        Aim("ingest, times faster than pandas learning as much", 4, whole, at_least=True),
        Aim("ingest, cost a row in ten years to one", FLAT, times_slower(ten.get("ingesting"), year["ingesting"])),
        Aim("ingest into PostgreSQL, rows a second", 60_000, rate(on_postgres), at_least=True),
    ]


def of_publish(year: Results, ten: Results) -> list[Aim]:
    one, all_of_them = year["publishing"], ten.get("publishing")
    return [
        Aim("publish a year, seconds", 30, one.seconds),
        Aim("publish a year, MB at most", 1000, one.megabytes),
        Aim("publish, cost a row in ten years to one", FLAT, times_slower(all_of_them, one)),
    ]
