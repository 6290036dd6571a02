"""Every account, map and file of the years named, from a database that holds them, to editions on the shelf."""

import json
import sys
from pathlib import Path

from portal.editions.archive import Shelf
from portal.periods import Period
from portal.publishing.run import Request, publish
from portal.settings import Settings
from portal.store import database
from tests.benchmarks.measured import tell


def work(home: Path, url: str, periods: list[Period]) -> int:
    """Answers the searches that London's accounts count."""
    environ = {"PORTAL_HOME": str(home), "PORTAL_DATABASE_URL": url, "PORTAL_PUBLISHED_DIR": "published"}
    settings = Settings.from_environ(environ)
    shelf = Shelf(settings.published_dir)
    engine = database.open_database(settings.database_url)
    publish(engine, settings, Request(periods))
    engine.dispose()
    accounts = [json.loads((shelf.newest(period).directory / "london.json").read_bytes()) for period in periods]
    return sum(account["totals"]["searches"] for account in accounts)


if __name__ == "__main__":
    tell(lambda: work(Path(sys.argv[1]), sys.argv[2], [Period.named(text) for text in sys.argv[3:]]))
