"""Files of an edition that are named after a check stay inside the edition, whatever the check is called."""

from typing import Any

import pytest

from portal.charter.definitions import NO_TARGET, STATES
from portal.charter.validation import published_charter
from portal.documents.account import Account, Compliance
from portal.documents.checks import stem_of
from portal.places import LONDON
from portal.publishing import pipeline
from portal.publishing.year_files import of_checks
from tests.accounts.years import account, month


def london(check: str) -> Account:
    """An account with one month and one check, of which nothing is known."""
    nothing: dict[str, Any] = {**dict.fromkeys(STATES), "rate": None, "verdict": NO_TARGET, "status": "missing"}
    found = Compliance.model_validate({"check": check, **nothing})
    return account([month("2018-04", 4)], LONDON, compliance=[found])


def test_every_check_of_ours_has_its_files_in_one_folder() -> None:
    names = [stem_of(check.id) for check in published_charter().checks]
    assert (names[0], len(set(names))) == ("checks/C01", 39)
    assert "checks/C01.json" in pipeline.check_document_files([london("C01")])


@pytest.mark.parametrize("check", ["../../../evil", "", "r07", "R7", "R07\n", "R07/../x", "/R07", "R077"])
def test_an_id_that_is_none_never_becomes_a_file(check: str) -> None:
    for draw in (pipeline.check_document_files, lambda accounts: of_checks(accounts, [check], "1.0")):
        with pytest.raises(AssertionError, match="is no id of a check"):
            list(draw([london(check)]))
