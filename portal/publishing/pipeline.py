"""From a year's supplies to the draft of its edition: the one walk through all rooms."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import polars as pl
from sqlmodel import Session

from portal import places, shipped, sources
from portal.accounts.checks import duties, grounds
from portal.accounts.checks.apply import Evidence, with_checks
from portal.accounts.checks.states import Measures
from portal.accounts.counting import account as drawing_up
from portal.accounts.counting.funnels import Share, funnel
from portal.accounts.counting.searches import Year
from portal.accounts.finishing import finish
from portal.charter import rules
from portal.charter.agreements import known_facts
from portal.charter.definitions import Charter, flags
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences
from portal.documents import canonical
from portal.documents.account import Account, Commentary, Compliance, ComplianceBy, account_place
from portal.documents.charter import CHARTER, build_charter_document
from portal.documents.checks import TABLE, CheckDocument, CheckedPlace, checked_place, checks_of_year, stem_of
from portal.documents.manifest import YEAR_BEFORE
from portal.documents.map import Map
from portal.documents.reason_codes import EditionReason
from portal.documents.references import EditionRef
from portal.documents.review import REVIEW, ReviewDocument
from portal.editions.archive import Edition
from portal.editions.freeze import Draft, FilesInTurn
from portal.editions.history import History
from portal.fields import Field, published_search_fields, search_fields
from portal.periods import Period
from portal.places import HOW_PLACED, LONDON, NO_POINT, OUTSIDE_LONDON, Kind
from portal.publishing import differences
from portal.publishing.year_files import account_stem, year_table_files
from portal.records import Supply
from portal.store import return_columns, searches, source_rows
from portal.store import supplies as writing
from portal.tables import selections
from portal.tables.csv_format import head
from portal.tables.definitions import SEARCHES, TRUTHS
from portal.tables.plain_cells import CONTROL, NotPlain, is_changed, safe_cell_text, texts_of, unsafe_cell_message
from portal.tables.reviews import review_table_files
from portal.tables.rows import account_rows

PublicRows = dict[str, pl.DataFrame]
"""Public id of a supply of a public source -> its rows as they are held (source_rows.SOURCE_COLUMNS)."""


@dataclass(frozen=True)
class Asked:
    """A year to draw up: its supplies, the charter to measure by, the words beside it."""

    period: Period
    supplies: list[Supply]
    charter: Charter
    words: Mapping[str, list[Commentary]]


def drawn_up(session: Session, history: History, asked: Asked) -> tuple[Year, list[Account], PublicRows]:
    """The year's searches, every account of it, and its public rows. What checks were counted from is not kept."""
    year, measures, public_rows = measure_year(session, asked)
    return year, build_year_accounts(session, history, asked, year, measures), public_rows


def build_year_accounts(
    session: Session, history: History, asked: Asked, year: Year, measures: Measures
) -> list[Account]:
    """Every account of the year: drawn up, measured, finished. The last two: from `counted`."""
    accounts = drawing_up.accounts(year)
    arrived = duties.arrivals(writing.all_supplies(session))
    checked = with_checks(Evidence(year, measures, accounts, history.people_figures(year.period), arrived))
    here = [account_place(account) for account in accounts]
    return finish.finish_accounts(checked, history.year_before(year.period, here), asked.words)


def measure_year(session: Session, asked: Asked) -> tuple[Year, Measures, PublicRows]:
    """The year's searches in groups, the state of each under every check, and the rows that may be published.

    They are measured a supply at a time, to stay small, and each row is read from the database once. Nothing behind
    this has to be protected (accounts.counting.grouped).
    """
    known, keys, finer = (
        known_facts(asked.charter),
        searches.every_label_key(session),
        return_columns.every_finer_key(session),
    )
    stops, measured, public_rows = [], [], {}
    public_ids = {supply.public_id for supply in public_supplies(asked.supplies)}
    for supply in asked.supplies:
        held = return_columns.rows_held(session, asked.period, supply)
        own, said = return_columns.measured_frames(held, supply, keys, finer)
        if supply.public_id in public_ids:
            public_rows[supply.public_id] = held.select(*source_rows.SOURCE_COLUMNS)
        frame = return_columns.join_return_facts(own, said)
        stops.append(own.cast({pl.String: pl.Categorical}))
        states = rules.states(asked.charter, known, frame)
        measured.append(states.hstack(grounds.flag_states(frame)).hstack(grounds.grade_states(frame)))
    year = Year.of(asked.period, pl.concat(stops), asked.supplies, return_columns.has_check_field)
    return year, Measures.from_states(asked.charter, year, pl.concat(measured)), public_rows


