"""The rules file is read whole or not at all, and says what is wrong with it."""

import re
from pathlib import Path

import pytest

from portal import shipped
from portal.grounds.flagging import FUNCTIONS, normalised, published_grounds_rules
from portal.grounds.rules import BadRules, Words, load
from tests.required import ROOT

SHIPPED = shipped.data("grounds", "rules.toml").read_text("utf-8")


def test_the_shipped_rules_are_the_twelve_flags() -> None:
    rules = published_grounds_rules()
    assert rules.version == "2026-11"
    assert [flag.id for flag in rules.flags] == [f"G{number}" for number in range(1, 13)]
    assert {flag.rule for flag in rules.flags} == set(FUNCTIONS)
    assert all(flag.asks.endswith((".", "?")) and flag.title for flag in rules.flags)
    assert [flag.id for flag in rules.flags if flag.alone] == ["G1"]
    assert "never a verdict" in rules.says


def test_the_page_for_forces_lists_every_flag() -> None:
    page = (ROOT / "docs" / "grounds.md").read_text("utf-8")
    assert [flag for flag in published_grounds_rules().flags if f"| {flag.id} | {flag.title} |" not in page] == []
    assert f",{published_grounds_rules().version}\n" in page


def test_the_sources_say_what_nobody_has_checked() -> None:
    assert "Code A, paragraph 2.2B [UNVERIFIED" in published_grounds_rules().sources


def test_the_nine_families_and_which_are_weak() -> None:
    families = {family.id: family.weak for family in published_grounds_rules().of_kind("family")}
    assert {name for name, weak in families.items() if weak} == {"smell", "record", "area", "demeanour"}
    assert set(families) - {"smell", "record", "area", "demeanour"} == {
        "behaviour", "item", "witness", "intelligence", "description"}  # fmt: skip


@pytest.mark.parametrize("words", published_grounds_rules().lists.values(), ids=lambda words: words.id)
def test_every_listed_phrase_finds_itself(words: Words) -> None:
    for phrase in words.words:
        text = normalised(published_grounds_rules(), phrase.replace("*", ""))
        assert words.found.search(text), phrase
    for label in words.objects:
        assert words.sought.search(label.replace("*", "")), label


def test_no_misspelling_is_a_listed_word() -> None:
    typos = published_grounds_rules().typos
    assert not typos.listed & set(typos.spelt)
    assert not typos.listed & set(typos.keep)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert old in SHIPPED
    path = tmp_path / "rules.toml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rule = "short"', 'rule = "shrt"', "G2: there is no rule shrt"),
        ('weak = "smell"', 'weak = "taste"', "G3: weak names an unknown list"),
        ('weak = "smell"', 'weak = "behaviour"', "or a family that is not weak"),
        ('words = "cannabis"', 'words = "canabis"', "G3: words names an unknown list"),
        ('kinds = ["clothing"', 'kinds = ["cloth"', "G7: kinds names an unknown list"),
        ('kinds = ["clothing"', 'kinds = [3, "clothing"', "G7: kinds has a value that does not fit"),
        ('id = "G2"', 'id = "G1"', "stands twice: G1"),
        ('id = "smell"', 'id = "area"', "stands twice"),
        ("fewer_than = 10", "fewer_then = 10", "G2: the rule short takes ['fewer_than']"),
        ("fewer_than = 10", 'fewer_than = "10"', "G2: fewer_than has a value that does not fit"),
        ("fewer_than = 10", "fewer_than = true", "G2: fewer_than has a value that does not fit"),
        ("alike = 0.9", "alike = 9.0", "G9: alike has a value that does not fit"),
        ("given = {}", "given = { words = 1 }", "G10: the rule mismatch takes []"),
        ('rule = "short"\n', "", "[[flag]]: the key rule is missing"),
        ('title = "Very short"', 'titel = "Very short"', "[[flag]]: the key title is missing"),
        ("alone = true", 'alone = "yes"', "[[flag]]: there is no key alone, or its value does not fit"),
        ('version = "2026-11"', 'version = " "', "version, or its value does not fit"),
        ('version = "2026-11"', "", "the file: the key version is missing"),
        ('version = "2026-11"', 'version = "1"\nspare = 1', "the file: there is no key spare"),
        ("shortest = 8", "", "[typos]: the key shortest is missing"),
        ("reach = 5", "reach = -1", "[negation]: there is no key reach, or its value does not fit"),
        ('"smells",', '"Smells",', "smell: 'Smells' can never match"),
        ('"smells",', '"smells,",', "smell: 'smells,' can never match"),
        ('patterns = ["<person>"]', 'patterns = ["<persona>"]', "person: the pattern '<persona>' is wrong"),
        ('patterns = ["<person>"]', 'patterns = ["(he"]', "person: the pattern '(he' is wrong"),
        ('patterns = ["<person>"]', 'patterns = ["(?:he)?"]', "matches an empty text"),
        ('words = ["estate", "estates", "tower block", "tower blocks"]', "words = []", "no list is empty"),
        ('title = "Smell"\nweak = true', 'title = "Smell"', "smell: a family says if it is weak"),
        ('[[list]]\nid = "estates"', '[[list]]\nweak = true\nid = "estates"', "estates: a family says"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadRules, match=rf"^rules\.toml: .*{re.escape(said)}"):
        load(changed(tmp_path, old, new), FUNCTIONS)


@pytest.mark.parametrize("text", ["", "flag = 3", 'version = "1', "negation = []\n", "[[flag]]\n", "\udcff"])
def test_a_file_that_is_no_rules_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadRules, match=r"rules\.toml"):
        load(path, FUNCTIONS)


def test_the_shipped_file_unchanged_is_taken(tmp_path: Path) -> None:
    assert load(changed(tmp_path, "G1", "G1"), FUNCTIONS).version == published_grounds_rules().version
