"""The numbers of recommendations and actions, and the texts without them.

Whether what stands in front of a text is its number is told from its column as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ecefollow.documents.blocks import Paragraph
from ecefollow.documents.sentences import sentences
from ecefollow.importing import numbering
from ecefollow.importing.columns import HeadingError
from ecefollow.importing.numbering import TextPart
from ecefollow.importing.rows import NO_NAME, DocumentRow, HowRead, RecommendationName
from ecefollow.reading.quoting import quoted

_LONGEST_HEADING: Final = 40  # letters, among which its number stands
_MOST_TOLD: Final = 3
_whole_number: Final = re.compile("([0-9]+)[a-z]?").fullmatch


def tell(rows: Sequence[DocumentRow], how: HowRead) -> None:
    """Tell of each row which recommendation and which action it names."""
    plain: dict[str, list[DocumentRow]] = {}
    _tell_whose_numbers(rows)
    for row in rows:
        title = row.said.get("title")
        if row.goes_on or not (title or "recommendation" in row.said):
            continue
        label = row.label or (how.labels.read(title.text) if title else None)
        if label and label.key == "title" and (label.number or row.label):
            if label.remark and title:
                message = f"“{label.remark}” stands beside the number; it was left out"
                how.find(title, message)
            text = title.text if title and row.label else label.rest
            row.name = _name(numbering.ident(label.number), text)
        else:
            plain.setdefault(row.place.block, []).append(row)
    for block in plain.values():
        _tell_names(block, how)
    _tell_actions(rows, how)


def require_next(number: str, following: str, between: Sequence[Paragraph]) -> None:
    """Raise HeadingError if a number was left out, and name what stands in its place."""
    first, second = _whole_number(number), _whole_number(following)
    if not (first and second and int(second[1]) > int(first[1]) + 1):
        return
    missing = f"{int(first[1]) + 1}"
    like = [
        f"{block.name} has {quoted(sentence)}"
        for block in between[1:-1]
        for sentence in sentences(block.text)
        if re.search(rf"\b{missing}\b", sentence[:_LONGEST_HEADING])
    ]
    told = f": {'; '.join(like[:_MOST_TOLD])}" if like else ""
    raise HeadingError(
        f"recommendation {following} ({between[-1].name}) follows {number} ({between[0].name}), "
        f"and {missing} is not told from what stands between{told}; "
        f"begin it with “Recommendation {missing}:”, or name its heading with “recommendation” in "
        "a --profile"
    )


def ident_of(row: DocumentRow, key: str, how: HowRead) -> str:
    """The id in a number cell of a row: "Recommendation 3" is 3, and so is 3."""
    if not (said := row.said.get(key)):
        return ""
    ident = numbering.ident(said.text)
    if not ident or ident.casefold() not in said.text.casefold():
        message = f"the id is “{ident}” here" if ident else "this is no number; it was left out"
        how.find(said, message)
    return ident


def _tell_whose_numbers(rows: Sequence[DocumentRow]) -> None:
    """Give to actions what one column of numbers says of them: 1.1 below 1."""
    current = ""
    for row in rows:
        if not (number := row.said.get("recommendation")):
            continue
        ident = numbering.ident(number.text)
        if "title" in row.said:
            current = ident
        elif "text" in row.said and "id" not in row.said and ident.startswith(f"{current}."):
            row.said["id"] = row.said.pop("recommendation")


def _name(ident: str, title: str) -> RecommendationName:
    return RecommendationName(ident, " ".join(title.split()))


def _tell_names(rows: Sequence[DocumentRow], how: HowRead) -> None:
    """Tell the numbers of the recommendations in a block from its titles and number cells."""
    titles = [row.said["title"].text if "title" in row.said else "" for row in rows]
    keys = [
        (title, ident_of(row, "recommendation", how))
        for row, title in zip(rows, titles, strict=True)
    ]
    parts = _parted(keys)
    for row, key in zip(rows, keys, strict=True):
        part = parts.get(key, TextPart("", ""))
        if part.doubt:
            message = f"“{part.label}” was read as its number, but {part.doubt}"
            how.find(row.said["title"], message)
        row.name = _name(key[1] or part.label, part.text)


def _tell_actions(rows: Sequence[DocumentRow], how: HowRead) -> None:
    """Tell the numbers of actions from all those of a recommendation."""
    by_recommendation: dict[RecommendationName, list[DocumentRow]] = {}
    current = NO_NAME
    for row in rows:
        current = row.name or current
        if "text" in row.said and not row.action:
            by_recommendation.setdefault(current, []).append(row)
    for name, group in by_recommendation.items():
        keys = [(row.said["text"].text, _action_number(row, name)) for row in group]
        parts = _parted(keys)
        for row, key in zip(group, keys, strict=True):
            label = how.labels.read(key[0])
            is_own = label and label.key == "text" and label.number and label.rest
            row.action = TextPart(label.number, label.rest) if label and is_own else parts[key]


def _action_number(row: DocumentRow, name: RecommendationName) -> str:
    """The number that surely is an action's: that of its own cell, or "7.2 Plan" under 7."""
    if "id" in row.said:
        return numbering.ident(row.said["id"].text)
    text = row.said["text"].text
    if not (name.id and text.lstrip("(").startswith(name.id)):
        return ""
    number = rf"{re.escape(name.id)}\.[0-9a-z]+(?:\.[0-9a-z]+)*"
    own = re.match(rf"\(?({number})(?:[.):]+\s|\s+(?=[^\W_a-zà-ÿ]))", text)
    return own[1] if own else ""


def _parted(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], TextPart]:
    """The number in front of each text, by the text and the id beside it; each only once."""
    distinct = [key for key in dict.fromkeys(keys) if key[0]]
    texts, ids = [text for text, _ in distinct], [ident for _, ident in distinct]
    return dict(zip(distinct, numbering.parted(texts, ids), strict=True))
