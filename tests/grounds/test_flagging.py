"""Each flag has texts that must raise it and near misses that must not; negation, typos and copies."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grounds.flagging import (
    Record,  # fmt: skip
    alike_in,
    families_of,
    flag_records,
    likeness,
    normalised,
    published_grounds_rules,
    shingles_of,
)

IDS = {one.id for one in published_grounds_rules().flags}


def flags(text: str, sought: str = "") -> tuple[str, ...]:
    return flag_records(published_grounds_rules(), [Record(text, sought)])[0]


def families(text: str) -> set[str]:
    return set(families_of(published_grounds_rules(), normalised(published_grounds_rules(), text)))


RAISED = [
    ("G1", "", ""),
    ("G1", " . ", ""),
    ("G1", "N/A", ""),
    ("G1", "As above", ""),
    ("G1", "Please see PNB for full grounds.", ""),
    ("G1", "see BWV", ""),
    ("G2", "Male acting oddly.", ""),
    ("G2", "Seen to drop a wrap by officers on patrol.", ""),
    ("G3", "There was a strong smell of cannabis coming from the male as officers spoke to him.", ""),
    ("G3", "Vehicle was stopped under the Road Traffic Act. Officers smelt weed when the window came down.", ""),
    ("G3", "Male smelled strongly of drugs when officers walked past him in Mare Street.", ""),
    ("G4", "The male is well known to police and has previous for drugs, so he was detained.", ""),
    ("G4", "Checks showed PNC markers for weapons and violence against the driver of the vehicle.", ""),
    ("G5", "The male was in a high crime area known for drug dealing and robberies at night.", ""),
    ("G5", "Stopped in a robbery hotspot. There have been recent burglaries in the area this month.", ""),
    ("G5", "Male stopped on the Pembury Estate.", ""),
    ("G6", "He appeared nervous, avoided eye contact and walked away when officers came near to him.", ""),
    ("G6", "On seeing police the male looked away and changed direction, sweating and visibly shaking.", ""),
    ("G7", "The male matches the description given over the radio, so he was detained by us.", ""),
    ("G7", "Subject fits the description of a black male circulated to all units in the borough.", ""),
    ("G8", "IC3 male on a bicycle seen riding slowly around the car park for a long while.", ""),
    ("G8", "Black male with dreadlocks in an expensive vehicle which did not seem to be his own.", ""),
    ("G10", "Strong smell of cannabis from the vehicle as the driver wound down the window.", "Offensive weapons"),
    ("G10", "The male was seen to hide a machete in the bushes beside the path.", "Controlled drugs"),
    ("G11", "Intelligence suggests that this person is involved in the supply of drugs in the town.", ""),
    ("G11", "Acting on information received at 14:30 today the male was detained near to the station.", ""),
    ("G12", "High crime area with recent robberies in the area and knife crime over the last weeks.", ""),
    ("G12", "Strong smell of cannabis around the benches by the playground and the basketball court tonight.", ""),
]  # fmt: skip

NOT_RAISED = [
    ("G1", "Nothing was said by the male, as above the shop somebody was seen throwing bags down.", ""),
    ("G1", "See male drop wrap", ""),
    ("G2", "Male was seen to take a small wrap from his sock today.", ""),
    ("G2", "Caller says that he has put the knife in his pocket.", ""),
    ("G3", "Strong smell of cannabis, and the male was seen to drop a joint as we walked up.", ""),
    ("G3", "There was a strong smell of alcohol coming from the male as officers spoke to him.", ""),
    ("G4", "The male is known to police for drugs and was seen to exchange cash for a wrap.", ""),
    ("G4", "The male, who is not known to police, was standing beside the shop with two others.", ""),
    ("G5", "In a high crime area the male was seen trying car doors along the whole road.", ""),
    ("G5", "A resident of the Pembury Estate called police to say a male was hiding a knife.", ""),
    ("G6", "He appeared nervous and was seen to put a small package down his trousers.", ""),
    ("G6", "The male was not nervous or evasive, spoke openly with officers and gave his name.", ""),
    ("G7", "Matches the description: male in a red tracksuit and black cap, seen ten minutes ago.", ""),
    ("G7", "Male matches description of the suspect, 6 ft tall, blue jacket, on the High Street.", ""),
    ("G8", "Victim described the suspect as a black male in a red cap; this male had the same cap.", ""),
    ("G8", "Driver of a black BMW in a white jacket was seen to pass a wrap to another.", ""),
    ("G10", "Strong smell of cannabis from the vehicle as the driver wound down the window.", "Controlled drugs"),
    ("G10", "The male was seen to hide a machete in the bushes beside the path.", "Firearms"),
    ("G10", "The male was seen to hide something.", "Detailed object of search unavailable"),
    ("G10", "The male was seen running away from officers.", "Controlled drugs"),
    ("G11", "Intelligence received at 14:30 today says the male has a knife in his left sock.", ""),
    ("G11", "The male was seen by CCTV to pass drugs to another person outside the station.", ""),
    ("G12", "High crime area, and he was standing there with a hood up late in the evening.", ""),
    ("G12", "Ran off on seeing police in a high crime area known for drug dealing and robbery.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("one", "text", "sought"), RAISED)
def test_raised(one: str, text: str, sought: str) -> None:
    assert one in flags(text, sought)


@pytest.mark.parametrize(("one", "text", "sought"), NOT_RAISED)
def test_not_raised(one: str, text: str, sought: str) -> None:
    assert one not in flags(text, sought)


def test_every_flag_on_a_single_text_has_two_of_each() -> None:
    for cases in (RAISED, NOT_RAISED):
        assert {one for one in IDS if sum(case[0] == one for case in cases) < 2} == {"G9"}


def test_a_placeholder_is_asked_nothing_else_and_good_grounds_raise_nothing() -> None:
    assert flags("see PNB", "Controlled drugs") == ("G1",)
    text = (
        "At 22:10 today a caller said a male in a red tracksuit had put a knife in his waistband. Two minutes "
        "later I saw a male in a red tracksuit there, holding his waistband, who ran off when he saw me."
    )
    assert flags(text, "Offensive weapons") == ()


RESTS_ON = {
    "No smell of cannabis": "", "There was no strong smell of cannabis": "", "Smell of cannabis was not present": "",
    "Officers did not smell any cannabis": "", "Didn\u2019t appear nervous": "", "not known to carry knives": "",
    "He is not known to police": "", "Made no eye contact": "demeanour", "No drugs, but a smell of cannabis": "smell",
    "It was not only the smell of cannabis": "smell", "Did not stop and smelled of cannabis": "behaviour smell",
    "strong smel of canabis": "smell", "STRONG SMELL OF CANNABIS": "smell", "konwn to polcie": "record",
    "mathces the desciption": "description", "inteligence": "intelligence", "acting suspicously": "demeanour",
    "seen to swalow, then swallowd it": "behaviour", "a hot-spot": "area", "dealing with it ran a check": "",
    "area known for drug dealing": "area", "known to carry knives": "record", "known to carry, knife": "record item",
}  # fmt: skip


@pytest.mark.parametrize(("text", "present"), RESTS_ON.items())
def test_negation_typos_and_the_longest_match(text: str, present: str) -> None:
    assert families(text) == set(present.split())


@pytest.mark.parametrize("word", ["claiming", "spending", "shouting", "swearing", "matter", "server"])
def test_a_right_word_is_left_alone(word: str) -> None:
    assert normalised(published_grounds_rules(), word) == word


TEXT = "At {} the male was seen to walk from the shop with his hand held to his side and would not say why to us"


def copies(records: list[Record]) -> list[bool]:
    return ["G9" in found for found in flag_records(published_grounds_rules(), records)]


def test_the_same_text_three_times_in_one_quarter_of_a_team() -> None:
    same = [Record(TEXT.format(f"1{hour}:05").upper(), group="a 2025 1") for hour in range(3)]
    other = Record("The male was seen to pass a wrap to another male in the park, who gave him cash", group="a 2025 1")
    assert copies([*same, other]) == [True, True, True, False]
    assert copies(same[:2]) == [False, False]


def test_nearly_the_same_text_counts_and_another_ending_of_half_does_not() -> None:
    near = [Record(f"{TEXT} {ending}", group="a") for ending in ("", "today", "again")]
    assert copies(near) == [True, True, True]
    far = [Record(f"{TEXT} {ending}", group="a") for ending in ("", "as he ran off from us", "with a knife in it")]
    assert copies(far) == [False] * 3


def test_copies_in_another_quarter_or_without_team_do_not_count() -> None:
    assert copies([Record(TEXT, group=group) for group in ("a 1", "a 1", "a 2", "b 1")]) == [False] * 4
    assert copies([Record(TEXT)] * 5) == [False] * 5
    assert copies([Record("smell of cannabis", group="a")] * 3) == [True] * 3


def test_thousands_of_texts_of_one_group_are_compared_in_bounds() -> None:
    """Not a measure of time: every pair of 4,000 texts would be eight million comparisons and take minutes."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    distinct = [
        Record(" ".join(letters[n * step % 26] + letters[n * step % 25] for step in range(1, 30)), group="a")
        for n in range(900)
    ]
    like = [Record(f"{TEXT} {'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}", group="a") for n in range(3000)]
    assert all(copies([*distinct, *like])[-3000:])


@given(st.lists(st.lists(st.sampled_from("ab"), max_size=14).map(" ".join), max_size=12).map(Counter))
@settings(deadline=None)
def test_comparing_few_finds_what_comparing_all_finds(texts: Counter[str]) -> None:
    cut = {text: shingles_of(text, 3) for text in texts}
    for alike in (0.5, 0.9):
        everything = {
            text: sum(number for other, number in texts.items() if likeness(cut[text], cut[other]) >= alike)
            for text in texts
        }
        assert alike_in(texts, 3, alike, 10_000) == everything


PIECES = st.sampled_from(
    ["smell of cannabis", "no", "known to police", "high crime area", "|", "\n", "wrap", "desciption"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map(" ".join))


@given(st.lists(st.builds(Record, TEXTS, TEXTS, st.sampled_from(["", "a", "b"])), max_size=8))
@settings(deadline=None)
def test_any_text_is_flagged_alike_each_time_and_in_any_order(records: list[Record]) -> None:
    first = flag_records(published_grounds_rules(), records)
    assert first == flag_records(published_grounds_rules(), records)
    assert first[::-1] == flag_records(published_grounds_rules(), records[::-1])
    assert {one for found in first for one in found} <= IDS
