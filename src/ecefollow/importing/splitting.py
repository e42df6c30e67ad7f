"""Numbers in front of texts, and several actions in one cell."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_recommendation: Final = re.compile(
    r"(?i:(?:evaluation\s+)?recommendation(?:\s+or\s+issue)?|rec\.?|r)\s*"
    r"(?i:no\.?|nr\.?|number|\#)?\s*"
    r"(?P<number>[0-9]+(?:\.[0-9]+)*|[A-Z](?=[\s:.)-]|$))(?:\s*[:.)–—-]+\s*|\s+|$)"
).match
_number: Final = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)*)(?:[.):](?![0-9])\s*|\s+[–—-]\s+|(?<=\.[0-9])\s+)(?=\S)"
).match
_item: Final = re.compile(
    r"[ \t]*(?:(?:(?:key|follow-up)\s+)?action\s+(?P<named>[0-9]+(?:\.[0-9]+)*)\s*[:.)–—-]"
    r"|(?P<dotted>[0-9]+(?:\.[0-9]+)+)[.):]?(?=\s)"
    r"|\(?(?P<number>[0-9]{1,3})[.)](?=\s)"
    r"|\(?(?P<letter>[a-z]|[ivx]{2,4})\)"
    r"|(?P<dash>[-•–*·▪◦‣o])(?=\s))[ \t]*(?=\S)",
    re.IGNORECASE,
).match
_inline: Final = re.compile(r"(?:^|(?<=\s))\(?([0-9]{1,2}|[a-z])[.)]\s+", re.IGNORECASE)
_ends_sentence: Final = re.compile(r"[.;!?]['\"”’)]*$").search
_begins_sentence: Final = re.compile(r"[^\W_a-zà-ÿ]|[\"“‘'(]").match
_FEWEST: Final = 2


class TextPart(NamedTuple):
    """One action of a cell: the number in front of it, empty without one, and its text."""

    label: str
    text: str


class Split(NamedTuple):
    """The actions of a cell, and what stands above the first of a numbered list."""

    parts: list[TextPart]
    intro: str = ""


def recommendation_number(text: str) -> TextPart:
    """The number in front of a recommendation, and the rest: "Recommendation 3: ...", "3. ..."."""
    match = _recommendation(text) or _number(text)
    if not match:
        return TextPart("", text.removeprefix("• "))
    rest = text[match.end() :].strip()
    return TextPart(match["number"], rest or text)


def split(text: str) -> Split:
    """The actions in a cell, told apart by numbers, bullets, or lines that are whole sentences."""
    lines = text.split("\n")
    marked = [n for n, line in enumerate(lines) if _item(line)]
    if len(marked) >= _FEWEST:
        bounds = zip(marked, [*marked[1:], len(lines)], strict=True)
        parts = [_part("\n".join(lines[begin:end])) for begin, end in bounds]
        return Split(parts, "\n".join(lines[: marked[0]]).strip())
    if inline := _split_inline(text):
        return Split(inline)
    if marked == [0]:
        return Split([_part(text)])
    if len(lines) >= _FEWEST and (blocks := _sentences(text)):
        return Split([TextPart("", block) for block in blocks])
    return Split([TextPart("", text)])


def lines_of(text: str, number: int) -> list[str] | None:
    """The text's lines, without numbers, if there are so many of them."""
    lines = [line for line in text.split("\n") if line.strip()]
    return [_part(line).text for line in lines] if len(lines) == number else None


def _part(text: str) -> TextPart:
    match = _item(text)
    if not match:
        return TextPart("", text.strip())
    label = match["named"] or match["dotted"] or match["number"] or match["letter"] or ""
    return TextPart(label, text[match.end() :].strip())


def _split_inline(text: str) -> list[TextPart]:
    """The actions of "1) Plan. 2) Do.", where the numbers begin the text and leave none out."""
    matches = [*_inline.finditer(text)]
    labels = [match[1].casefold() for match in matches]
    counted = [f"{n}" for n in range(1, len(matches) + 1)]
    lettered = [chr(ord("a") + n) for n in range(len(matches))]
    if len(matches) < _FEWEST or matches[0].start() or labels not in (counted, lettered):
        return []
    ends = [*(match.start() for match in matches[1:]), len(text)]
    pairs = zip(matches, ends, strict=True)
    return [TextPart(match[1], text[match.end() : end].strip()) for match, end in pairs]


def _sentences(text: str) -> list[str]:
    """The blocks between blank lines, or the lines, if each is a sentence; none otherwise."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    if len(blocks) < _FEWEST:
        blocks = [line.strip() for line in text.split("\n")]
    whole = all(_ends_sentence(block) for block in blocks[:-1])
    return blocks if whole and all(map(_begins_sentence, blocks)) else []
