"""Several actions, or several names, in one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import normalize

from ecefollow.documents.text_runs import BULLETS
from ecefollow.importing.labels import Labels
from ecefollow.importing.numbering import KINDS, Front, TextPart, doubt_of_list, front_of

_bullet: Final = re.compile(rf"\s*([-–*{BULLETS}]|o(?=\s+[^\W\d_a-z]))\s+(?=\S)").match
_lone_bullet: Final = re.compile(rf"\s*[{BULLETS}]\s*(?=\S)").match
_bare_mark: Final = re.compile(
    r"\W+|\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[^\W\d_]|[ivxIVX]+)[.)]+"
).fullmatch
_before_inline: Final = re.compile(r"(?<=\s)(?=\(?(?:[0-9]{1,2}|[A-Za-z])[.)]\s)")
_ends_sentence: Final = re.compile(r"[.;!?]['\"”’)]*$").search
_begins_sentence: Final = re.compile(r"[^\W_a-zà-ÿ]|[\"“‘'(]").match
# How a list begins; empty where bullets mark it.
_FIRST: Final = ("", "1", "a", "A", "i", "I")
_goes_on: Final = re.compile(r"(?<=[,&/])[^\S\n]*\n")
_FEWEST: Final = 2
_YEAR: Final = 4  # digits


class Split(NamedTuple):
    """The actions of a cell, and what stands above the first of a list."""

    parts: list[TextPart]
    intro: str = ""


def split(text: str, labels: Labels) -> Split:
    """The actions in a cell, told apart by numbers, bullets, or lines that are whole sentences.

    A number in front of the only one stays: whether it is one, its column tells.
    """
    lines = text.split("\n")
    if len(lines) > 1 and (marked := _marked(lines, labels)):
        bounds = zip(marked, [*list(marked)[1:], len(lines)], strict=True)
        parts = [
            marked[n]._replace(text="\n".join([marked[n].text, *lines[n + 1 : end]]).strip())
            for n, end in bounds
        ]
        return Split(parts, "\n".join(lines[: min(marked)]).strip())
    if inline := _list_of(_before_inline.split(text)):
        return Split(inline)
    if len(lines) >= _FEWEST and (blocks := _sentences(text)):
        return Split([TextPart("", block) for block in blocks])
    return Split([TextPart("", _without_bullet(text))])


def item_of(text: str) -> TextPart | None:
    """The item of a list that a text is, with its number if it has one: "- Plan", "(a) Plan"."""
    if bullet := _bullet(text):
        return TextPart("", text[bullet.end() :])
    front = front_of(text.strip())
    is_year = front and front.number.isdigit() and len(front.number) == _YEAR
    return TextPart(front.number, front.rest) if front and not is_year else None


def is_bare_mark(text: str) -> bool:
    """Whether a text is only what marks an item of a list: "*", "1.", "(a)"."""
    return _bare_mark(text.strip()) is not None


def lines_of(text: str, number: int) -> list[str] | None:
    """The text's lines, without the bullets or numbers of a list, if there are so many of them."""
    lines = _unmarked(text)
    return lines if len(lines) == number else None


@lru_cache(maxsize=4096)  # a table has few names, and many times
def names(text: str, parted_by: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names in a cell, each once: semicolons and line feeds part them, and *parted_by*.

    A line that ends with a comma goes on, and what stands in brackets is not parted.
    """
    marks = [rf"\s{re.escape(mark)}\s" if mark.isalpha() else re.escape(mark) for mark in parted_by]
    text = _goes_on.sub(" ", "\n".join(_unmarked(text)))
    mark = rf"(\([^()]*\))|{'|'.join((';', chr(10), *marks))}"
    found: dict[str, str] = {}
    for part in re.sub(mark, lambda match: match[1] or "\0", text).split("\0"):
        if name := " ".join(_without_bullet(part).split()).rstrip(" ,"):
            found.setdefault(normalize("NFC", name), name)
    return tuple(found.values())


def _unmarked(text: str) -> list[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [part.text for part in _list_of(lines)] or lines


def _list_of(lines: Sequence[str]) -> list[TextPart]:
    """The items, if every line is one, the first has a list's first number, and none is left out.

    So "30. June 2024" is none, whatever stands below it.
    """
    marked = list(_marked(lines).values()) if len(lines) >= _FEWEST else []
    whole = len(marked) == len(lines) and not any(part.doubt for part in marked)
    return marked if marked and whole and marked[0].label in _FIRST else []


def _marked(lines: Sequence[str], labels: Labels | None = None) -> dict[int, TextPart]:
    """The lines that begin the items of a list, by their places, as its first item is marked."""
    bullets = {n: match for n, line in enumerate(lines) if (match := _bullet(line))}
    fronts = {n: front for n, line in enumerate(lines) if (front := _front(line, labels))}
    if bullets and min(bullets) < min(fronts, default=len(lines)):
        mark = bullets[min(bullets)][1]
        same = {n: match for n, match in bullets.items() if match[1] == mark}
        items = {n: TextPart("", lines[n][match.end() :]) for n, match in same.items()}
        return items if len(items) >= _FEWEST else {}
    for value in KINDS:
        listed = {n: front for n, front in fronts.items() if value(front.number)}
        if len(listed) < _FEWEST or min(listed) != min(fronts):
            continue
        if (doubt := doubt_of_list(listed, value)) is not None:
            return {n: TextPart(front.number, front.rest, doubt) for n, front in listed.items()}
    return {}


def _front(line: str, labels: Labels | None) -> Front | None:
    label = labels.read(line) if labels else None
    front = front_of(line.strip())
    if label and label.key == "text" and label.number and label.rest:
        says_more = label.remark or (front and front.number != label.number)
        return Front(label.number, ":", line if says_more else label.rest)
    return front


def _without_bullet(text: str) -> str:
    bullet = _lone_bullet(text)
    return (text[bullet.end() :] if bullet else text).strip()


def _sentences(text: str) -> list[str]:
    """The blocks between blank lines, or the lines, if each is a sentence; none otherwise."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    if len(blocks) < _FEWEST:
        blocks = [line.strip() for line in text.split("\n")]
    whole = all(_ends_sentence(block) for block in blocks[:-1])
    return blocks if whole and all(map(_begins_sentence, blocks)) else []
