"""A shelf written by hand with video reviews: a full year, corrected once; one with nothing told; one that runs; none.

2018-19: edition 1.0 has no review, 1.1 the full one. 2017-18: too few were viewed. 2019-20: it is still running.
2016-17: nothing was drawn. The line of draws: 1.0 promises a seed, 1.1 draws with it and promises the next.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.documents import canonical
from portal.documents.account import Account
from portal.documents.manifest import Manifest
from portal.documents.review import DRAWS, REVIEW, ReviewDocument, ReviewDraws
from portal.publishing.pipeline import check_document_files
from portal.tables.reviews import review_table_files
from tests.web.pages.checks import charter_shelf
from tests.web.small_account import HACKNEY, LONDON, PERIOD, TSG, Part
from tests.web.written_shelf import MAP

WESTMINSTER = charter_shelf.WESTMINSTER
FULL, FEW, RUNNING, NONE = "2018-19", "2017-18", "2019-20", "2016-17"
TOO_FEW = "Fewer than 30 searches were viewed here, so nothing is told of what was seen."
NOT_YET = "The year is still running. What was seen is told when it is complete."
GUARANTEE = "Counts over groups of searches that were drawn at random."


def seen(check: str, *counts: int, verdict: str = "No target set", **rates: float) -> Part:
    """`counts`: pass, fail, cannot tell, unwatched, not applicable."""
    names = ("pass", "fail", "cannot_tell", "unwatched", "not_applicable")
    told = dict(zip(names, counts, strict=True))
    ends = dict.fromkeys(("rate", "low", "high", "lowest", "highest")) | rates
    return {"check": check, "drawn": sum(counts), "judged": counts[0] + counts[1], "verdict": verdict, **told, **ends}


RECEIPTS = seen("C05", 42, 8, 3, 7, 0, rate=0.84, low=0.71, high=0.92, lowest=0.7, highest=0.867)
ASKED = seen("C06", 20, 30, 4, 6, 0, rate=0.4, low=0.28, high=0.54, lowest=0.333, highest=0.5)
GRADED = seen("R05", 45, 5, 0, 7, 3, verdict="Kept", rate=0.9, low=0.86, high=0.957, lowest=0.789, highest=0.912)
UNJUDGED = seen("R02", 0, 0, 53, 7, 0, lowest=0.0, highest=1.0)
IN_HACKNEY = [
    seen("C05", 30, 1, 1, 3, 0, rate=0.968, low=0.84, high=0.994, lowest=0.857, highest=0.971),
    seen("C06", 10, 20, 2, 3, 0, verdict="Not kept", rate=0.333, low=0.19, high=0.51, lowest=0.286, highest=0.429),
]
OF_TSG = [seen("C05", 12, 7, 2, 4, 0, rate=0.632, low=0.41, high=0.81, lowest=0.48, highest=0.72)]


def reviewed(*counts: int, reason: str = "") -> Part:
    """`counts`: searches, drawn, viewed, no footage, not viewed, late."""
    names = ("searches", "drawn", "viewed", "no_footage", "not_viewed", "late")
    return {**dict(zip(names, counts, strict=True)), "reason": reason, "reason_code": "few" if reason else ""}


def counted(**items: int | None) -> list[Part]:
    return [{"key": key, "label": key.replace("_", " ").capitalize(), "items": found} for key, found in items.items()]


def answers(field: str, about: str, **items: int | None) -> Part:
    return {
        "field": field,
        "title": f"{field.replace('_', ' ').capitalize()}?",
        "about": about,
        "answers": counted(**items),
    }


def placed(place: Mapping[str, str], told: Part, found: list[Part], **more: Any) -> Part:
    return {**place, "reviewed": told, "seen": found, **more}


def period(year: str, *, is_complete: bool = True) -> Part:
    months = 12 if is_complete else 5
    return PERIOD | {
        "id": year,
        "from": f"{year[:4]}-04-01",
        "to": f"20{year[-2:]}-03-31",
        "months_supplied": months,
        "complete": is_complete,
    }


def month(name: str, place: str, title: str, *counts: int) -> Part:
    names = ("drawn", "viewed", "no_footage", "not_viewed", "late")
    return {"month": name, "place": place, "name": title, **dict(zip(names, counts, strict=True))}


def full_review() -> ReviewDocument:
    together = {"kind": "borough", "code": "other", "name": "Other boroughs"}
    places = [
        placed(
            LONDON,
            reviewed(2000, 60, 53, 5, 2, 4),
            [RECEIPTS, ASKED, GRADED, UNJUDGED],
            answers=[answers("was_polite", "police", yes=41, no=9, cannot_tell=None)],
        ),
        placed(HACKNEY, reviewed(1000, 35, 32, 2, 1, 3), IN_HACKNEY),
        placed(together, reviewed(300, 13, 11, 1, 1, 1), [], together=["Barnet", "Bexley"])
        | {"reviewed": reviewed(300, 13, 11, 1, 1, 1, reason=TOO_FEW)},
        placed(WESTMINSTER, reviewed(700, 12, 10, 2, 0, 0, reason=TOO_FEW), []),
        placed(TSG, reviewed(400, 25, 21, 3, 1, 1), OF_TSG),
    ]
    both = {"both": 38, "first_only": 2, "second_only": 3, "neither": 2}
    return ReviewDocument.model_validate(
        {
            "invented": True,
            "period": period(FULL),
            "places": places,
            "months": [
                month("2018-04", "london", "London", 31, 27, 3, 1, 3),
                month("2018-05", "london", "London", 29, 26, 2, 1, 1),
                month("2018-04", HACKNEY["code"], "Hackney", 18, 17, 1, 0, 2),
                month("2018-05", HACKNEY["code"], "Hackney", 17, 15, 1, 1, 1),
            ],
            "missing": counted(camera_off=4, deleted=None),
            "beside": [
                {"check": "C05", "both": 33, "record_only": 6, "video_only": 2, "neither": 4, "without_record": 5},
                {
                    "check": "C06",
                    "both": 1,
                    "record_only": 1,
                    "video_only": 1,
                    "neither": 1,
                    "without_record": 0,
                    "status": "too_few",
                },
            ],
            "agreed": [
                {"what": "C05", "pairs": 45, **both, "share": 0.889, "ac1": 0.862, "kappa": 0.38},
                {
                    "what": "supervisor",
                    "pairs": 12,
                    **dict.fromkeys([*both, "share", "ac1", "kappa"]),
                    "status": "too_few",
                },
            ],
            "not_drawn": [
                {
                    "panel": "hackney-cmg",
                    "name": "Hackney monitoring group",
                    "viewed": 39,
                    "answers": [
                        {
                            "field": "receipt",
                            "title": "Was a receipt given or offered?",
                            "about": "police",
                            "answers": [
                                {"key": "issued", "label": "Issued", "items": 25},
                                {"key": "not_offered", "label": "Not offered", "items": 14},
                            ],
                        }
                    ],
                },
                {
                    "panel": "other",
                    "name": "Another panel",
                    "viewed": 3,
                    "reason": "It told us only how many it viewed.",
                },
            ],
            "questions": [
                {
                    "topic": "receipt",
                    "title": "Receipts",
                    "asked": 7,
                    "answered": 5,
                    "days": 21.5,
                    "outcomes": counted(officer_advised=3, nothing=None),
                },
                {"topic": "force", "title": "Use of force", "asked": 2, "answered": 0, "days": None, "outcomes": []},
            ],
            "under_recorded": {
                "activations": 500,
                "seen": 80,
                "without_record": 12,
                "share": 0.15,
                "low": 0.088,
                "high": 0.244,
                "recorded": 2000,
                "total": 2352.9,
                "total_low": 2193.0,
                "total_high": 2645.5,
            },
            "people": [answers("appropriate_adult", "person", yes=15, no=None)],
            "changed": 3,
            "withdrawn": 1,
            "guarantee": GUARANTEE,
        }
    )


def bare_review(year: str, told: Part, *, is_complete: bool = True) -> ReviewDocument:
    """London's coverage and nothing more."""
    empty: Part = {key: [] for key in ("months", "missing", "beside", "agreed", "not_drawn", "questions")}
    whole = {"invented": True, "period": period(year, is_complete=is_complete), "places": [placed(LONDON, told, [])]}
    return ReviewDocument.model_validate(whole | empty)


