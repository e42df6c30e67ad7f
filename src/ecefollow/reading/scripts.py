"""Words that mix scripts, as a Latin name with a Cyrillic letter, and texts that look alike."""

import re
import unicodedata
from typing import Final

# The scripts whose letters can be taken for each other's.
_ALIKE: Final = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"))
_MOST_CHARACTERS: Final = 3_000
_WORDS: Final = r"[^\W\d_]+"  # compiled when it is used: most texts are ASCII


def mixed_word(text: str) -> str | None:
    """The first word in *text* with letters of two scripts that look alike; None without one."""
    if text.isascii():
        return None
    return next((word for word in re.findall(_WORDS, text) if len(scripts_of(word)) > 1), None)


def scripts_of(word: str) -> set[str]:
    """The scripts of a word's letters that can be taken for each other: "Latin", "Cyrillic"."""
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return {name.capitalize() for name in names & _ALIKE}


def differing_characters(one: str, other: str) -> list[tuple[str, str]]:
    """The pairs of characters by which two texts differ that look alike; empty if they do not.

    A character that only one of them has is paired with the empty text.
    """
    if one == other or _skeleton(one) != _skeleton(other):
        return []
    pairs = zip(one, other, strict=False)
    alike = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    if max(len(one), len(other)) - alike > _MOST_CHARACTERS:  # the time grows with the square
        return [(one[alike : alike + 1], other[alike : alike + 1])]
    # Late: few texts look alike.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [
        (one[i1:i2], other[j1:j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def code_points(text: str) -> str:
    """The characters of *text* as U+0430 and the like; "nothing" for none."""
    return " ".join(f"U+{ord(character):04X}" for character in text) or "nothing"


# Letters that look like Latin ones (Unicode TR39, confusables.txt, for Cyrillic and Greek).
_LATIN: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοντρν",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXovtpv",
)


def _skeleton(text: str) -> str:
    """What a reader sees of a text: no invisible characters, and Latin for what looks like it."""
    plain = unicodedata.normalize("NFKC", text).translate(_LATIN)
    seen = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    return " ".join(seen.split())
