"""What messages share: quoting a text, and suggesting the nearest right word."""

import re
from collections.abc import Iterable
from typing import Final

from ecefollow.register.characters import FORBIDDEN, INVISIBLE, SUSPECT

_UNPRINTABLE: Final = f"[\t\n\r]|{FORBIDDEN}"  # compiled when it is used
_LONGEST: Final = 40
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


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The one of *among* that *word* was most likely meant to be; None if none is near."""
    candidates = [*among]
    # "duedate" is meant to be "due", although it has more letters in common with "updates".
    if begun := first_part(word, candidates):
        return begun
    # Late: only a message about a mistake needs it.
    from difflib import get_close_matches

    by_form = {folded(candidate): candidate for candidate in candidates}
    near = get_close_matches(folded(word[:_LONGEST]), by_form, n=1, cutoff=0.65)
    return by_form[near[0]] if near else None


def first_part(word: str, among: Iterable[str]) -> str | None:
    """The longest of *among* that the word begins with; None if it begins with none."""
    by_form = {folded(candidate): candidate for candidate in among}
    word = folded(word[:_LONGEST])
    begin = [name for name in by_form if len(name) >= _MIN_PREFIX and word.startswith(name)]
    return by_form[max(begin, key=len)] if begin else None


def did_you_mean(word: str, among: Iterable[str]) -> str:
    """The end of a message that suggests the nearest right word; empty if none is near."""
    near = nearest(word, among)
    return f"; did you mean '{near}'?" if near else ""


def folded(word: str) -> str:
    """The form in which words are compared."""
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())
