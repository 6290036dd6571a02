"""What is odd about a file stands beside every figure that it bears on, and beside no other."""

import re
from typing import Any

import pytest

from ingest.findings.examine import CHECKS
from portal import return_standard, shipped, sources
from portal.documents.account import SupplyPart
from portal.fields import search_fields
from portal.web.presentation.data_quality import BEARINGS, bearing_sections, noticed, page_sections
from portal.web.presentation.figures import fields_shown
from tests.web.small_account import HACKNEY, LONDON, Part, figure, finding, small, supply

SECTIONS = page_sections()
PARTS = r'breakdown_tables\(account, "(\w+)"\)'


def test_every_finding_has_a_title_and_a_place() -> None:
    assert set(BEARINGS) == {check.__name__ for check in CHECKS}
    for name, found in BEARINGS.items():
        assert found.title, name
        assert set(found.on + found.inside) <= set(SECTIONS), name


def test_every_field_has_a_place() -> None:
    fields = {field.name for field in search_fields()} | {field.name for field in return_standard.return_fields()}
    fields |= {field for source in sources.known_sources().values() for field in source.columns}
    for field in fields:
        found = bearing_sections("column_blank", field, inside=False)
        assert found, field
        assert set(found) <= set(SECTIONS), field


def account_templates() -> str:
    """Every page of an account, but for the report, which shows again what they have."""
    pages = sorted(shipped.folder("templates").joinpath("account").glob("*.html"))
    return "\n".join(path.read_text("utf-8") for path in pages if path.stem != "report")


def test_every_section_is_on_the_page() -> None:
    page = account_templates()
    drawn = {field.table.section for part in re.findall(PARTS, page) for field in fields_shown(part) if field.table}
    assert set(re.findall(r'account \| noticed\("(\w+)"\)', page)) | drawn == set(SECTIONS)


def test_every_table_that_is_declared_is_on_the_page() -> None:
    page = account_templates()
    drawn = {field.name for part in re.findall(PARTS, page) for field in fields_shown(part)}
    assert sorted(drawn) == sorted(field.name for field in search_fields() if field.table)


def said(account_place: dict[str, str], *findings: Part, **more: Any) -> dict[str, list[str]]:
    account = small(place=account_place, supplies=[supply(*findings)], **more)
    return {name: [each.title for each in noticed(account, name)] for name in SECTIONS if noticed(account, name)}


def test_missing_points_stand_by_the_map_in_london_and_by_the_months_in_a_borough() -> None:
    title = BEARINGS["points_missing"].title
    assert said(LONDON, finding("points_missing")) == {"map": [title], "borough": [title]}
    assert said(HACKNEY, finding("points_missing")) == {"headline": [title], "months": [title]}


def test_a_blank_age_stands_by_the_ages_unless_another_source_has_it() -> None:
    blank = finding("column_blank", field="age")
    gone = {"age": [figure("18_to_24", 1), figure("not_published", 2)]}
    held = {"age": [figure("18_to_24", 3)]}
    assert set(said(LONDON, blank, breakdowns=gone)) == {"age", "apart"}
    assert said(LONDON, blank, breakdowns=held) == {}


def test_the_first_screen_tells_only_what_is_serious() -> None:
    assert "headline" in said(LONDON, finding("low_volume"))
    assert "headline" not in said(LONDON, finding("low_volume", "warning"))


def test_a_force_that_is_not_expected_does_not_stand_on_the_first_screen() -> None:
    account = small(place=LONDON, supplies=[supply(finding("empty_file"), force="btp")])
    assert noticed(account, "headline") == []
    assert len(noticed(account, "months")) == 1


@pytest.mark.parametrize("field", ["kind", "age", "self_defined_ethnicity", "power", "outcome"])
@pytest.mark.parametrize("name", ["category_vanished", "unlisted_label"])
def test_answers_that_the_first_screen_needs_stand_on_it(name: str, field: str) -> None:
    assert BEARINGS[name].title in said(LONDON, finding(name, field=field))["headline"]
    assert "headline" not in said(LONDON, finding(name, "warning", field=field))
    assert "headline" not in said(LONDON, finding(name, field="object"))


@pytest.mark.parametrize("name", ["cut_short", "month_spill", "rejected_rows"])
def test_rows_that_are_missing_stand_on_the_first_screen(name: str) -> None:
    assert set(said(LONDON, finding(name))) == {"headline", "months"}
    assert set(said(LONDON, finding(name, "note"))) == {"months"}


def test_points_elsewhere_stand_on_every_first_screen() -> None:
    assert "headline" in said(LONDON, finding("points_outside"))  # they may be searches of another area
    assert "headline" in said(HACKNEY, finding("points_outside"))


def test_vanished_answers_whose_rows_are_missing_bear_on_the_months_too() -> None:
    assert "months" not in said(LONDON, finding("category_vanished", field="object"))
    assert "months" in said(LONDON, {**finding("category_vanished", field="object"), "affects": "rows"})


def test_a_force_that_makes_up_little_of_a_place_does_not_stand_on_its_first_screen() -> None:
    class Small(SupplyPart):
        bears: bool = False

    account = small(place=LONDON, supplies=[supply(finding("low_volume"))])
    small_part = Small.model_validate(account.supplies[0].model_dump() | {"bears": False})
    told = account.model_copy(update={"supplies": [small_part]})
    assert noticed(told, "headline") == []
    assert len(noticed(told, "months")) == 1


def test_files_that_do_not_count_are_not_told() -> None:
    account = small(place=LONDON, supplies=[supply(finding("low_volume"), counted=False)])
    assert [noticed(account, name) for name in SECTIONS] == [[]] * len(SECTIONS)


def test_alike_findings_are_one_group_with_months_and_forces_in_words() -> None:
    months = [supply(finding("low_volume"), month=month) for month in ("2018-04", "2018-05")]
    (group,) = noticed(small(supplies=[*months, supply(finding("low_volume"), force="city-of-london")]), "months")
    assert len(group.told) == 3
    assert group.months == "April 2018 and May 2018"
    assert group.forces == "Metropolitan Police and City of London Police"


def test_many_labels_of_one_file_are_one_file_and_say_what_they_are_about() -> None:
    labels = [finding("unlisted_label", field="power", label=f"Act {at}") for at in range(4)]
    (group,) = noticed(small(supplies=[supply(*labels)]), "power")
    assert (len(group.told), group.files, group.about) == (4, 1, "Legal power")
    (group,) = noticed(small(supplies=[supply(finding("low_volume"))]), "months")
    assert group.about == ""


def test_serious_comes_before_warning_before_note() -> None:
    found = [finding("month_spill", "note"), finding("capped_rows", "warning"), finding("low_volume")]
    assert [each.severity for each in noticed(small(supplies=[supply(*found)]), "months")] == [
        "serious", "warning", "note"]  # fmt: skip
