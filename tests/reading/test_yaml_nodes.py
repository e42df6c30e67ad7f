"""Single nodes of a text: they are what PyYAML composes of all of it."""

from typing import Any
from unittest.mock import patch

import pytest
import yaml

from ecefollow.reading import yaml_nodes

PARSERS = [yaml.BaseLoader, getattr(yaml, "CBaseLoader", yaml.BaseLoader)]
TEXT = """\
evaluation: {id: e, title: T, organization: O}
recommendations:
  - id: "1"
    title: >-
      A text,
      folded
    actions:
    - text: |
        Review

      id: "1.1"
      updates: [{date: 2018-03-01}, ]
    - {"id": "1.2", 'text': Assess, # so
       responsible: []}
  - ? id
    : "2"
    title: T
"""
PLACES = {(2, 4), (7, 6), (12, 7), (14, 6)}


def composed(text: str) -> dict[tuple[int, int], tuple[Any, int]]:
    """The nodes that PyYAML makes of the records, and the indents of their lists."""
    root: Any = yaml.compose(text, yaml.BaseLoader)
    found = {}
    (_, _), (_, recommendations) = root.value
    for recommendation in recommendations.value:
        inside = {key.value: value for key, value in recommendation.value}
        pairs = [(root, recommendations, recommendation)]
        if actions := inside.get("actions"):
            pairs += [(recommendation, actions, action) for action in actions.value]
        for around, records, record in pairs:
            first = record.value[0][0].start_mark
            indent = records.start_mark.column - around.start_mark.column
            found[first.line, first.column] = (flat(record), indent)
    return found


def flat(node: Any) -> Any:
    """What is asked of a node, to be compared; the pure parser has "" for no style."""
    value = node.value
    if isinstance(value, list):
        value = [tuple(map(flat, e)) if isinstance(e, tuple) else flat(e) for e in value]
    begin, end = node.start_mark, node.end_mark
    return (
        (begin.line, begin.column, begin.index, end.line, end.column, end.index),
        getattr(node, "style", None) or None,
        bool(getattr(node, "flow_style", False)),
        value,
    )


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("places", [PLACES, *({place} for place in sorted(PLACES))])
def test_each_node_is_what_pyyaml_composes(parser: Any, places: set[tuple[int, int]]) -> None:
    expected = composed(TEXT)
    assert expected.keys() == PLACES
    with patch("ecefollow.reading.yaml_events.Parser", parser):
        found = yaml_nodes.items_at(TEXT, places)
    assert places == found.keys()
    for place, item in found.items():
        assert (flat(item.mapping), item.indent) == expected[place]


def test_what_was_not_asked_for_is_passed_over() -> None:
    assert yaml_nodes.items_at(TEXT, {(12, 7)}).keys() == {(12, 7)}
    assert yaml_nodes.items_at(TEXT, set()) == {}


def test_nothing_is_read_behind_the_last() -> None:
    broken = f"{TEXT}]"
    assert yaml_nodes.items_at(broken, {(2, 4)})
    with pytest.raises(yaml.YAMLError):
        yaml_nodes.items_at(broken, {(99, 0)})
