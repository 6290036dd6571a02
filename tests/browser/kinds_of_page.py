"""Every kind of page of the demo, and what may be fetched of one and weighed."""

import re
import urllib.request

KINDS = [
    "/", "/london", "/london/2024-25/where?show=per_1000", "/boroughs", "/boroughs/hackney",
    "/boroughs/city-of-london/2023-24", "/boroughs/hackney/2024-25/where", "/boroughs/hackney/2024-25/fairness",
    "/boroughs/hackney/2024-25/when", "/boroughs/hackney/2024-25/charter", "/boroughs/hackney/2024-25/report",
    "/boroughs/hackney/trends", "/teams", "/teams/metropolitan-tsg", "/bcus", "/bcus/central-east", "/forces",
    "/forces/metropolitan", "/charter", "/charter/R07", "/charter/C05", "/compliance", "/compliance/all",
    "/section-60", "/supplies", "/supplies/all", "/corrections", "/embed/boroughs/hackney/2024-25/map", "/standard",
    "/standard/review", "/standard/review/form",
    "/editions/2024-25/1.0",
    "/compare?a=boroughs/hackney&a_year=2024-25&b=london&b_year=2023-24", "/find?q=central", "/compare",
    "/compare?a=boroughs/hackney&b=boroughs/islington&c=boroughs/camden&d=london", "/data",
    "/data/dictionary", "/api", "/method", "/words", "/your-rights", "/accessibility", "/privacy", "/no-such-page",
]  # fmt: skip
ACCOUNTS = ["/boroughs/hackney/2024-25", "/london/2024-25", "/bcus/central-east/2024-25",
            "/forces/metropolitan/2024-25", "/teams/metropolitan-tsg/2024-25"]  # fmt: skip
BUDGET = 60_000


def assets(demo: str) -> list[str]:
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', fetched(demo, "identity").decode())


def fetched(address: str, encoding: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request) as answer:
        body: bytes = answer.read()
        return body