def public_search_tables(session: Session, year: Year, public_rows: PublicRows) -> FilesInTurn:
    """The tables of public searches, by place, in parts."""
    known = source_rows.source_labels(session)
    return public_search_bodies(
        year, lambda supply: source_rows.as_source_wrote(public_rows[supply.public_id], supply, known)
    )


def stands_beside(
    history: History,
    period: Period,
    words: Mapping[str, list[Commentary]],
    charter: Path,
    given: Mapping[str, Path | None],
) -> dict[str, str]:
    """What a year's figures follow from beside its supplies, by name. `given`: files of the operator's own, by name."""
    beside = {"charter": charter_mark(charter)}
    before = history.newest(period.before)
    if before and before.has(LONDON):  # else there is nothing to compare
        beside[YEAR_BEFORE] = str(EditionRef(before.name, before.manifest.sha256))
    if words:
        told = {stem: [each.model_dump() for each in voices] for stem, voices in sorted(words.items())}
        beside["commentary"] = canonical.sha256(canonical.as_bytes(told))
    return beside | {name: canonical.sha256(path.read_bytes()) for name, path in given.items() if path}


def charter_mark(path: Path) -> str:
    """The charter that is measured: its bytes, those of the agreed rationale and of section 60 authorisations."""
    beside = [file for name in shipped.BESIDE_CHARTER for file in sorted(shipped.data(name).glob("*.toml"))]
    return canonical.sha256(b"".join(file.read_bytes() for file in (path, *beside)))


# A period's accounts as a draft of an edition: a document and tables each; the checks, the map, and the charter.

# The documents of the checks drawn up from finished accounts, with the funnels of boroughs and of teams.


def check_document_files(accounts: Sequence[Account]) -> dict[str, bytes]:
    """Path -> JSON of the table of the year and of every check."""
    every = [entry for account in accounts for entry in account.compliance]
    of_checks = {f"{stem_of(each.check)}.json": each for each in check_documents(accounts)}
    whole = {TABLE: checks_of_year(accounts, guarantee(every)), **of_checks}
    return {path: canonical.as_bytes(each.model_dump(mode="json", by_alias=True)) for path, each in whole.items()}


def check_documents(accounts: Sequence[Account]) -> Iterator[CheckDocument]:
    london = accounts[0]
    for check in [entry.check for entry in london.compliance]:
        groups = [each for each in london.compliance_by if each.compliance.check == check]
        yield CheckDocument(
            invented=any(account.invented for account in accounts),
            period=london.period,
            check=check,
            rows=[CheckedPlace(place=checked_place(account), found=[account.found(check)]) for account in accounts],
            groups=groups,
            funnel=funnel(check, list(shares(accounts, check, Kind.BOROUGH))),
            team_funnel=funnel(check, [*shares(accounts, check, Kind.TEAM), *of_small_teams(groups)], "team"),
            guarantee=guarantee([*(account.found(check) for account in accounts), *(one.compliance for one in groups)]),
        )


def guarantee(entries: Sequence[Compliance]) -> str | None:
    """What stands beside counts of which only a return tells any."""
    is_returned = any(entry.is_returned for entry in entries)
    return " ".join(disclosure_sentences(disclosure_settings())) if is_returned else None


def shares(accounts: Sequence[Account], check: str, kind: Kind) -> Iterator[Share]:
    """Places with counts: passed of passed and failed (and blank, where that counts as not met)."""
    for account in accounts:
        entry = account.found(check)
        if account.place.kind is kind and entry.judged and entry.passed is not None:
            yield Share(account.place.code, account.place.name, entry.passed, entry.judged)


