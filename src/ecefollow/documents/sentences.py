"""Lines joined into running text, and a text's sentences told apart, in any language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

ends_sentence: Final = re.compile(
    r"[.:;!?…][\"'”’»)\]]*$"
).search  # or a label, or a part of a list
_word: Final = re.compile(r"[^\W_]+(?:[-\u2010'’][^\W_]+)*").finditer
_hyphen: Final = re.compile("[-\u2010]")
_blanks: Final = re.compile(r"(?<!\s)\s*[ \t\n\r\f\v]\s*")  # a lone no-break space stays
_head: Final = re.compile("([^\\W_]+)([-\u2010\xad])$").search
_inside: Final = re.compile("(?<=\\w[-\u2010]) (?=\\w)")  # "cross- sectoral"
_tail: Final = re.compile(r"[^\W_]+").match
_ends_open: Final = re.compile(r"\S[/–]$").search  # "Office/", "2020–"
# Behind such a hyphen only the end of a compound is missing: "information- and".
_SUSPENDS: Final = frozenset(("and", "or", "to", "et", "ou", "à", "y", "o", "и", "или"))

_QUOTES: Final = r"\"'“‘„«(\[¿¡"
# The mark of a footnote, which is a bare number only behind a word: "in the strategy.2 The"
_NOTE: Final = r"(?:\[[0-9]{1,3}\]|[¹²³⁰⁴-⁹]+|(?<=[^\W\d_]{3}\.)[0-9]{1,2})"
_end: Final = re.compile(
    rf"(?<![.!?…])[.!?…]+(?:[^\S\n]?»|[\"'”’)\]])*{_NOTE}?"
    rf"(?=\s+(?:[{_QUOTES}]*[^\Wa-z_{_QUOTES}]|[{_QUOTES}]|\w[.)]))"
    r"|(?<![^\S\n])[^\S\n]*\n\s*"
)
_last_word: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_]+\.)*[^\W\d_]+$").search
_is_number_of_item: Final = re.compile(r"\W*(?:[0-9]+(?:\.[0-9]+)*|[^\W\d_]|[ivx]+)\W*").fullmatch
_is_initials: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]").fullmatch
_letter: Final = re.compile(rf"\s*[{_QUOTES}]*([^\W\d_])([.)])?").match
_numeral: Final = re.compile(r"\s*[(\[]?(?:[0-9]|[IVX]+\b|[A-Z]\b)").match
_abbreviation: Final = re.compile(r"(\S+)\. ([X1~])").findall
_LONGEST_WORD: Final = 80  # letters; a longer one is none
_FEWEST_WORDS: Final = 5  # of a sentence that ends with what stands behind years in Russian


class _Seam(NamedTuple):
    """How a line goes on in the next: the word at its end, what joins them, and whether surely."""

    word: str
    sign: str
    is_sure: bool = True


class Hyphens:
    """Which hyphens at the ends of a document's lines are real, by what the rest of it says."""

    def __init__(self, lines: Iterable[str]) -> None:
        lines = [line.strip() for line in lines]
        self._words: Counter[str] = Counter()
        for line in lines:
            for match in _word(line):
                parts = _hyphen.split(match[0].casefold())
                if line[match.end() :] in {"-", "\u2010", "\xad"}:
                    del parts[-1]  # which may be no whole word
                self._words.update(parts)
                self._words.update(map("-".join, pairwise(parts)))
        # A document that breaks words at all breaks many.
        self._breaks_words = False
        ends = [self._seam(*pair) for pair in pairwise(lines) if _head(pair[0][-_LONGEST_WORD:])]
        broken = [not end.sign for end in ends if end.is_sure]
        self._breaks_words = sum(broken) * 2 > len(broken)

    def joined(self, lines: Iterable[str]) -> str:
        """The lines as one text: line breaks undone, and runs of blanks.

        A hyphen before a blank was at a line's end once, if the rest of the text is sure of it.
        """
        lines = [part for line in _filled(lines) for part in self._cut(line)]
        text = "".join(lines[:1])
        for line, following in pairwise(lines):
            text = text.rstrip("-\u2010\xad") if _head(line[-_LONGEST_WORD:]) else text
            text += f"{self._seam(line, following).sign}{following}"
        return text

    def _cut(self, line: str) -> Iterator[str]:
        begin = 0
        for match in _inside.finditer(line):
            before, after = line[begin : match.start()], line[match.end() :][:_LONGEST_WORD]
            seam = self._seam(before[-_LONGEST_WORD:], after)
            if seam.is_sure and not seam.sign.endswith(" "):
                yield before
                begin = match.end()
        yield line[begin:]

    def doubts(self, lines: Iterable[str], text: str) -> Iterator[tuple[str, str]]:
        """The words at the ends of lines whose hyphen may be real, and what the text made of it."""
        for seam in (self._seam(*pair) for pair in pairwise(_filled(lines))):
            if not seam.is_sure:
                became = "was kept" if seam.word in text else "was taken out"
                yield seam.word, f"the hyphen at the end of a line {became}"

    def _seam(self, line: str, following: str) -> _Seam:
        head, tail = _head(line[-_LONGEST_WORD:]), _tail(following)
        if not head or not tail:
            hyphen = head[2] if head else ""
            return _Seam("", hyphen if _ends_open(line) else f"{hyphen} ")
        (first, hyphen), second = head.groups(), tail[0]
        if second in _SUSPENDS:
            return _Seam("", f"{hyphen} ")
        word = f"{first}-{second}"
        solid = self._words[f"{first}{second}".casefold()]
        compound = self._words[word.casefold()]
        if hyphen == "\xad" or solid > compound:
            return _Seam(word, "")
        is_of_acronym = first.isdigit() or (first.isupper() and len(first) > 1)
        if compound or is_of_acronym or not second[0].islower():
            return _Seam(word, hyphen)
        are_words = self._words[first.casefold()] and self._words[second.casefold()]
        is_broken = self._breaks_words and not are_words
        return _Seam(word, "" if is_broken else hyphen, is_sure=False)


