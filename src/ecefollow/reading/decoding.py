"""Bytes to the text that is parsed, and whatever in them no parser should see."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Final, NamedTuple

from ecefollow.reading.diagnostics import Code
from ecefollow.reading.messages import control_message
from ecefollow.register.characters import FORBIDDEN

# Patterns that only a problem needs: compiled when it is met.
# What YAML takes for the end of a line, once FORBIDDEN's separators are out of the text.
_LINE_END: Final = r"\r\n|\n|\r"
_MARKER: Final = r"[ \t]*(<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?"
# libyaml compares each with every other, and what they declare is no part of the format.
_TAG_DIRECTIVE: Final = r"(?:^|(?<=[\r\n]))%TAG\b"
STAND_IN: Final = "\N{REPLACEMENT CHARACTER}"


class Problem(NamedTuple):
    """A problem before it is tied to a file; line and column count from 0."""

    line: int
    column: int
    code: Code
    message: str


class Text(NamedTuple):
    """The text to parse, None where there is none, and what was found on the way to it.

    Its lines and columns are the file's own: what must not be parsed is replaced, not taken out.
    """

    text: str | None
    problems: list[Problem]


def decode(data: bytes) -> Text:
    """The text in *data*: UTF-8, with or without a byte order mark, LF or CRLF."""
    text, problem = utf8(data)
    if problem:
        return Text(None, [problem])
    problems: list[Problem] = []
    if FORBIDDEN.search(text):
        problems += _controls(text)
        text = FORBIDDEN.sub(STAND_IN, text)
    if "<<<<<<<" in text or ">>>>>>>" in text:
        text, conflicts = _one_side(text)
        problems += conflicts
    if "%TAG" in text and (found := re.search(_TAG_DIRECTIVE, text)):
        message = "a tag directive (%TAG) is not part of the format; reading stops here"
        return Text(None, [*problems, _problem(text, found.start(), Code.YAML_FEATURE, message)])
    return Text(text, problems)


def utf8(data: bytes) -> tuple[str, Problem | None]:
    """The text in *data* without a byte order mark; empty, and why, where it is no UTF-8 text."""
    # YAML 1.2, section 5.2: a zero byte beside the first character gives UTF-16 and UTF-32 away.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in data[:2] and len(data) > 1):
        message = "the file looks like UTF-16 or UTF-32, or is no text at all; save it as UTF-8"
        return "", Problem(0, 0, Code.NOT_UTF8, message)
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        before = data[: error.start].decode()
        return "", _problem(before, len(before), Code.NOT_UTF8, message)
    if (nul := text.find("\0")) >= 0:
        message = r"a NUL byte '\x00' stands here, as in no text file"
        return "", _problem(text, nul, Code.CONTROL_CHARACTER, message)
    return text, None


def lines(data: bytes) -> list[str]:
    """The lines of *data* as positions in it count them, for showing; never fails."""
    return re.split(_LINE_END, data.removeprefix(BOM_UTF8).decode(errors="replace"))


def end(text: str) -> tuple[int, int]:
    """The line and the column, counted from 0, at which *text* ends."""
    split = re.split(_LINE_END, text)
    return len(split) - 1, len(split[-1])


def _controls(text: str) -> Iterator[Problem]:
    """One problem for each line that holds control characters, at the first of them."""
    for number, line in enumerate(re.split(_LINE_END, text)):
        if found := FORBIDDEN.search(line):
            message = control_message(found[0])
            yield Problem(number, found.start(), Code.CONTROL_CHARACTER, message)


def _one_side(text: str) -> tuple[str, list[Problem]]:
    """*text* as the first side of each merge conflict has it, and where the conflicts begin."""
    problems = []
    kept = []
    opened = other_side = False
    for number, line in enumerate(text.splitlines(keepends=True)):
        body = line.rstrip("\r\n")
        marker = re.fullmatch(_MARKER, body)
        kind = marker[1][0] if marker else ""
        if kind == "<" or (kind == ">" and not opened):
            name = "<<<<<<<" if kind == "<" else ">>>>>>>"
            message = f"a merge conflict was left here ({name}); keep one side, without the markers"
            column = marker.start(1) if marker else 0
            problems.append(Problem(number, column, Code.CONFLICT_MARKER, message))
            opened, other_side = kind == "<", False
        elif kind == ">":
            opened = other_side = False
        elif kind in {"|", "="} and opened:
            other_side = True
        elif not other_side:
            kept.append(line)
            continue
        kept.append(line[len(body) :])
    return "".join(kept), problems


def _problem(text: str, at: int, code: Code, message: str) -> Problem:
    return Problem(*end(text[:at]), code, message)
