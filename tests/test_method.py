"""The document of the method says what the code does: its numbers, its sentences, its files and its worked example."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from geo.locate import NEAR
from portal import places, residents, sources, vocabulary
from portal.accounts.counting import funnels, reconciliation, statistics
from portal.accounts.finishing import comparison, series
from portal.commands.demo import invent
from portal.disclosure.rounding import Rounding
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences, rounding_words
from portal.documents.manifest import Manifest
from portal.editions import numbering
from portal.return_names import NOT_RENAMED, Renamed, SupplyName
from portal.settings import Settings
from tests.conftest import Portal
from tests.required import ROOT
from tests.returns import as_file, returned
from tests.samples import NOWHERE, WINDSOR, month_file, row

RAW = (ROOT / "docs" / "method.md").read_text("utf-8")
TEXT = " ".join(RAW.split())
PROGRAMS = re.findall(r"```python\n(.*?)```", RAW, re.DOTALL)
OUTLINES = ROOT / "data" / "boundaries" / "locate.geojson"


def table(header: str) -> list[list[str]]:
    """The rows of the table whose header begins so, cell by cell."""
    lines = RAW[RAW.index(f"| {header}") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("cells", table("n1 | E1"), ids=lambda cells: " ".join(cells[:4]))
def test_the_rows_of_ratios_are_the_codes_and_katz_beside_them(cells: list[str]) -> None:
    assert len(table("n1 | E1")) == 4
    n1, e1, n2, e2 = (int(cell) for cell in cells[:4])
    ours = statistics.rate_ratio(n1, e1, n2, e2)
    assert ours is not None
    assert [float(cell) for cell in cells[4:7]] == pytest.approx([ours.value, ours.low, ours.high], abs=5e-7)
    katz = statistics.katz(n1, e1, n2, e2) if min(n1, n2) else None
    beside = [f"{katz.low:.6f}", f"{katz.high:.6f}"] if katz else ["-", "-"]
    assert cells[7:] == beside


def examples() -> list[str]:
    """Sentences with numbers that the functions give."""
    some, none = statistics.wilson_range(12, 80), statistics.wilson_range(0, 50)
    assert some is not None
    assert none is not None
    unknown = statistics.if_unknown(120, 46807, 300, 98275, 80)
    tails = {name: statistics.funnel_limits(0.9, [100], tail)[0] for name, tail in funnels.TAILS.items()}
    return [
        f"12 of 80 gives {some.low:.6f} to {some.high:.6f}; 0 of 50 gives {none.low:.0f} to {none.high:.6f}.",
        f"For row 2 with `U = 80`: {unknown[0]:.6f} to {unknown[1]:.6f}.",
        f"For n = 100 and p0 = 0.9: 99.8% {tails['low_998']:.6f} to {tails['high_998']:.6f}, "
        f"95% {tails['low_95']:.6f} to {tails['high_95']:.6f}.",
    ]


def constants() -> list[str]:
    """Sentences with numbers that stand in the code or its data."""
    low, high = (round(100 * end) for end in statistics.WINSORISED)
    living = residents.residents_of(places.LONDON)
    assert living is not None
    rule = disclosure_settings()
    return [
        f"at least {statistics.FEWEST_SEARCHES} searches and {statistics.FEWEST_RESIDENTS:,} residents in each",
        f'proportion_ci({statistics.LEVEL}, "exact")',
        f"(Black residents of the City of London: {residents.census()['E09000001']['black']}.)",
        f"London has {sum(living.values()):,}.",
        f"the tail ({', '.join(str(tail) for tail in funnels.TAILS.values())})",
        f"winsorised at the {low}th and {high}th percentiles",
        f"at least {funnels.FEWEST} known outcomes and at least {funnels.FEWEST_EXPECTED} expected of either kind",
        f"within {NEAR:.0f} metres of an outline",
        f"have at least {rule.fewest_searches} searches.",
        f"none under {rule.people.fewest}, others {rounding_words(Rounding(rule.people.base))}",
        f"published_totals.csv`, {len(reconciliation.published_totals())} rows",
        f"The order is: {', then '.join(titles())}.",
        f"Formal actions are: {', '.join(actions())}.",
        f"The site marks {' and '.join(day(review['date']) for review in series.progress()['review'])} and",
        *(f"- {claim}" for claim in reconciliation.CLAIMS.values()),
        f'"{comparison.IN_RANGES}"',
        f'"{comparison.DOUBTFUL}"',
    ]


def titles() -> list[str]:
    names = [source.title.replace("Met extract", "the Met's extract") for source in sources.known_sources().values()]
    return [name.replace("Charter", "charter") for name in names]


def actions() -> list[str]:
    return [term.label.lower() for term in vocabulary.field_vocabulary("outcome").terms if term.action]


def day(iso: str) -> str:
    then = date.fromisoformat(iso)
    return f"{then.day} {then:%B %Y}"


@pytest.mark.parametrize("sentence", [*examples(), *constants()])
def test_every_number_and_sentence_quoted_is_the_codes(sentence: str) -> None:
    assert sentence in TEXT


def test_the_rule_is_printed_word_for_word() -> None:
    quoted = " ".join(line.removeprefix("> ") for line in RAW.splitlines() if line.startswith("> "))
    assert quoted == " ".join(disclosure_sentences(disclosure_settings()))


def test_the_measures_of_progress_and_the_unfair_yardsticks_are_those_of_the_data() -> None:
    measures = [each["id"] for each in series.progress()["measure"]]
    assert [cells[0].strip("`") for cells in table("measure |")] == measures
    assert all(places.boroughs()[code].name in TEXT for code in residents.unfair())


@dataclass(frozen=True)
class Due:
    """An edition to be, as numbering sees it."""

    sources: list[dict[str, str]]
    beside: Mapping[str, str] = field(default_factory=dict)
    code: str = "1"
    renamed: Renamed = NOT_RENAMED


def test_the_reasons_for_an_edition_and_what_they_do_to_its_number() -> None:
    held = {"id": "a", "sha256": "a", "of": "a"}
    told = {"period": "2018", "number": "1.0", "code": "1", "supplies": [held], "files": {}}
    unsaid = {"published_at": "", "reason": "", "sha256": "", "charter": None, "previous": None}
    old = Manifest.model_validate(told | unsaid)
    besides = [Due([held], {name: "new"}) for name in numbering.BESIDE]
    files = [Due([held, {**held, "of": "b"}]), Due([]), Due([{**held, "sha256": "b"}])]
    anew = Due([{**held, "id": "b", "sha256": "b"}], renamed=Renamed({"a": SupplyName("b", "b")}))
    dues = [*files, anew, *besides, Due([held])]
    words = {"2.0": "first number up", "1.1": "second number up"}
    found = [numbering.next_edition_number(old, due) for due in (*dues, Due([held], code="2"))]
    expected = [[numbering.FIRST.sentence, "1.0"], *([each.reason, words[each.number]] for each in found)]
    assert table("reason |") == expected
    assert all(f'"{reason.sentence}"' in TEXT for reason in numbering.GONE.values())


def test_every_file_and_page_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:data|docs|geo|ingest|portal|tests)/[\w./-]+\.\w+)`", RAW))
    pages = set(re.findall(r"\]\(([\w.-]+\.md)\)", RAW))
    assert len(named) > 40
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
    assert [name for name in sorted(pages) if not (ROOT / "docs" / name).is_file()] == []


def test_the_worked_example_counts_what_a_small_town_published(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    records = tmp_path / "records"
    moment, next_day_in_london = {"Date": "2024-07-10T14:30:00+00:00"}, {"Date": "2024-07-31T23:30:00+00:00"}
    far = [row(**moment, **WINDSOR)] * 2
    rows = [row(**moment), *far, row(**moment, **NOWHERE), row(**next_day_in_london)]
    month_file(records, rows, month="2024-07", force="city-of-london")
    days = ("2024-07-01", "2024-07-31", "2024-07-31")
    sent = [*(returned(date=day) for day in days), returned(date="2024-07-02", borough="E09000001")]
    (records / "return.csv").write_bytes(as_file(sent))
    assert portal("ingest", records).code == 0
    assert portal("publish", "--period", "2024-25").code == 0
    edition = settings.published_dir / "2024-25" / "1.0"
    recount, own = PROGRAMS
    assert ran(recount, tmp_path, edition, records, OUTLINES).splitlines() == [
        "    1  2024-07-city-of-london-stop-and-search.csv",
        "    3  return.csv",
        "    4  counted here; published: 4; by nearness: 0",
    ]
    assert ran(own, tmp_path, edition / "manifest.json") == "True\n"


def ran(program: str, folder: Path, *words: Path) -> str:
    """The program of the document, run by itself as its reader would."""
    script = folder / "program.py"
    script.write_text(program, "utf-8")
    done = subprocess.run([sys.executable, script, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.full
def test_the_printed_hashes_and_rows_are_those_of_the_demo(tmp_path: Path) -> None:
    invent(tmp_path)
    printed = dict(re.findall(r"^([0-9a-f]{64})  ([\w.-]+)$", RAW, re.MULTILINE)[::-1])
    folder = tmp_path / "records" / "2024-07"
    raw = {path.name: path.read_bytes() for path in folder.iterdir()}
    files = {hashlib.sha256(content).hexdigest(): name for name, content in raw.items() if "stop" in name}
    assert printed == files
    lines = raw["charter-return-2024-07.csv"].decode().splitlines()
    assert f"charter-return-2024-07.csv: {len(lines) - 1:,} of" in RAW
    assert sum(line.split(",")[5] == "E09000012" for line in lines) == 504
