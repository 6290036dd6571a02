"""How hard a page's prose is to read: the Flesch-Kincaid grade, and the age that goes with it.

Grade = 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid, Fishburne, Rogers and Chissom, "Derivation
of New Readability Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, 1975). A pupil of grade n is
about n + 5 years old. As Flesch counted, a colon or semicolon ends a sentence too. Syllables are counted by groups of
vowels, which is right for nine words in ten.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from tests.web.house_rules import HTML, prose

BLOCKS = {f"{HTML}{name}" for name in ("p", "li", "dd", "blockquote", "figcaption")}
APART = {f"{HTML}{name}" for name in ("table", "nav", "footer", "header", "form")}
NAMES = re.compile(r"[A-Z]\w*(?: (?:and|of|the|upon|for) [A-Z]\w*| [A-Z]\w*)+")
STATUTORY = (
    "ethnicity", "ethnic", "authorisation", "authorisations", "authorised", "community resolution", "penalty notice",
    "stop and search", "police", "borough", "boroughs", "charter", "published", "publish", "basic command unit",
    "supervisor", "custody record", "formal action",
)  # fmt: skip
"""Words that the law and the field use and a reader meets anyway: each counts as one short word."""
SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
WORD = re.compile(r"[A-Za-z']+|\d[\d,.%]*")


@dataclass(frozen=True)
class Reading:
    sentences: int
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def age(self) -> float:
        return self.grade + 5


def paragraphs(tree: ET.Element) -> Iterator[str]:
    """The running text of the page's main part: sentences, not tables, forms, links in lists or code."""
    for element in blocks(next(tree.iter(f"{HTML}main"))):
        text = " ".join("".join(prose(element)).split())
        if len(text.split()) > 4 and re.search(r"[.!?:]$", text):
            yield text


def blocks(element: ET.Element) -> Iterator[ET.Element]:
    """Outermost blocks first; one inside another is not read twice."""
    for child in element:
        if child.tag in BLOCKS and not any(inner.tag in BLOCKS | APART for inner in child.iter() if inner is not child):
            yield child
        elif child.tag not in APART:
            yield from blocks(child)


def reading(texts: list[str]) -> Reading:
    found = [measured(sentence) for text in texts for sentence in sentences(text)]
    return Reading(len(found), sum(words for words, _ in found), sum(syllables for _, syllables in found))


def sentences(text: str) -> list[str]:
    """Without the terms that cannot be helped; a name of several words counts as one."""
    for term in sorted(STATUTORY, key=len, reverse=True):
        text = re.sub(rf"\b{term}\b", "term", text, flags=re.IGNORECASE)
    text = NAMES.sub("Name", text)
    return [each for each in SENTENCE.split(text) if WORD.search(each)]


def measured(sentence: str) -> tuple[int, int]:
    found = WORD.findall(sentence)
    return len(found), sum(syllables(word) for word in found)


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; a number counts as two."""
    if not word[0].isalpha():
        return 2
    plain = re.sub(r"(?<![aeiouyl])(e|es|ed)$", "", word.lower().replace("'", ""))
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def longest(texts: list[str]) -> str:
    """The sentence with most words, up to its full stop."""
    found = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text)]
    return max(found, key=lambda sentence: len(sentence.split()), default="")


def hardest(texts: list[str], most: int = 3) -> list[tuple[float, str]]:
    """The sentences to mend first."""
    told = {sentence: reading([sentence]).grade for text in texts for sentence in SENTENCE.split(text)
            if WORD.search(sentence) and len(sentence.split()) > 4}  # fmt: skip
    return sorted(((round(grade, 1), sentence) for sentence, grade in told.items()), reverse=True)[:most]


OLDEST, MOST_WORDS = 11.0, 32


def faults(texts: list[str]) -> list[str]:
    """Nothing of a page with hardly a sentence."""
    found = reading(texts) if texts else None
    if found is None or found.sentences < 3:
        return []
    long = longest(texts)
    old = [f"reading age {found.age:.1f}: {hardest(texts)}"] if found.age > OLDEST else []
    return old + ([f"{len(long.split())} words: {long}"] if len(long.split()) > MOST_WORDS else [])
