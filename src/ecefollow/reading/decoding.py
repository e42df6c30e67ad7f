"""Decode a file to the text that is parsed, without what a YAML parser should not see."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Final, NamedTuple

from ecefollow.reading import file_kinds
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.quoting import control_message
from ecefollow.register.characters import FORBIDDEN, SUSPECT

# These patterns are compiled when they are used: only a file with a problem needs them.
# The line ends of YAML. The other separators are FORBIDDEN, and have been replaced.
_LINE_END: Final = r"\r\n|\n|\r"
_MARKER: Final = r"[ \t]*(<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?"
# libyaml compares each tag directive with all the others, and the format has no tags.
_TAG_DIRECTIVE: Final = r"(?:^|(?<=[\r\n]))%TAG\b"
_COMMON: Final = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


class Problem(NamedTuple):
    """A problem in a text, without the name of its file; line and column count from 0."""

    line: int
    column: int
    code: Code
    message: str


class Text(NamedTuple):
    """The text to parse, or None if there is none, and the problems found while decoding.

    Lines and columns are those of the file: what must not be parsed is replaced, not removed.
    """

    text: str | None
    problems: list[Problem]


def decode(data: bytes) -> Text:
    """The text in *data*: UTF-8, with or without a byte order mark, LF or CRLF."""
    text, problem = utf8(data)
    if problem:
        return Text(None, [problem])
    problems: list[Problem] = []
    # First what is not ASCII: the text may be long.
    if SUSPECT.search(_unusual(data)) and re.search(FORBIDDEN, text):
        problems += _controls(text)
        text = re.sub(FORBIDDEN, REPLACEMENT, text)
    if "<<<<<<<" in text or ">>>>>>>" in text:
        text, conflicts = _one_side(text)
        problems += conflicts
    if "%TAG" in text and (directive := re.search(_TAG_DIRECTIVE, text)):
        message = "tag directives (%TAG) are not supported; reading stops here"
        return Text(
            None, [*problems, _problem(text, directive.start(), Code.YAML_FEATURE, message)]
        )
    return Text(text, problems)


def utf8(data: bytes) -> tuple[str, Problem | None]:
    """The text in *data* without a byte order mark; an empty one and the problem if not UTF-8."""
    if message := file_kinds.named(data):  # "save it as UTF-8" would make it worse
        return "", Problem(0, 0, Code.NOT_UTF8, message)
    # YAML 1.2, section 5.2: a zero byte beside the first character means UTF-16 or UTF-32.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in data[:2] and len(data) > 1):
        message = "the file looks like UTF-16 or UTF-32, or is not text at all; save it as UTF-8"
        return "", Problem(0, 0, Code.NOT_UTF8, message)
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        before = data[: error.start].decode()
        return "", _problem(before, len(before), Code.NOT_UTF8, message)
    if (nul := text.find("\0")) >= 0:
        message = r"there is a NUL byte '\x00' here; text files have none"
        return "", _problem(text, nul, Code.CONTROL_CHARACTER, message)
    return text, None


def lines(data: bytes) -> list[str]:
    """The lines of *data*, to be shown; numbered like the positions in it, and never failing.

    What is no text has none.
    """
    if file_kinds.named(data):
        return []
    return re.split(_LINE_END, data.removeprefix(BOM_UTF8).decode(errors="replace"))


def end(text: str) -> tuple[int, int]:
    """The line and the column, counted from 0, at which *text* ends."""
    split = re.split(_LINE_END, text)
    return len(split) - 1, len(split[-1])


def _unusual(data: bytes) -> str:
    """The characters of a UTF-8 text, except the common ones of ASCII; few, in most texts."""
    return data.removeprefix(BOM_UTF8).translate(None, _COMMON).decode()


def _controls(text: str) -> Iterator[Problem]:
    """One problem for each line with control characters, at the first of them."""
    for number, line in enumerate(re.split(_LINE_END, text)):
        if control := re.search(FORBIDDEN, line):
            message = control_message(control[0])
            yield Problem(number, control.start(), Code.CONTROL_CHARACTER, message)


def _one_side(text: str) -> tuple[str, list[Problem]]:
    """*text* with only the first side of each merge conflict, and one problem per conflict."""
    problems = []
    kept = []
    opened = other_side = False
    for number, line in enumerate(text.splitlines(keepends=True)):
        body = line.rstrip("\r\n")
        marker = re.fullmatch(_MARKER, body)
        kind = marker[1][0] if marker else ""
        if kind == "<" or (kind == ">" and not opened):
            name = "<<<<<<<" if kind == "<" else ">>>>>>>"
            message = (
                f"a merge conflict was left here ({name}); remove the markers and keep both sides, "
                "in the order of their dates, unless one corrects the other"
            )
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
