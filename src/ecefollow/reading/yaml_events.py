"""Text to YAML events, and what stops them: PyYAML's findings in our words, at their cause."""

from collections.abc import Iterator
from typing import Any, Final

import yaml

from ecefollow.reading.diagnostics import Code
from ecefollow.register.positions import Position, Positions

Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_OPEN_QUOTE: Final = "a quote is opened here and never closed"
_OPEN_LIST: Final = "a ',' or the ']' of the list is missing"
_OPEN_MAPPING: Final = "a ',' or the '}' of the mapping is missing"
_NO_KEY: Final = "a key, a ':' and a space are wanted here"
_MISPLACED: Final = "the indentation fits nothing above"
_TRAILING: Final = "the value has ended before this; put quotes around the whole of a text"
_TAG: Final = "a tag is not part of the format"
_TAB: Final = "a tab stands here; indent with spaces"
_TOO_DEEP: Final = "more levels deep than libyaml reads; reading stops here"
_ESCAPE: Final = r"no such escape; in double quotes write '\\' for a backslash"
# PyYAML's words for the slips that people make most, and ours; both parsers' wordings are here.
_SYNTAX: Final = (
    ("mapping values are not allowed", "': ' inside a text begins a mapping; put quotes around it"),
    ("a tab character", _TAB),
    ("maximum nesting depth", _TOO_DEEP),
    ("cannot start any token", "no text may begin with this character; put quotes around it"),
    ("while scanning a quoted scalar", _OPEN_QUOTE),
    ("while parsing a quoted scalar", _ESCAPE),
    ("while scanning a double-quoted scalar", _ESCAPE),
    ("scanning a block scalar", "after '|' or '>' only '-', '+' or a digit may stand"),
    ("tag handle", _TAG),
    ("ing a tag", _TAG),
    ("found unexpected ':'", "a space is wanted after this ':'"),
    ("block sequence entries", "a list may not begin here; put quotes around a text with '- '"),
    ("alphabetic or numeric character", "put quotes around a text that begins with '&' or '*'"),
    ("node content", "a value is wanted here"),
    ("document start", "the register has ended before this"),
    ("incompatible", "the format is YAML 1; leave the directive out"),
    ("block end", _MISPLACED),
    ("expected key", _MISPLACED),
    ("'-' indicator", _MISPLACED),
    ("could not find expected ':'", _NO_KEY),
    ("',' or ']'", _OPEN_LIST),
    ("',' or '}'", _OPEN_MAPPING),
)
# Of these PyYAML notices the lack only further down; what began them is what its author looks for.
_SEEN_LATE: Final = frozenset((_OPEN_QUOTE, _OPEN_LIST, _OPEN_MAPPING, _NO_KEY))
# What is more than a slip of syntax has a code of its own.
_CODES: Final = {_TAG: Code.YAML_FEATURE, _TOO_DEEP: Code.TOO_DEEP}


def events(text: str) -> Iterator[Any]:
    """The events of *text*; YAMLError where it is no YAML, whichever parser reads it."""
    parser = Parser(text)
    place = None
    try:
        while event := parser.get_event():
            place = event.end_mark
            yield event
    except (ValueError, OverflowError) as error:  # from "\UFFFFFFFF", and from "%ED" in a tag
        words = "an escape or a number after this is out of range"
        raise yaml.MarkedYAMLError(problem=words, problem_mark=place) from error


def tree(text: str) -> Any:
    """The nodes of *text*, each with its marks; only for a text that was found to be a register.

    Of any other it may take minutes, or crash: composing recurses.
    """
    return Parser(text).get_single_node()


def explained(error: yaml.YAMLError, text: str) -> tuple[Position, Code, str]:
    """Where and why *text* is no YAML, as its author would say it."""
    began: Any = getattr(error, "context_mark", None)
    place: Any = getattr(error, "problem_mark", None) or began
    words = f"{getattr(error, 'problem', None) or error}"
    said = f"{words} {getattr(error, 'context', '')}"
    ours = next((ours for theirs, ours in _SYNTAX if theirs in said), words)
    if place and text.startswith("\t", place.index):
        ours = _TAB
    elif ours is _MISPLACED and text[place.index - place.column : place.index].strip(" "):
        ours = _TRAILING
    elif ours in _SEEN_LATE and (began.line < place.line or place.index == len(text)):
        place = began
    return place or Positions().first, _CODES.get(ours, Code.YAML_SYNTAX), ours
