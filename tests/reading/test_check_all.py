"""Several registers read or checked together."""

from datetime import date
from pathlib import Path

import pytest

from ecefollow.reading.portfolio import check_all

TODAY = date(2018, 3, 31)
REGISTER = """\
recommendations: []
more: x
evaluation: {id: same, title: T, organization: O}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(REGISTER, encoding="utf-8")
    return tmp_path


def test_the_problems_of_a_second_register_of_an_evaluation_are_in_file_order(
    folder: Path,
) -> None:
    (_, second), _ = check_all([str(folder)], today=TODAY, together=True)
    assert [(each.line, each.code) for each in second.problems] == [
        (2, "unknown-key"),
        (3, "duplicate-id"),
    ]


def test_registers_that_are_named_apart_may_be_of_one_evaluation(folder: Path) -> None:
    paths = [str(folder / name) for name in ("a.yaml", "b.yaml")]
    apart, _ = check_all(paths, today=TODAY, together=False)
    assert [len(each.problems) for each in apart] == [1, 1]