REVIEWS = {
    FULL: full_review(),
    FEW: bare_review(FEW, reviewed(2000, 20, 12, 8, 0, 0, reason=TOO_FEW)),
    RUNNING: bare_review(RUNNING, reviewed(900, 20, 0, 0, 20, 0, reason=NOT_YET), is_complete=False),
}


def accounts(year: str, review: ReviewDocument | None) -> list[Account]:
    """Those of the charter's shelf, with what the review says of their places; R05 is the reviewers' word."""
    own = {place.code: place for place in review.places} if review else {}
    found = []
    for account in charter_shelf.accounts(year):
        place = own.get(account.place.code)
        told = [
            each.model_copy(update={"word_of": "reviewer"}) if review and each.check == "R05" else each
            for each in account.compliance
        ]
        found.append(
            account.model_copy(
                update={
                    "review": place.seen if place else [],
                    "reviewed": place.reviewed if place else None,
                    "compliance": told,
                }
            )
        )
    return found


def written(root: Path) -> Path:
    """The shelf, under `root`."""
    published = root / "instance/published"
    whole = charter_shelf.charter()
    for year, number, review in (
        (NONE, "1.0", None),
        (FEW, "1.0", REVIEWS[FEW]),
        (FULL, "1.0", None),
        (FULL, "1.1", REVIEWS[FULL]),
        (RUNNING, "1.0", REVIEWS[RUNNING]),
    ):
        own = accounts(year, review)
        names = ("london", "forces/city-of-london", "boroughs/hackney", "boroughs/westminster")
        files = {f"{name}.json": canonical.as_bytes(each.as_json()) for name, each in zip(names, own, strict=True)}
        files |= check_document_files(own) | {"charter.json": canonical.as_bytes(whole)}
        files["map.json"] = MAP.model_dump_json(by_alias=True).encode()
        if review:
            files |= {REVIEW: canonical.as_bytes(review.as_json()), **review_table_files(review, number)}
        write_edition(published, year, number, files)
    write_draws(published)
    return root


