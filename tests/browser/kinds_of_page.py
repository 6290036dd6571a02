"""Every kind of page of the demo, and what may be fetched of one and weighed."""

import re
import urllib.request

KINDS = [
    "/", "/london", "/london?show=per_1000", "/boroughs", "/boroughs/hackney", "/boroughs/city-of-london/2023-24",
    "/teams", "/teams/metropolitan-tsg", "/bcus", "/bcus/central-east", "/forces", "/forces/metropolitan",
    "/charter", "/charter/R07", "/charter/C05", "/compliance", "/section-60", "/supplies", "/corrections", "/standard",
    "/editions/2024-25/1.0", "/compare?a=boroughs/hackney&a_year=2024-25&b=london&b_year=2023-24", "/find?q=central",
    "/data", "/data/dictionary", "/api", "/method", "/words", "/your-rights", "/accessibility", "/privacy",
    "/no-such-page",
]  # fmt: skip
BUDGET = 60_000


def assets(demo: str) -> list[str]:
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', fetched(demo, "identity").decode())


def fetched(address: str, encoding: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request) as answer:
        body: bytes = answer.read()
        return body
