"""Words of one or more parts, found in a text whatever their case, blanks, hyphens and marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

_blanks: Final = re.compile(r"[\s_\-\u2010-\u2015]+")
_part: Final = re.compile(r"[^\W_]+")


class Phrases(dict[str, str]):
    """What each word stands for, by the word as `folded` gives it."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        super().__init__((folded(word), meaning) for word, meaning in words)

    def first(self, text: str) -> tuple[str, int] | None:
        """The longest word with which the text begins, and where it ends there."""
        start = _part.search(text)
        if not start or not (words := self._by_first_part.get(start[0].casefold())):
            return None
        spans = list(islice(_part.finditer(text), self._longest))
        parts = [span[0].casefold() for span in spans]
        for word in words:
            if parts[: len(word)] == word:
                end = spans[len(word) - 1].end()
                if (name := folded(text[:end])) in self:
                    return name, end
        return None

    def within(self, text: str, *, at_start: bool = False) -> str:
        """The first of the words that stands anywhere in the text, empty if none does."""
        parts = parts_of(text)
        for n, part in enumerate(parts[:1] if at_start else parts):
            for word in self._by_first_part.get(part, ()):
                if parts[n : n + len(word)] == word:
                    return " ".join(word)
        return ""

    @cached_property
    def _by_first_part(self) -> dict[str, list[list[str]]]:
        words: dict[str, list[list[str]]] = {}
        for parts in sorted(map(_part.findall, self), key=len, reverse=True):
            if parts:
                words.setdefault(parts[0], []).append(parts)
        return words

    @cached_property
    def _longest(self) -> int:
        return max((len(_part.findall(word)) for word in self), default=0)


@lru_cache(maxsize=8192)  # the words of every language, and the short texts of a table
def folded(text: str) -> str:
    """The text without what makes no difference: case, blanks, hyphens, and marks at its end."""
    text = composed(text).casefold().replace("n't", " not")
    return _blanks.sub(" ", text).strip(" .,;:!")


def composed(text: str) -> str:
    """The text in NFC, with typewriter apostrophes, and without the dots that Russian may omit."""
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    return text.replace("ё", "е").replace("Ё", "Е")  # noqa: RUF001 - Cyrillic


def parts_of(text: str) -> list[str]:
    """The parts of the words in a text: letters and digits, nothing else."""
    return _part.findall(folded(text))


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds the longest of the words; one that begins with "*" is the end of a word."""
    longest_first = sorted({composed(word).casefold() for word in words}, key=len, reverse=True)
    patterns = (
        re.escape(word).replace(r"\*", r"\w+").replace(r"\ ", r"\s+") for word in longest_first
    )
    either = "|".join(f"{word}(?!\\w)" if word[-1] != "'" else word for word in patterns)
    return re.compile(rf"(?<!\w)(?:{either or '(?!)'})", re.IGNORECASE)


def translator(words: Mapping[str, str]) -> Callable[[str], str]:
    """What puts another word for each of these, the longest first, and leaves all else."""
    known = {_single_spaced(composed(word)): other for word, other in words.items()}
    pattern = any_of(known)
    return lambda text: pattern.sub(lambda m: known.get(_single_spaced(m[0]), m[0]), composed(text))


def _single_spaced(text: str) -> str:
    return " ".join(text.casefold().split())