def write_edition(published: Path, line: str, number: str, files: Mapping[str, bytes]) -> None:
    folder = published / line / number
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    manifest = Manifest(
        period=line,
        number=number,
        published_at=f"2020-05-1{number[-1]}T00:00:00Z",
        reason="first edition",
        supplies=[],
        code="",
        charter=None,
        files={name: canonical.sha256(raw) for name, raw in files.items()},
        previous=None,
        sha256="",
    )
    manifest = manifest.model_copy(update={"sha256": manifest.own_hash()})
    (folder / "manifest.json").write_bytes(canonical.as_bytes(manifest.model_dump(mode="json", by_alias=True)))


def with_review(published: Path) -> None:
    """Put the full review into every edition of its year that a published directory has, and the draws beside it."""
    review = REVIEWS[FULL]
    for directory in sorted((published / FULL).iterdir()):
        path = directory / "manifest.json"
        manifest = Manifest.model_validate_json(path.read_bytes())
        files = {REVIEW: canonical.as_bytes(review.as_json()), **review_table_files(review, manifest.number)}
        for name, content in files.items():
            (directory / name).write_bytes(content)
        hashes = manifest.files | {name: canonical.sha256(raw) for name, raw in files.items()}
        manifest = manifest.model_copy(update={"files": hashes})
        path.write_text(manifest.model_copy(update={"sha256": manifest.own_hash()}).model_dump_json(by_alias=True))
    write_draws(published)


def write_draws(published: Path) -> None:
    for at, document in enumerate((draws(is_drawn=False), draws(is_drawn=True))):
        write_edition(published, "draws", f"1.{at}", {DRAWS: canonical.as_bytes(document.as_json())})


SEED, NEXT = "a seed of April", "a seed of May"


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def draws(*, is_drawn: bool) -> ReviewDraws:
    promises = [{"month": "2018-04", "sha256": fingerprint(SEED), "made_at": "2018-03-20T10:00:00+00:00"}]
    drawn = []
    if is_drawn:
        promises.append({"month": "2018-05", "sha256": fingerprint(NEXT), "made_at": "2018-04-20T10:00:00+00:00"})
        strata = [
            {"kind": "borough", "name": HACKNEY["code"], "size": 80, "drawn": 18},
            {"kind": "borough", "name": "no_point", "size": 40, "drawn": 13},
        ]
        drawn.append(
            {
                "month": "2018-04",
                "sample": "records",
                "number": 1,
                "drawn_at": "2018-05-03T10:00:00+00:00",
                "seed": SEED,
                "promised": fingerprint(SEED),
                "promised_in": "draws/1.0",
                "frame_sha256": fingerprint("frame"),
                "list_sha256": fingerprint("list"),
                "searches": 120,
                "drawn": 31,
                "a_borough": 18,
                "for_teams": 4,
                "strata": strata,
                "left_out": {"vehicle_only": 6},
                "is_public": True,
                "supplement": "",
            }
        )
    return ReviewDraws.model_validate(
        {"invented": True, "promises": promises, "draws": drawn, "head": fingerprint("head"), "entries": 9}
    )
