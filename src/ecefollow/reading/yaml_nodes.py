"""The nodes of a text's YAML, with their positions and styles; only those that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from ecefollow.reading.yaml_events import events
from ecefollow.register.positions import Position


@dataclass(slots=True)
class Node:
    """A value in YAML: a text, a list of nodes, or the pairs of nodes of a mapping.

    A text has a `style` ("|", '"' and so on), a list or mapping in brackets is in `flow_style`.
    """

    start_mark: Any
    end_mark: Any
    value: str | list[Node] | list[tuple[Node, Node]]
    style: str | None = None
    flow_style: bool = False


class ListItem(NamedTuple):
    """A mapping in a list, and how far the list is indented in the mapping around it."""

    mapping: Any
    indent: int


def items_at(text: str, places: set[tuple[int, int]]) -> dict[tuple[int, int], ListItem]:
    """The mappings in lists whose first keys stand at these *places*: lines and columns from 0.

    The rest of the text is passed over, and nothing behind the last of them is read. Only for a
    text that is a valid register: nodes are made by recursion.
    """
    items: dict[tuple[int, int], ListItem] = {}
    around: list[Any] = []  # the events that began what the present one is in
    stream = events(text)
    previous: Any = None
    for event in stream:
        if type(previous) is MappingStartEvent and _place(event.start_mark) in places:
            around.pop()
            indent = around[-1].start_mark.column - around[-2].start_mark.column
            mapping = _mapping(previous, event, stream)
            for item in _items(ListItem(mapping, indent)):
                if (place := _place_of(item)) in places:
                    items[place] = item
            if len(items) == len(places):
                break
        elif isinstance(event, CollectionStartEvent):
            around.append(event)
        elif isinstance(event, CollectionEndEvent):
            around.pop()
        previous = event
    return items


def _node(event: Any, rest: Iterator[Any]) -> Node:
    """The value that *event* begins, and *rest* goes on with."""
    if type(event) is ScalarEvent:
        return Node(event.start_mark, event.end_mark, event.value, style=event.style)
    if type(event) is MappingStartEvent:
        return _mapping(event, next(rest), rest)
    items = []
    while type(inner := next(rest)) is not SequenceEndEvent:
        items.append(_node(inner, rest))
    return Node(event.start_mark, inner.end_mark, items, flow_style=event.flow_style)


def _mapping(start: Any, event: Any, rest: Iterator[Any]) -> Node:
    """The mapping that *start* begins, with the *event* of its first key or its end."""
    pairs = []
    while type(event) is not MappingEndEvent:
        key = _node(event, rest)
        pairs.append((key, _node(next(rest), rest)))
        event = next(rest)
    return Node(start.start_mark, event.end_mark, pairs, flow_style=start.flow_style)


def _items(item: ListItem) -> Iterator[ListItem]:
    """The item and those of the lists in it."""
    yield item
    for _, value in item.mapping.value:
        if not _is_mapping(value) and not isinstance(value.value, str):
            indent = value.start_mark.column - item.mapping.start_mark.column
            for mapping in filter(_is_mapping, value.value):
                yield from _items(ListItem(mapping, indent))


def _is_mapping(node: Node) -> bool:
    return bool(node.value) and isinstance(node.value[0], tuple)


def _place_of(item: ListItem) -> tuple[int, int]:
    first, _ = item.mapping.value[0]
    return _place(first.start_mark)


def _place(mark: Position) -> tuple[int, int]:
    return mark.line, mark.column
