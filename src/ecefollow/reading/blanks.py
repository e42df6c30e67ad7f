"""Blanks that mislead: no-break spaces that look like spaces, and lines one column off."""

from __future__ import annotations

import re
from typing import Final

from ecefollow.reading.decoding import Problem
from ecefollow.reading.diagnostics import Code
from ecefollow.register.positions import LineColumn, Position
from ecefollow.register.schema import Record, owners

_NO_BREAK: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_LINE: Final = r""" *(?P<dashes>(?:- +)*)(?P<key>[\w-]+ *:(?=\s|$)|"[^"]*" *:)?"""


def has_no_break_space(text: str) -> bool:
    """Whether there is a no-break space anywhere."""
    return any(space in text for space in _NO_BREAK)


def without_no_break_spaces(
    text: str, lines_of_problems: set[int], root: Record
) -> tuple[str, list[Problem]]:
    """*text* with plain spaces where YAML wants them, and one problem for each line with another.

    That is at the beginning of lines, before and behind keys and dashes, and anywhere in the lines
    of problems. Positions stay as they are. In a block of text a line may well look like a key:
    whether the spaces matter shows when the text is read without them.
    """
    names = "|".join({name for record in root.records() for name in record.kinds})
    key = rf"""(?:["']?(?:{names})["']?:(?:[{_NO_BREAK}][ {_NO_BREAK}]*|(?=\s|$)))"""
    blank = rf"[ {_NO_BREAK}]"
    needed = re.compile(rf"^{blank}*(?:-{blank}+)*{key}?|(?<=[{{,]){blank}*{key}")
    lines = text.split("\n")
    problems = []
    for number, line in enumerate(lines):
        if not has_no_break_space(line):
            continue
        anywhere = number in lines_of_problems
        mended = _spaced(line) if anywhere else needed.sub(lambda part: _spaced(part[0]), line)
        if mended != line:
            place = next(n for n, character in enumerate(line) if character != mended[n])
            space = f"a no-break space (U+{ord(line[place]):04X})"
            message = f"there is {space} here; replace it with a space"
            problems.append(Problem(number, place, Code.YAML_SYNTAX, message))
            lines[number] = mended
    return "\n".join(lines), problems


def misalignment(text: str, position: Position) -> tuple[Position, str] | None:
    """Where the line of *position* is one column off, and the message; None if it is not.

    That is a '-' or a key which stands one column beside the others of its list or mapping.
    """
    lines = text.split("\n")[: position.line + 1]
    line = lines.pop()
    own = _starts(line)
    if not own or line[: position.column].strip(" ") not in _before(line):
        return None
    column, kind = own[0]
    beside = None
    first = 0
    for number in range(len(lines) - 1, -1, -1):
        above = lines[number]
        if not above.strip() or above.lstrip().startswith("#"):
            continue
        starts = _starts(above)
        if beside is None:
            columns = [start for start, other in starts if other == kind]
            near = next((start for start in columns if abs(start - column) == 1), None)
            beside = near if kind == "-" or _go_together(_key(line), _key(above)) else None
        if (beside, kind) in starts:
            first = number
        elif (beside, ":") in starts:  # the key of a list that is not indented
            break
        indent = len(above) - len(above.lstrip(" "))
        if indent < (column - 1 if beside is None else beside):
            break
    if beside is None:
        return None
    side = "left" if column < beside else "right"
    what, of = ("'-'", "list") if kind == "-" else ("key", "mapping")
    message = (
        f"this {what} stands one column to the {side} of the others of its {of}, "
        f"which begin on line {first + 1}"
    )
    return LineColumn(position.line, column), message


def _spaced(text: str) -> str:
    return re.sub(f"[{_NO_BREAK}]", " ", text)


def _starts(line: str) -> list[tuple[int, str]]:
    """Where the dashes and the key of a line stand: ":" for the key."""
    match = re.match(_LINE, line)
    if not match:
        return []
    signs = enumerate(match["dashes"], match.start("dashes"))
    dashes = [(column, sign) for column, sign in signs if sign == "-"]
    return [*dashes, (match.start("key"), ":")] if match["key"] else dashes


def _key(line: str) -> str:
    match = re.match(_LINE, line)
    return ((match and match["key"]) or "").strip(' ":')


def _go_together(key: str, other: str) -> bool:
    """Whether two keys are of one mapping; true if one is no key of the format."""
    one, two = {*owners(key)}, {*owners(other)}
    return not (one and two) or bool(one & two)


def _before(line: str) -> tuple[str, ...]:
    """What may stand before the place of a parser's error: nothing, or the dashes and the key."""
    match = re.match(_LINE, line)
    whole = match[0].strip(" ") if match else ""
    return "", whole.removesuffix(":").rstrip(" ")
