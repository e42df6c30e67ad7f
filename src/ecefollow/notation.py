"""Updates as YAML: the lines, or the one line, in which a register states them."""

from __future__ import annotations

import sys
from typing import Any, Final

from yaml import SafeDumper, serialize
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from ecefollow.model import ChangedAnswer, Update
from ecefollow.schema import CHANGED_ANSWER, UPDATE, Kind, Many, Scalar
from ecefollow.views import data

_TEXT: Final = Resolver.DEFAULT_SCALAR_TAG
_LONG: Final = 72  # characters; a longer text is folded over lines of about as many
_resolver: Final = Resolver()


def block(update: Update | ChangedAnswer) -> list[str]:
    """The update as an item of a list in block style, in lines without their indentation."""
    lines = []
    for name, value in _written(update, flow=False):
        # Each by itself, since only a folded text is to be broken: PyYAML breaks quoted ones too.
        folded = isinstance(value, ScalarNode) and value.style == ">"
        entry = MappingNode(Resolver.DEFAULT_MAPPING_TAG, [(name, value)], flow_style=False)
        lines += _yaml(entry, width=_LONG if folded else sys.maxsize).split("\n")[:-1]
    first, *others = lines
    return [f"- {first}", *(f"  {line}" if line else line for line in others)]


def flow(update: Update | ChangedAnswer) -> str:
    """The update as an item of a list in flow style, on one line."""
    entries = list(_written(update, flow=True))
    mapping = MappingNode(Resolver.DEFAULT_MAPPING_TAG, entries, flow_style=True)
    return _yaml(mapping, width=sys.maxsize).removesuffix("\n")


def _written(update: Update | ChangedAnswer, *, flow: bool) -> list[tuple[Node, Node]]:
    """The keys that the update has, and their values, in the order of the schema."""
    record = UPDATE if isinstance(update, Update) else CHANGED_ANSWER
    stated = ((key, getattr(update, key.name)) for key in record.keys)
    return [
        (ScalarNode(_TEXT, key.name), _node(key.kind, value, flow=flow))
        for key, value in stated
        if value
    ]


def _node(kind: Kind, value: Any, *, flow: bool) -> Node:
    match kind:
        case Many(of=of):
            items = [_node(of, item, flow=True) for item in value]
            return SequenceNode(Resolver.DEFAULT_SEQUENCE_TAG, items, flow_style=True)
        case Scalar(prose=True):
            return ScalarNode(_TEXT, value, style=_style(value, flow=flow))
        case _:
            written = str(getattr(value, "written", None) or data(value))
            # Plain, whatever another reader takes it for: a day is a day, and 2018 a year.
            return ScalarNode(_tag_of_plain(written), written)


def _tag_of_plain(text: str) -> str:
    tag: str = _resolver.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call] # PyYAML's stubs say nothing
    return tag


def _style(text: str, *, flow: bool) -> str | None:
    """The style for a text; None leaves it to PyYAML, which quotes where that is needed."""
    if "\n" in text:
        return '"' if flow or text.endswith("\n") else "|"
    return ">" if not flow and len(text) > _LONG else None


def _yaml(node: Node, *, width: int) -> str:
    written: str = serialize(node, Dumper=SafeDumper, allow_unicode=True, width=width)
    return written
