"""Whose a place in the file is: every value of a record, in whatever order it is written."""

import pytest

from ecefollow.analysis.owners import Owner, Owners
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.model import Register

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


@pytest.fixture
def register() -> Register:
    return parse_anew(BLOCK.encode(), "register.yaml")


def owner(register: Register, text: str) -> str:
    """The id of the action or recommendation in which a text of the file stands."""
    line, found = next((n, line) for n, line in enumerate(BLOCK.split("\n"), 1) if text in line)
    record = Owners(register).at(line, found.index(text) + 1)
    return _id(record) if record else ""


def _id(record: Owner) -> str:
    return record.action.id if record.action else record.recommendation.id


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
def test_a_value_belongs_to_the_record_that_it_stands_in(
    register: Register, text: str, id: str
) -> None:
    assert owner(register, text) == id


def test_a_register_without_recommendations_has_no_owner() -> None:
    empty = parse_anew(
        b"evaluation: {id: e, title: T, organization: O}\nrecommendations: []\n", "e"
    )
    assert Owners(empty).at(1, 1) is None
