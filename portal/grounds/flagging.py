"""From grounds texts to the ids of the flags they raise: same texts, same flags, and no text comes out."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from portal import shipped
from portal.grounds.rules import Rules, Words, cuts, load

TOKEN = re.compile(r"\d+(?:[:/.]\d+)+|[^\W_]+(?:'[^\W_]+)*|[.,;:!?()\n\r\u2013\u2014]|(?<=\s)-(?=\s)")
NUMBER = re.compile(r"\S*\d\S*")


@dataclass(frozen=True)
class Record:
    """A grounds text, the label of what was searched for, and the team and quarter it is of, if known."""

    grounds: str
    sought: str = ""
    group: str = ""


@dataclass(frozen=True)
class Reading:
    """What a rule sees: the text as normalised, the families it rests on, and how many records are like it."""

    rules: Rules
    text: str
    sought: str
    families: frozenset[str]
    copies: int

    def says(self, words: Words) -> bool:
        if words.kind == "family":
            return words.id in self.families
        return any(not negated(self.rules, self.text, found) for found in words.found.finditer(self.text))


def placeholder(reading: Reading, words: Words) -> bool:
    return not reading.text.strip("| ") or words.found.fullmatch(unbroken(reading.text)) is not None


def short(reading: Reading, fewer_than: int) -> bool:
    return len(unbroken(reading.text).split()) < fewer_than


def only(reading: Reading, weak: Words) -> bool:
    return reading.families == {weak.id}


def only_with(reading: Reading, weak: Words, words: Words) -> bool:
    return only(reading, weak) and reading.says(words)


def only_or_alone(reading: Reading, weak: Words, words: Words) -> bool:
    return only(reading, weak) or (not reading.families and reading.says(words))


def bare(reading: Reading, family: Words, kinds: tuple[Words, ...], fewer_than: int) -> bool:
    return reading.says(family) and sum(map(reading.says, kinds)) < fewer_than


def unlinked(reading: Reading, words: Words, kinds: tuple[Words, ...]) -> bool:
    return reading.says(words) and not any(map(reading.says, kinds))


def boilerplate(reading: Reading, records: int, shingle: int, alike: float, compared: int) -> bool:  # noqa: ARG001
    return reading.copies >= records


def mismatch(reading: Reading) -> bool:
    topics = reading.rules.of_kind("topic")
    sought = [topic for topic in topics if topic.sought.search(reading.sought)]
    return bool(sought) and any(map(reading.says, topics)) and not any(map(reading.says, sought))


def unsourced(reading: Reading, words: Words, when: Words) -> bool:
    what = any(map(reading.says, reading.rules.of_kind("topic")))
    return reading.says(words) and not (what and reading.says(when))


def nobody(reading: Reading, words: Words, kinds: tuple[Words, ...]) -> bool:
    return not any(map(reading.says, (words, *kinds)))


FUNCTIONS: dict[str, Callable[..., bool]] = {
    rule.__name__: rule
    for rule in (placeholder, short, only, only_with, only_or_alone, bare, unlinked, boilerplate, mismatch,
                 unsourced, nobody)
}  # fmt: skip


@cache
def published_grounds_rules() -> Rules:
    return load(shipped.data("grounds", "rules.toml"), FUNCTIONS)


def flag_records(rules: Rules, records: Sequence[Record]) -> list[tuple[str, ...]]:
    """The ids of each record's flags, in the order of the rules."""
    texts = [normalised(rules, record.grounds) for record in records]
    copies = copies_of(rules, [(record.group, text) for record, text in zip(records, texts, strict=True)])
    return [
        raised_flag_ids(Reading(rules, text, normalised(rules, record.sought), families_of(rules, text), number))
        for record, text, number in zip(records, texts, copies, strict=True)
    ]


def raised_flag_ids(reading: Reading) -> tuple[str, ...]:
    flags = [one for one in reading.rules.flags if FUNCTIONS[one.rule](reading, **one.given)]
    return tuple(one.id for one in [one for one in flags if one.alone] or flags)


def normalised(rules: Rules, text: str) -> str:
    """Words in small letters with their typos mended, and | where a sentence or clause ends."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2019", "'").casefold()
    tokens = (token.replace("'", "") for token in TOKEN.findall(plain))
    return " ".join(correct_typo(rules, token) if token[0].isalnum() else "|" for token in tokens)


def unbroken(text: str) -> str:
    return " ".join(word for word in text.split() if word != "|")


def correct_typo(rules: Rules, word: str) -> str:
    word = rules.typos.spelt.get(word, word)
    near = (rules.typos.near.get(cut, "") for cut in cuts(word) if len(word) >= rules.typos.shortest)
    return next((right for right in near if right[:1] == word[:1]), word)


def families_of(rules: Rules, text: str) -> frozenset[str]:
    """The families the text rests on: of matches that overlap the longest counts, and none that is negated."""
    found = [(match, family.id) for family in rules.of_kind("family") for match in family.found.finditer(text)]
    found.sort(key=lambda one: one[0].start() - one[0].end())
    taken = bytearray(len(text))
    families = set()
    for match, family in found:
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"x" * len(match[0])
            families.add("" if negated(rules, text, match) else family)
    return frozenset(families - {""})


def negated(rules: Rules, text: str, match: re.Match[str]) -> bool:
    """Whether a word before the match, or words after it, in the same clause, say that it was not so."""
    negation = rules.negation
    before = text[max(0, match.start() - 100) : match.start()].rpartition("|")[2].split()[-negation.reach :]
    for at in reversed(range(len(before))):
        if before[at] in negation.ends:
            break
        if before[at] in negation.words and " ".join(before[at : at + 2]) not in negation.excepted:
            return True
    after = " ".join(text[match.end() : match.end() + 100].partition("|")[0].split()[: negation.reach])
    return any(f" {phrase} " in f" {after} " for phrase in negation.after)


def copies_of(rules: Rules, grouped: list[tuple[str, str]]) -> list[int]:
    """For each text how many of its group are like it, itself among them; 0 where the group is not known."""
    given = [one.given for one in rules.flags if one.rule == boilerplate.__name__]
    numberless = [(group if given else "", NUMBER.sub("#", unbroken(text))) for group, text in grouped]
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for group, text in numberless:
        groups[group][text] += 1
    how = [given[0][name] for name in ("shingle", "alike", "compared")] if given else []
    alike = {group: alike_in(texts, *how) for group, texts in groups.items() if group}
    return [alike[group][text] if group else 0 for group, text in numberless]


def alike_in(texts: Counter[str], shingle: int, alike: float, compared: int) -> dict[str, int]:
    """Each text and how many are like it, found by the shingles that few others have.

    Two texts as much alike as asked share one of the rarest shingles of each, so no others are compared.
    """
    shingles = {text: shingles_of(text, shingle) for text in sorted(texts)}
    held = Counter(one for of in shingles.values() for one in of)
    holders: dict[str, list[str]] = defaultdict(list)
    rarest = {}
    for text, of in shingles.items():
        enough = int((1 - alike) * len(of) + 1e-9) + 1
        rarest[text] = sorted(of, key=lambda one: (held[one], one))[:enough]
        for one in rarest[text]:
            holders[one].append(text)
    numbers = {}
    for text, few in rarest.items():
        others = {text, *islice((other for one in few for other in holders[one]), compared)}
        numbers[text] = sum(texts[one] for one in others if likeness(shingles[text], shingles[one]) >= alike)
    return numbers


def shingles_of(text: str, length: int) -> set[str]:
    words = text.split()
    return {" ".join(words[at : at + length]) for at in range(max(1, len(words) - length + 1))}


def likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
