"""Several registers read or checked together."""

from datetime import date
from pathlib import Path

from ecefollow.reading.portfolio import check_all

TODAY = date(2018, 3, 31)
REGISTER = """\
recommendations: []
more: x
evaluation: {id: same, title: T, organization: O}
"""


def test_the_problems_of_a_second_register_of_an_evaluation_are_in_file_order(
    tmp_path: Path,
) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(REGISTER, encoding="utf-8")
    (_, second), _ = check_all([str(tmp_path)], today=TODAY, together=True)
    assert [(each.line, each.code) for each in second.problems] == [
        (2, "unknown-key"),
        (3, "duplicate-id"),
    ]
