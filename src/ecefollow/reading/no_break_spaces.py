"""No-break spaces where YAML wants a space: they look like one, and YAML takes them for letters."""

from __future__ import annotations

import re
from typing import Final

from ecefollow.reading.decoding import Problem
from ecefollow.reading.diagnostics import Code
from ecefollow.register.schema import REGISTER

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
_MESSAGE: Final = "there is a no-break space (U+00A0) here; replace it with a space"


def without_no_break_spaces(text: str, lines_of_problems: set[int]) -> tuple[str, list[Problem]]:
    """*text* with plain spaces where YAML wants them, and one problem for each line with another.

    That is at the beginning of lines, before and behind keys and dashes, and anywhere in the lines
    of problems. Positions stay as they are. In a block of text a line may well look like a key:
    whether the spaces matter shows when the text is read without them.
    """
    names = "|".join({name for record in REGISTER.records() for name in record.kinds})
    key = rf"""(?:["']?(?:{names})["']?:(?:{NO_BREAK_SPACE}[ {NO_BREAK_SPACE}]*|(?=\s|$)))"""
    blank = rf"[ {NO_BREAK_SPACE}]"
    needed = re.compile(rf"^{blank}*(?:-{blank}+)*{key}?|(?<=[{{,]){blank}*{key}")
    lines = text.split("\n")
    problems = []
    for number, line in enumerate(lines):
        if NO_BREAK_SPACE not in line:
            continue
        anywhere = number in lines_of_problems
        mended = _spaced(line) if anywhere else needed.sub(lambda part: _spaced(part[0]), line)
        if mended != line:
            place = next(n for n, character in enumerate(line) if character != mended[n])
            problems.append(Problem(number, place, Code.YAML_SYNTAX, _MESSAGE))
            lines[number] = mended
    return "\n".join(lines), problems


def _spaced(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")