def joined(lines: Iterable[str]) -> str:
    """The lines as one text, their hyphens judged by these lines alone."""
    lines = list(lines)
    return Hyphens(lines).joined(lines)


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; line breaks end one too, so join the lines first."""
    parts: list[str] = []
    begin = 0
    for match in _end.finditer(text):
        before = text[begin : match.start()]
        if "\n" in match[0] or _is_end(before, match[0], text[match.end() :]):
            parts.append(text[begin : match.end()])
            begin = match.end()
    return [part.strip() for part in (*parts, text[begin:]) if part.strip()]


def _filled(lines: Iterable[str]) -> list[str]:
    return [_blanks.sub(" ", line.strip()) for line in lines if line.strip()]


def _is_end(before: str, mark: str, after: str) -> bool:
    """Whether a full stop ends the sentence, and not a word or a number in it."""
    if _is_number_of_item(before):
        return False
    first = _letter(after)
    if first and first[1].islower() and not first[2]:
        return False
    note = mark[1:] if mark[1:].isdecimal() else ""
    mark, after = mark.removesuffix(note), f"{note}{after}"
    if mark != "." or not (last := _last_word(before[-_LONGEST_WORD:])):
        return True
    word = last[0].casefold()
    if word in _NO_END or (word in _NO_END_BEFORE_NUMBERS and _numeral(after)):
        return False
    if word in _NO_END_AT_FIRST:
        return len(before.split()) >= _FEWEST_WORDS
    is_both = first and first[1].islower() and first[2] == "."  # "p. ej."
    return not (_is_initials(last[0]) and (is_both or last[0][0].isupper()))


def _abbreviations(before: str) -> frozenset[str]:
    text = Path(__file__).with_name("abbreviations.txt").read_text("utf-8")
    return frozenset(word.casefold() for word, what in _abbreviation(text) if what == before)


_NO_END: Final = _abbreviations("X")
_NO_END_BEFORE_NUMBERS: Final = _abbreviations("1")
_NO_END_AT_FIRST: Final = _abbreviations("~")
