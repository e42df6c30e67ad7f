"""What messages share: quoting a text, and suggesting the nearest right word."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ecefollow.register.characters import FORBIDDEN, INVISIBLE, SUSPECT

_UNPRINTABLE: Final = f"[\t\n\r]|{FORBIDDEN}"  # compiled when it is used
_LONGEST: Final = 40
_NONE: Final[Mapping[str, Iterable[str]]] = {}
_MIN_PREFIX: Final = 3  # letters of the right word, if a wrong one begins with it


def escaped(text: str) -> str:
    r"""*text* on one line and safe for any terminal: an escape character reads \x1b."""
    if text.isprintable() and (text.isascii() or not SUSPECT.search(text)):
        return text
    escape = re.compile(_UNPRINTABLE)
    return escape.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def control_message(character: str) -> str:
    """The message about a control character."""
    kind = "invisible" if re.match(INVISIBLE, character) else "control"
    return f"the {kind} character '{escaped(character)}' (U+{ord(character):04X}) is not allowed"


def quoted(text: str) -> str:
    """*text* in quotes, cut at 40 characters and safe for any terminal."""
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return f"'{escaped(cut)}'"


def nearest(
    word: str, among: Iterable[str], usual_words: Mapping[str, Iterable[str]] = _NONE
) -> str | None:
    """The one of *among* that *word* was most likely meant to be; None if none is near.

    *usual_words* are what people also call some of them.
    """
    # "duedate" is meant to be "due", although it has more letters in common with "updates".
    if same := called(word, among, usual_words):
        return same
    # Late: only a message about a mistake needs it.
    from difflib import get_close_matches

    folded = {_folded(candidate): candidate for candidate in among}
    near = get_close_matches(_folded(word[:_LONGEST]), folded, n=1, cutoff=0.65)
    return folded[near[0]] if near else None


def called(word: str, among: Iterable[str], usual_words: Mapping[str, Iterable[str]]) -> str | None:
    """The one of *among* that people also call *word*, or that it begins with; None if none is."""
    word = _folded(word[:_LONGEST])
    folded = {_folded(candidate): candidate for candidate in among}
    for name in folded.values():
        if word in usual_words.get(name, ()):
            return name
    begin = [name for name in folded if len(name) >= _MIN_PREFIX and word.startswith(name)]
    return folded[max(begin, key=len)] if begin else None


def did_you_mean(
    word: str, among: Iterable[str], usual_words: Mapping[str, Iterable[str]] = _NONE
) -> str:
    """The end of a message that suggests the nearest right word; empty if none is near."""
    near = nearest(word, among, usual_words)
    return f"; did you mean '{near}'?" if near else ""


def _folded(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())
