"""The tables of docs/file-format.md, made from the schema."""

from pathlib import Path
from typing import Final

import tables as markdown

from ecefollow.register.schema import REGISTER, Kind, Many, Record

PAGE: Final = Path(__file__).with_name("file-format.md")
_HEADS: Final = ("key", "required", "value", "meaning")


def table(record: Record) -> str:
    """The table of a record: one row for each key."""
    return markdown.table(
        _HEADS,
        (
            (f"`{key.name}`", "yes" if key.required else "", _value(key.kind), key.help)
            for key in record.keys
        ),
    )


def tables() -> dict[str, str]:
    """The table of every record, by the heading under which it stands."""
    return {f"### {record.name.capitalize()}\n": table(record) for record in REGISTER.records()}


def updated(page: str) -> str:
    """The page with every table as the schema has it now."""
    return markdown.replaced(page, tables())


def _value(kind: Kind) -> str:
    match kind:
        case Many(of=Record() as record):
            return f"a list; each item is {_link(record)}"
        case Many(of=of):
            return f"a list; each item is {of.wants}"
        case Record() as record:
            return _link(record)
        case _:
            return kind.wants


def _link(record: Record) -> str:
    return f"[{record.name}](#{record.name.replace(' ', '-')})"
