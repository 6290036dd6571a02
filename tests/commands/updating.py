"""What whole runs of `portal update` share: two forces, no pauses, and a night in August 2018."""

from datetime import UTC, datetime

from ingest.fetching.fetch import Pace

PACE = Pace(pause=0, attempts=2, timeout=5, longest_wait=0.01)
NIGHT = datetime(2018, 8, 1, 3, 17, tzinfo=UTC)
FORCES = ("metropolitan", "city-of-london")
