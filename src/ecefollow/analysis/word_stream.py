"""The words of a document one after the other, and texts found among them word for word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple
from unicodedata import normalize

from ecefollow.documents.blocks import Place
from ecefollow.documents.passages import LINE_END
from ecefollow.register.characters import FORBIDDEN

# What is the same however it is set: quotes, dashes, ligatures.
_FOLDED: Final = {
    **dict.fromkeys((*range(0x2018, 0x201C), 0x2039, 0x203A), "'"),
    **dict.fromkeys((*range(0x201C, 0x2020), 0xAB, 0xBB), '"'),
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-"),
    **{number: normalize("NFKC", chr(number)) for number in range(0xFB00, 0xFB07)},
}
_soft_hyphen: Final = re.compile(r"\xad\s*")
_cut: Final = re.compile(rf"(?<!\w)(\w+)([-/])(?=\s)[^\S{LINE_END}]*+({LINE_END}?+)\s*+(?=(\w+))")
_words: Final = re.compile(r" ?(?:\w+|[^\w ])").findall
_LONGEST_JOINT: Final = len(" and")


def folded(text: str, known: str = "") -> str:
    """The text without what makes no difference: line breaks, blanks, kinds of quotes, dashes.

    A hyphen before a line break or a blank is read as in the *known* texts, if these are given.
    """
    if not text.isascii():
        text = _soft_hyphen.sub("", normalize("NFC", text).translate(_FOLDED))
    if known:
        text = _cut.sub(lambda match: _mended(match, known), text)
    text = " ".join(text.split())
    return text if text.isprintable() else re.sub(FORBIDDEN, "", text)


def _mended(cut: re.Match[str], known: str) -> str:
    word, sign, line_end, following = cut.groups()
    forms = [f"{word}{sign}", word, f"{word}{sign} "]
    if not line_end:  # inside a line, the blank is most likely meant
        forms = [forms.pop(), *forms]
    return next((form for form in forms if form + following in known), forms[0])


def words(text: str) -> list[str]:
    """The words and signs of a folded text, each with the blank before it."""
    return _words(f" {text}") if text else []


def _is_joints(left: Sequence[str]) -> bool:
    """Whether what is left around names only joins them: short words, and none behind the last."""
    behind = next(word for word in reversed(left) if not word or word[-1].isalnum())
    return not behind and len(max(left, key=len)) <= _LONGEST_JOINT


class Sentence(NamedTuple):
    """A sentence among the words: a label or a number stands from `begin` to `body`."""

    place: Place
    text: str
    begin: int
    body: int
    end: int


class WordStream:
    """The words of a document, and of each of its sentences whose it is: None if not known."""

    def __init__(
        self, document: Iterable[tuple[Place, str]], front: Callable[[str], int], known: str
    ) -> None:
        self.sentences: list[Sentence] = []
        self._words: list[str] = []
        self._numbers: list[int] = []  # of the sentence of each word
        for place, sentence in document:
            begin, start = len(self._words), front(sentence)
            self._words += words(folded(sentence[:start]))
            body, text = len(self._words), folded(sentence[start:], known)
            self._words += words(text)
            if len(self._words) > begin:
                self._numbers += [len(self.sentences)] * (len(self._words) - begin)
                self.sentences.append(Sentence(place, text, begin, body, len(self._words)))
        self.owners: list[str | None] = [None] * len(self.sentences)
        self._places: dict[str, list[int]] = {}
        for at, word in enumerate(self._words):
            self._places.setdefault(word.lstrip(), []).append(at)

    def take(self, text: str, owner: str, *, near: int, within: range | None = None) -> range:
        """The numbers of the sentences that are the text, which are now its owner's; may be empty.

        Of several, in a range, those nearest to a number, but none that are of others.
        """
        found = [
            numbers
            for numbers in self.places_of(text)
            if {*self.owners[numbers.start : numbers.stop]} <= {None, owner}
            and (within is None or (numbers[0] in within and numbers[-1] in within))
        ]
        rank = [(self.owners[n.start] is not None, abs(n.start - near), n.start) for n in found]
        best = found[rank.index(min(rank))] if found else range(0)
        self.owners[best.start : best.stop] = [owner] * len(best)
        return best

    def around(self, numbers: range, owner: str) -> range:
        """The numbers of these sentences and of those beside them, as far as none is of others."""
        begin, end = numbers.start, numbers.stop
        while begin and self.owners[begin - 1] in {None, owner}:
            begin -= 1
        while end < len(self.owners) and self.owners[end] in {None, owner}:
            end += 1
        return range(begin, end)

    def whose(self, text: str) -> set[str]:
        """The owners in whose rows or paragraphs, or below, the text stands."""
        found = (map(self.nearby.__getitem__, numbers) for _, numbers in self._find(text))
        return {owner for each in found for owner in frozenset.intersection(*each)}

    def has(self, text: str) -> bool:
        """Whether the text stands anywhere."""
        return next(self._find(text), None) is not None

    def rows_of(self, text: str, owner: str) -> set[object]:
        """The rows and sentences in which the text stands, of those that `beside` gives."""
        found = (numbers for _, numbers in self._find(text))
        return {self._rows[n] for each in found for n in each if owner in self.nearby[n]}

    @cached_property
    def _rows(self) -> list[object]:
        """For each sentence, the row in which it stands, or itself."""
        return [each.place[:2] if each.place.row else n for n, each in enumerate(self.sentences)]

    def beside(self, owner: str) -> list[str]:
        """The sentences in whose rows or paragraphs, or below, an owner's stand."""
        pairs = zip(self.sentences, self.nearby, strict=True)
        return [sentence.text for sentence, owners in pairs if owner in owners]

    def places_of(self, text: str) -> Iterator[range]:
        """The numbers of the sentences that are the text, wherever it stands."""
        for at, numbers in self._find(text):
            first, last = self.sentences[numbers[0]], self.sentences[numbers[-1]]
            if at.start <= first.body and at.stop == last.end:
                yield numbers

    def parts(self, titles: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
        """For each sentence, whose title it is or stands in its row, or else last above."""
        owners: dict[object, set[str]] = {}
        for title, owner in titles:
            for numbers in self.places_of(title):
                owners.setdefault(self._rows[numbers[0]], set()).add(owner)
        parts: list[frozenset[str]] = []
        for row in self._rows:
            here = owners.get(row)
            parts.append(frozenset(here) if here else parts[-1] if parts else frozenset())
        return parts

    @cached_property
    def nearby(self) -> list[frozenset[str]]:
        """For each sentence, whose are those of its row or paragraph; if nobody's, those above."""
        nearby: list[frozenset[str]] = []
        last: frozenset[str] = frozenset()
        pairs = zip(self.sentences, self.owners, strict=True)
        for _, group in groupby(pairs, key=lambda pair: pair[0].place[:2]):
            owners = [owner for _, owner in group]
            last = frozenset(owner for owner in owners if owner is not None) or last
            nearby += [last] * len(owners)
        return nearby

    def shared(self, wanted: Counter[str]) -> Counter[int]:
        """How many of the wanted words each sentence has, by its number."""
        shared: Counter[int] = Counter()
        for word, count in wanted.items():
            for n, there in self._counts.get(word, {}).items():
                shared[n] += min(count, there)
        return shared

    @cached_property
    def _counts(self) -> dict[str, Counter[int]]:
        counts: dict[str, Counter[int]] = {}
        for n, each in enumerate(self.sentences):
            for word in self._words[each.body : each.end]:
                counts.setdefault(word, Counter())[n] += 1
        return counts

    def is_free(self, number: int) -> bool:
        """Whether a sentence is more than a label, and has no owner."""
        return bool(self.sentences[number].text) and self.owners[number] is None

    def made_of(self, texts: Iterable[str]) -> set[int]:
        """The sentences that are one of these texts or several, with short words between them."""
        left = [*self._words]
        for at, _ in (found for text in texts for found in self._find(text)):
            left[at.start : at.stop] = [""] * len(at)
        bodies = ((n, left[each.body : each.end]) for n, each in enumerate(self.sentences))
        return {n for n, each in bodies if "" in each and _is_joints(each)}

    def _find(self, text: str) -> Iterator[tuple[range, range]]:
        """Where a text stands word for word: the words, and the numbers of their sentences."""
        if not (wanted := words(folded(text))):
            return
        places = [self._places.get(word.lstrip(), ()) for word in wanted]
        rarest = min(range(len(wanted)), key=lambda n: len(places[n]))
        for at in places[rarest]:
            begin, end = at - rarest, at - rarest + len(wanted)
            is_there = begin >= 0 and self._words[begin + 1 : end] == wanted[1:]
            if is_there and self._words[begin].lstrip() == wanted[0].lstrip():
                yield range(begin, end), range(self._numbers[begin], self._numbers[end - 1] + 1)
