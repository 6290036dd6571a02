"""Reading what was published of the real months."""

import json
from typing import Any

from portal.settings import Settings


def account(settings: Settings, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((settings.published_dir / f"{name}.json").read_bytes())
    return document
