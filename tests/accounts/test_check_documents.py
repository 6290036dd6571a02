"""Files of an edition that are named after a check stay inside the edition, whatever the check is called."""

from typing import Any

import pytest

from portal.accounts import check_drawing
from portal.accounts.check_documents import stem_of
from portal.accounts.compliance_document import Compliance
from portal.accounts.document import Account
from portal.accounts.files.year import of_checks
from portal.charter.reading import published
from portal.charter.states import NO_TARGET, STATES
from portal.places import LONDON
from tests.accounts.years import account, month


def london(check: str) -> Account:
    """An account with one month and one check, of which nothing is known."""
    nothing: dict[str, Any] = {**dict.fromkeys(STATES), "rate": None, "verdict": NO_TARGET, "status": "missing"}
    found = Compliance.model_validate({"check": check, **nothing})
    return account([month("2018-04", 4)], LONDON, compliance=[found])


def test_every_check_of_ours_has_its_files_in_one_folder() -> None:
    names = [stem_of(check.id) for check in published().checks]
    assert (names[0], len(set(names))) == ("checks/C01", 39)
    assert "checks/C01.json" in check_drawing.documents([london("C01")])


@pytest.mark.parametrize("check", ["../../../evil", "", "r07", "R7", "R07\n", "R07/../x", "/R07", "R077"])
def test_an_id_that_is_none_never_becomes_a_file(check: str) -> None:
    for draw in (check_drawing.documents, lambda accounts: of_checks(accounts, [check], "1.0")):
        with pytest.raises(AssertionError, match="is no id of a check"):
            list(draw([london(check)]))