def of_small_teams(groups: Sequence[ComplianceBy]) -> Iterator[Share]:
    """The same of small teams that are counted together."""
    for each in groups:
        entry = each.compliance
        if each.by == Kind.TEAM and entry.judged and entry.passed is not None:
            yield Share(each.key, each.label, entry.passed, entry.judged)


@dataclass(frozen=True)
class Drafted:
    """What a period's edition is made of.

    `beside`: what its figures follow from, by name; `inputs`: a hash of all that. `points`: where in the boroughs
    searches were, as documents; `shapes`: those as GeoJSON (publishing.where). `review`: of the video review.
    """

    period: Period
    accounts: Sequence[Account]
    map: Map
    supplies: Sequence[Supply]
    charter: Charter
    beside: Mapping[str, str]
    inputs: str
    history: History
    points: Mapping[str, bytes]
    shapes: Mapping[str, bytes]
    review: ReviewDocument | None = None


def draft_year(
    year: Drafted,
    code: str,
    searches: Callable[[], FilesInTurn],
) -> Draft:
    """`searches`: pipeline.public_search_bodies, asked for only if there is something to publish."""
    accounts, supplies = year.accounts, year.supplies
    charter = build_charter_document(year.charter, flags())
    documents = {
        "map.json": canonical.as_bytes(year.map.model_dump(mode="json", by_alias=True)),
        CHARTER: canonical.as_bytes(charter.as_json()),
    }
    for account in accounts:
        documents[f"{account_stem(account)}.json"] = canonical.as_bytes(account.as_json())
    documents |= check_document_files(accounts)
    documents |= year.points
    if year.review:
        documents[REVIEW] = canonical.as_bytes(year.review.as_json())
    counted = [(account, account_rows(account)) for account in accounts]
    documents |= selections.documents(counted)

    def tables(number: str) -> FilesInTurn:
        checks = [check.id for check in year.charter.checks]
        review = review_table_files(year.review, number) if year.review else {}
        return chain(
            year.shapes.items(), review.items(), year_table_files(counted, checks, supplies, searches(), number)
        )

    def explained(previous: Edition | None, reasons: Sequence[EditionReason]) -> dict[str, bytes]:
        if previous is None:
            return differences.none(invented=accounts[0].invented)
        drawn = differences.Drawn(accounts, supplies, charter)
        return differences.difference_files(year.history, previous, drawn, reasons)

    renamed = year.history.renamed
    return Draft(year.period.id, documents, tables, supplies, code, year.inputs, year.beside, explained, renamed)


# The searches themselves, of public sources only: a table a borough, and two of searches in no borough.

DECIMALS = 6  # of degrees, as data.police.uk writes them
OF_TRUTHS = frozenset(field.header for field in published_search_fields() if field.yes_or_no)
OF_OTHERS = (*(field.header for field in published_search_fields() if field.is_kept_as_written), "portal_team")
"""Columns whose texts are somebody else's; a team that nobody has listed stands under the code it was sent with.

Both are asked at import, as the table's columns are.
"""


def public_supplies(supplies: Sequence[Supply]) -> list[Supply]:
    return [supply for supply in supplies if sources.known_sources()[supply.source].public]


def public_search_bodies(year: Year, written: Callable[[Supply], pl.DataFrame]) -> Iterator[tuple[str, bytes]]:
    """Name of a place (`hackney`, `no-point`, `outside-london`) and its CSV in parts; none without public supplies.

    `written`: store.source_rows.as_source_wrote of a supply. Of several public sources for a force and month the rows
    are those of the first that says where searches were: sources are never added up. One supply at a time, to be small.
    """
    own = of_public(year)
    if not own.supplies:
        return
    names = {place.code: place.slug for place in places.all_of(Kind.BOROUGH)}
    names |= {NO_POINT: "no-point", OUTSIDE_LONDON: "outside-london"}
    yield from ((name, head(SEARCHES)) for name in names.values())
    counted = own.counted("borough")
    for supply in sorted(own.supplies, key=lambda supply: supply.public_id):
        rows = counted.filter(pl.col("supply") == supply.public_id).collect().cast({pl.Categorical: pl.String})
        if not rows.is_empty():
            yield from (
                (names[code], part) for code, part in search_csv_by_place(rows, written(supply), supply).items()
            )


