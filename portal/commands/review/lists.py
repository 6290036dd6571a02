"""What a draw hands over: a list for the police force, and the receipt that is published."""

import csv
import io
from pathlib import Path

from portal.documents import canonical
from portal.editions.freeze import write_flushed_file
from portal.private import private_folder
from portal.publishing.review_draws import receipt
from portal.review.programme import RECORDS, Drawn


def write_lists(folder: Path, one: Drawn) -> list[Path]:
    """The two files, written anew. The list names a supply and its line (of a return: the record's number), no more."""
    private_folder(folder)
    name = f"{one.month}-{one.number}" + ("" if one.sample == RECORDS else f"-{one.sample}")
    list_, told = folder / f"list-{name}.csv", folder / f"receipt-{name}.json"
    write_flushed_file(list_, list_of(one))
    write_flushed_file(told, canonical.as_bytes(receipt(one).model_dump(mode="json")))
    return [list_, told]


def list_of(one: Drawn) -> bytes:
    rows = io.StringIO(newline="")
    out = csv.writer(rows)
    if one.sample == RECORDS:
        out.writerow(["item", "force", "supply", "line"])
        out.writerows([each.item, each.force, *each.key.rsplit(":", 1)] for each in one.items)
    else:
        out.writerow(["item", "line"])
        out.writerows([each.item, each.key] for each in one.items)
    return rows.getvalue().encode("ascii")
