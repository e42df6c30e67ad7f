"""Parse a text into YAML events, and explain in plain words why a text is not YAML."""

from collections.abc import Iterator
from typing import Any, Final

import yaml

from ecefollow.reading import alignment
from ecefollow.reading.diagnostics import Code
from ecefollow.register.positions import Position, Positions

Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_INNER_MAPPING: Final = "': ' inside a text begins a mapping; put quotes around it"
_OPEN_QUOTE: Final = "a quote is opened here and never closed"
_OPEN_LIST: Final = "a ',' or the ']' of the list is missing"
_OPEN_MAPPING: Final = "a ',' or the '}' of the mapping is missing"
_NO_KEY: Final = "expected a key, a ':' and a space here"
_MISPLACED: Final = "the indentation does not match any line above"
_ENDED: Final = "the register ends before this"
_TRAILING: Final = "the value ends before this; put quotes around the whole text"
_TAG: Final = "YAML tags are not supported"
_TAB: Final = "there is a tab here; indent with spaces"
_TOO_DEEP: Final = "nested more deeply than libyaml can read; reading stops here"
_ESCAPE: Final = r"this escape does not exist; in double quotes write '\\' for a backslash"
_OUT_OF_RANGE: Final = "an escape or a number after this is out of range"
# What PyYAML raises for a text that it cannot read; the last two without a place, for "\\UFFFFFFFF"
# and for "%ED" in a tag.
NOT_YAML: Final = (yaml.YAMLError, ValueError, OverflowError)
# Parts of PyYAML's messages about common mistakes, from either parser, and our own messages.
_SYNTAX: Final = (
    ("mapping values are not allowed", _INNER_MAPPING),
    ("a tab character", _TAB),
    ("maximum nesting depth", _TOO_DEEP),
    ("cannot start any token", "a text cannot begin with this character; put quotes around it"),
    ("while scanning a quoted scalar", _OPEN_QUOTE),
    ("while parsing a quoted scalar", _ESCAPE),
    ("while scanning a double-quoted scalar", _ESCAPE),
    ("scanning a block scalar", "only '-', '+' or a digit may follow '|' or '>'"),
    ("tag handle", _TAG),
    ("ing a tag", _TAG),
    ("found unexpected ':'", "expected a space after this ':'"),
    (
        "block sequence entries",
        "a list cannot begin here; put quotes around a text with '- ' in it",
    ),
    ("alphabetic or numeric character", "put quotes around a text that begins with '&' or '*'"),
    ("node content", "expected a value here"),
    ("document start", _ENDED),
    ("incompatible", "only YAML 1 is supported; remove the directive"),
    ("block end", _MISPLACED),
    ("expected key", _MISPLACED),
    ("'-' indicator", _MISPLACED),
    ("could not find expected ':'", _NO_KEY),
    ("',' or ']'", _OPEN_LIST),
    ("',' or '}'", _OPEN_MAPPING),
)
# PyYAML notices these only further down; the author needs the place where they begin.
_NOTICED_LATE: Final = frozenset((_OPEN_QUOTE, _OPEN_LIST, _OPEN_MAPPING, _NO_KEY))
# A '-' or a key one column off may be taken for these.
_MISALIGNED: Final = frozenset((_MISPLACED, _INNER_MAPPING, _ENDED))
# The messages that have another code than yaml-syntax.
_CODES: Final = {_TAG: Code.YAML_FEATURE, _TOO_DEEP: Code.TOO_DEEP}


def events(text: str) -> Iterator[Any]:
    """The events of *text*; one of NOT_YAML if it is not YAML, with either parser."""
    # Without a frame of our own for each event, which would cost a third of what libyaml does.
    return iter(Parser(text).get_event, None)


def explain(error: Exception, text: str) -> tuple[Position, Code, str]:
    """The place, the code and a plain message for the *error*, one of NOT_YAML, in *text*."""
    if not isinstance(error, yaml.YAMLError):
        return _last_place(text, error), Code.YAML_SYNTAX, _OUT_OF_RANGE
    began: Any = getattr(error, "context_mark", None)
    mark: Any = getattr(error, "problem_mark", None) or began
    problem = f"{getattr(error, 'problem', None) or error}"
    context = f"{problem} {getattr(error, 'context', '')}"
    message = next((ours for theirs, ours in _SYNTAX if theirs in context), problem)
    if mark and text.startswith("\t", mark.index):
        message = _TAB
    elif message is _MISPLACED and text[mark.index - mark.column : mark.index].strip(" "):
        message = _TRAILING
    elif message in _MISALIGNED and (misaligned := alignment.explain(text, mark)):
        mark, message = misaligned
    elif message in _NOTICED_LATE and (began.line < mark.line or mark.index == len(text)):
        mark = began
    return mark or Positions().first, _CODES.get(message, Code.YAML_SYNTAX), message


def _last_place(text: str, error: Exception) -> Position:
    """Where the last event before the *error* ends; raises it again if the text is not its cause.

    The error itself does not say where it occurred.
    """
    position: Position = Positions().first
    try:
        for event in events(text):
            position = event.end_mark
    except type(error):
        return position
    raise error