def search_csv_by_place(rows: pl.DataFrame, written: pl.DataFrame, supply: Supply) -> dict[str, bytes]:
    """GSS code, or what stands for none -> the supply's rows there, by line."""
    joined = rows.join(written, on=["supply", "line"], how="left", suffix="_written")
    ordered = joined.select(*columns(supply), pl.col("borough").alias("in")).sort("portal_line")
    parts = held_plainly(ordered).partition_by("in", as_dict=True, include_key=False)
    return {str(code): search_csv(part) for (code,), part in parts.items()}


def columns(supply: Supply) -> list[pl.Expr]:
    """In the order of SEARCHES."""
    day = pl.col("london_date")
    placed = {number: how for how, number in HOW_PLACED.items()}
    found = {
        **{field.header: search_column(field) for field in published_search_fields()},
        "portal_supply": pl.col("supply"),
        "portal_line": pl.col("line"),
        "portal_force": pl.col("force"),
        "portal_date": pl.date(day // 10_000, day // 100 % 100, day % 100),
        "portal_day": pl.col("day"),
        "portal_hour": pl.col("hour"),
        "portal_place": pl.col("borough"),
        "portal_placed": pl.col("placed").replace_strict(placed, return_dtype=pl.String),
        "portal_person": pl.col("person"),
        **{f"portal_{field.name}": ours(field) for field in search_fields() if field.is_keyed},
        "portal_invented": pl.lit(supply.invented),
    }
    return [found[name].alias(name) for name in SEARCHES.header]


def search_column(field: Field) -> pl.Expr:
    """The field as its source wrote it; two ages with `to` between them, as a spreadsheet reads 10-17 as a day."""
    if not field.is_kept_as_written:
        return pl.col("instant" if field.name == "date" else field.name)
    text = pl.col(f"{field.name}_written" if field.is_keyed else field.name)
    return text.str.replace(r"^(\d+)-(\d+)$", "${1} to ${2}") if field.name == "age" else text


def ours(field: Field) -> pl.Expr:
    """The key that a search counts under; of true and false `yes` and `no`, as programs read those as no text."""
    key = pl.col(field.name)
    return key.replace({"true": "yes", "false": "no"}) if field.yes_or_no else key


def search_csv(part: pl.DataFrame) -> bytes:
    return part.write_csv(include_header=False, line_terminator="\r\n", float_precision=DECIMALS).encode("ascii")


def held_plainly(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with texts of others made plain. NotPlain where one of our own is one that a spreadsheet would change.

    Labels are few, so each is looked at once a supply.
    """
    whole = rows.with_columns(guarded(rows, header) for header in OF_OTHERS)
    for _, header in texts_of(SEARCHES):
        for cell in whole[header].drop_nulls().unique().to_list():
            if is_changed(cell) and not is_truth(header, cell):
                raise NotPlain(unsafe_cell_message(SEARCHES, header, "a row", cell))
    return whole


def guarded(rows: pl.DataFrame, header: str) -> pl.Expr:
    """The column with every label that is not plain made so."""
    labels = rows[header].drop_nulls().unique().to_list()
    odd = {
        label: unsafe_cell_message
        for label in labels
        if (unsafe_cell_message := safe_cell_text(label)) != label or CONTROL.search(label)
    }
    return pl.col(header).replace({label: told for label, told in odd.items() if not is_truth(header, label)})


def is_truth(header: str, label: str) -> bool:
    """True or False where a column says nothing else."""
    return header in OF_TRUTHS and label in TRUTHS


def of_public(year: Year) -> Year:
    """The same year, held to its public supplies."""
    return Year(year.period, year.stops, tuple(public_supplies(year.supplies)), year.answers)
