"""Updates as YAML: in block style, on one line in flow style, or as JSON."""

from __future__ import annotations

import re
import sys
from typing import Any, Final

from yaml import SafeDumper, serialize
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import ChangedAnswer, Update, stated
from ecefollow.register.schema import CHANGED_ANSWER, UPDATE, Kind, Many, Scalar

_TEXT: Final = Resolver.DEFAULT_SCALAR_TAG
_LONG: Final = 72  # characters; a longer text is folded over lines of about as many
# At the beginning of a line this looks like a merge conflict. Quotes keep the text on one line.
_has_conflict_marker: Final = re.compile("[<>|=]{7}").search
_resolver: Final = Resolver()


def block(update: Update | ChangedAnswer, *, indent: int = 2) -> list[str]:
    """The lines of the update as a list item in block style; its keys are indented by *indent*."""
    lines = []
    for key, value in _entries(update, flow=False):
        entry = MappingNode(Resolver.DEFAULT_MAPPING_TAG, [(key, value)], flow_style=False)
        lines += _entry(entry).split("\n")[:-1]
    first, *others = lines
    margin = " " * indent
    return [f"{'-'.ljust(indent)}{first}", *(margin + line if line else line for line in others)]


def _entry(entry: MappingNode) -> str:
    """The entry on one line, unless its text is folded."""
    folded = _yaml(entry, width=_LONG)
    # A text that cannot be folded, such as one that ends in a space, is quoted. PyYAML would break
    # it into lines too.
    return folded if ": >" in folded.partition("\n")[0] else _yaml(entry, width=sys.maxsize)


def flow(update: Update | ChangedAnswer) -> str:
    """The update as a list item in flow style, on one line."""
    entries = list(_entries(update, flow=True))
    mapping = MappingNode(Resolver.DEFAULT_MAPPING_TAG, entries, flow_style=True)
    return _yaml(mapping, width=sys.maxsize).removesuffix("\n")


def json(update: Update | ChangedAnswer) -> str:
    """The update as a list item in a register that is written as JSON."""
    # Late: few registers are written as JSON.
    from json import dumps

    return dumps(
        {
            key.value: [item.value for item in value.value]
            if isinstance(value, SequenceNode)
            else value.value
            for key, value in _entries(update, flow=True)
        },
        ensure_ascii=False,
    )


def _entries(update: Update | ChangedAnswer, *, flow: bool) -> list[tuple[Node, Node]]:
    """The keys of the update and their values, in the order of the schema."""
    record = UPDATE if isinstance(update, Update) else CHANGED_ANSWER
    values = stated(update)
    return [
        (ScalarNode(_TEXT, key.name), _node(key.kind, values[key.name], flow=flow))
        for key in record.keys
        if key.name in values
    ]


def _node(kind: Kind, value: Any, *, flow: bool) -> Node:
    match kind:
        case Many(of=of):
            items = [_node(of, item, flow=True) for item in value]
            return SequenceNode(Resolver.DEFAULT_SEQUENCE_TAG, items, flow_style=True)
        case Scalar(prose=True):
            return ScalarNode(_TEXT, value, style=_style(value, flow=flow))
        case _:
            written = value.written if isinstance(value, Deadline) else str(value)
            # Without quotes, although other readers may take 2018 for a number.
            return ScalarNode(_tag_of_plain(written), written)


def _tag_of_plain(text: str) -> str:
    tag: str = _resolver.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call] # untyped in PyYAML's stubs
    return tag


def _style(text: str, *, flow: bool) -> str | None:
    """The style for a text; with None, PyYAML chooses and adds quotes where they are needed."""
    if "\n" in text or _has_conflict_marker(text):
        literal = not (flow or text.endswith("\n") or _has_conflict_marker(text))
        return "|" if literal else '"'
    return ">" if not flow and len(text) > _LONG else None


def _yaml(node: Node, *, width: int) -> str:
    written: str = serialize(node, Dumper=SafeDumper, allow_unicode=True, width=width)
    return written
