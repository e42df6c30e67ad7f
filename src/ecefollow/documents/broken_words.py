"""Whether what ends a line and what begins the next is one word, broken without a hyphen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

_MARKS: Final = "\"'“”‘’«»()[].,;:!?"
_LEAST: Final = 3  # letters that an ending has before it in another word
_has_no_vowel: Final = re.compile("[b-df-hj-np-tv-xz]+").fullmatch  # which no word is
_is_address: Final = re.compile(r"\w+://|www\.|\S+@").match


class Seam(NamedTuple):
    """The end of a full line and the word below it; surely one word, if the page shows it."""

    head: str
    tail: str
    is_sure: bool = False


class BrokenWords:
    """Judges by the words of a document's texts, but for the halves of what may be broken."""

    def __init__(self, texts: Iterable[str], seams: Iterable[Seam]) -> None:
        words = Counter(_key(word) for text in texts for word in text.split())
        for head, tail, is_sure in seams:
            words[_key(head + tail)] += is_sure
            words.subtract(map(_key, (head, tail)))
        self._known = {word for word, count in words.items() if count > 0}

    def is_one(self, seam: Seam) -> tuple[bool, bool]:
        """Whether it is one word, and whether that is sure, and not told by its looks."""
        head, tail = _key(seam.head), _key(seam.tail)
        is_whole = _key(seam.head + seam.tail) in self._known or _is_address(seam.head)
        if is_whole or not seam.tail[0].isalnum():
            return True, True
        if head in self._known and tail in self._known:
            return False, True
        return (True, True) if seam.is_sure else (self._looks_like_one(head, tail), False)

    def _looks_like_one(self, head: str, tail: str) -> bool:
        """Whether another word ends like that; rather a broken word in two than two in one."""
        # The rest of a number: another number would not be shorter.
        if tail[0].isdigit() or _has_no_vowel(tail):
            return True
        end, least = head[-2:] + tail, len(tail) + _LEAST
        return any(len(word) > least and word.endswith(end) for word in self._known)


def _key(word: str) -> str:
    word = word.strip(_MARKS)
    return word.casefold() if len(word) > 1 else word  # "Y or N" says nothing of a word "y"
