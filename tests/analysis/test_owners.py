"""Whose a place in the file is: every value of a record, in whatever order it is written."""

import pytest

from ecefollow.analysis.owners import Owners
from ecefollow.reading.register_file import parse_anew

BLOCK = """\
evaluation: {id: e, title: T, organization: O}
recommendations:
  - actions:
      - text: Mend it.
        id: "1.1"
        responsible: []
        after:
          event: The wall stands
        updates:
          - date: 2018-03-01
            evidence:
              - minutes
      - {id: "1.2", text: Paint it., responsible: [PMU]}
    status: partial
    tags: [roads, bridges]
    id: "1"
    title: First
    updates: [{date: 2018-03-01, note: Said.}]
  - {id: "2", title: Second, status: accepted}
"""


def owner(text: str) -> str:
    """The id of the action or recommendation in which a text of the file stands."""
    line, written = next((n, line) for n, line in enumerate(BLOCK.split("\n"), 1) if text in line)
    register = parse_anew(BLOCK.encode(), "register.yaml")
    whose = Owners(register).at(line, written.index(text) + 1)
    return (whose.action or whose.recommendation).id if whose else ""


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("T, organization", ""),
        ("Mend it.", "1.1"),
        ("The wall stands", "1.1"),
        ("minutes", "1.1"),
        ("PMU", "1.2"),
        ("partial", "1"),
        ("bridges", "1"),
        ("Said.", "1"),
        ("Second", "2"),
    ],
)
def test_a_value_belongs_to_the_record_that_it_stands_in(text: str, id: str) -> None:
    assert owner(text) == id
