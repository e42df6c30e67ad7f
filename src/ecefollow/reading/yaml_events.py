"""Text to YAML events, and a plain message where PyYAML cannot read on."""

from collections.abc import Iterator
from typing import Any, Final

import yaml

from ecefollow.reading.diagnostics import Code
from ecefollow.register.positions import Position, Positions

Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_OPEN_QUOTE: Final = "a quote is opened here and never closed"
_OPEN_LIST: Final = "a ',' or the ']' of the list is missing"
_OPEN_MAPPING: Final = "a ',' or the '}' of the mapping is missing"
_NO_KEY: Final = "expected a key, a ':' and a space here"
_MISPLACED: Final = "the indentation matches nothing above"
_TRAILING: Final = "the value ends before this; put quotes around the whole text"
_TAG: Final = "YAML tags are not supported"
_TAB: Final = "there is a tab here; indent with spaces"
_TOO_DEEP: Final = "more levels deep than libyaml reads; reading stops here"
_ESCAPE: Final = r"this escape does not exist; in double quotes write '\\' for a backslash"
# What PyYAML says of the most common slips, in the words of either parser, and what we say.
_SYNTAX: Final = (
    ("mapping values are not allowed", "': ' inside a text begins a mapping; put quotes around it"),
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
    ("document start", "the register ends before this"),
    ("incompatible", "only YAML 1 is supported; leave the directive out"),
    ("block end", _MISPLACED),
    ("expected key", _MISPLACED),
    ("'-' indicator", _MISPLACED),
    ("could not find expected ':'", _NO_KEY),
    ("',' or ']'", _OPEN_LIST),
    ("',' or '}'", _OPEN_MAPPING),
)
# PyYAML notices these only further down; the author needs the place where they began.
_SEEN_LATE: Final = frozenset((_OPEN_QUOTE, _OPEN_LIST, _OPEN_MAPPING, _NO_KEY))
# More than a slip of syntax: these have codes of their own.
_CODES: Final = {_TAG: Code.YAML_FEATURE, _TOO_DEEP: Code.TOO_DEEP}


def events(text: str) -> Iterator[Any]:
    """The events of *text*; YAMLError if it is not YAML, whichever parser reads it."""
    parser = Parser(text)
    place = None
    try:
        while event := parser.get_event():
            place = event.end_mark
            yield event
    except (ValueError, OverflowError) as error:  # from "\UFFFFFFFF", and from "%ED" in a tag
        problem = "an escape or a number after this is out of range"
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=place) from error


def tree(text: str) -> Any:
    """The nodes of *text*, each with its marks; only for a text that is known to be a register.

    With any other it may take minutes, or crash: composing recurses.
    """
    return Parser(text).get_single_node()


def explain(error: yaml.YAMLError, text: str) -> tuple[Position, Code, str]:
    """Where and why *text* is not YAML, in words its author understands."""
    began: Any = getattr(error, "context_mark", None)
    place: Any = getattr(error, "problem_mark", None) or began
    problem = f"{getattr(error, 'problem', None) or error}"
    context = f"{problem} {getattr(error, 'context', '')}"
    message = next((ours for theirs, ours in _SYNTAX if theirs in context), problem)
    if place and text.startswith("\t", place.index):
        message = _TAB
    elif message is _MISPLACED and text[place.index - place.column : place.index].strip(" "):
        message = _TRAILING
    elif message in _SEEN_LATE and (began.line < place.line or place.index == len(text)):
        place = began
    return place or Positions().first, _CODES.get(message, Code.YAML_SYNTAX), message
