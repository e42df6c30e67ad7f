"""A register of the portfolio as YAML, in the layout of the other registers.

PyYAML would put every date in quotes, and break long texts where no person would.
"""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

_WIDTH: Final = 96


class Quoted(str):
    """A text that stands in quotes, as ids do."""

    __slots__ = ()


def document(record: Mapping[str, Any]) -> str:
    """The record as the text of a file, with an empty line between its parts."""
    return "\n\n".join("\n".join(_lines({key: record[key]})) for key in record) + "\n"


def _lines(record: Mapping[str, Any], indent: int = 0) -> Iterator[str]:
    """The lines of a mapping."""
    space = " " * indent
    for key, value in record.items():
        match value:
            case {}:
                yield f"{space}{key}:"
                yield from _lines(value, indent + 2)
            case [{}, *_]:
                yield f"{space}{key}:"
                for item in value:
                    first, *rest = _lines(item, indent + 4)
                    yield f"{space}  - {first.lstrip()}"
                    yield from rest
                    if indent == 0 and item is not value[-1]:
                        yield ""
            case _:
                yield from _scalar(f"{space}{key}:", value, indent)


def _scalar(key: str, value: object, indent: int) -> Iterator[str]:
    match value:
        case list():
            text = f"[{', '.join(map(_plain, value))}]"
        case _:
            text = _plain(value)
    if len(key) + 1 + len(text) <= _WIDTH:
        yield f"{key} {text}"
    else:
        yield f"{key} >-"
        room = " " * (indent + 2)
        yield from textwrap.wrap(text, _WIDTH, initial_indent=room, subsequent_indent=room)


def _plain(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Quoted():
            return f'"{value}"'
        case _:
            return str(value)
