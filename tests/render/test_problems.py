"""The problems of texts and of tables, as text and as JSON."""

import json
from typing import Any

from ecefollow.documents.blocks import Finding, Place
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.render import dispatch
from ecefollow.render.formats import FindingFormat, ProblemFormat


class Lines(list[str]):
    """Lines that count how many of them were handed out."""

    taken = 0

    def __getitem__(self, index: Any) -> Any:
        lines = super().__getitem__(index)
        self.taken += len(lines) if isinstance(index, slice) else 1
        return lines


def test_each_problem_takes_its_own_line_alone() -> None:
    lines = Lines(["due: soon"] * 50)
    problems = [Diagnostic("a.yaml", n + 1, 6, Code.BAD_DATE, "bad") for n in range(50)]
    shown = dispatch.problems(problems, ProblemFormat.FULL, {"a.yaml": lines}, colour=False)
    assert shown.endswith("a.yaml:50:6: error: bad [bad-date]\n    due: soon\n         ^\n")
    assert lines.taken == 50


def test_a_problem_below_the_last_line_is_shown_without_one() -> None:
    problem = Diagnostic("a.yaml", 2, 1, Code.YAML_SYNTAX, "bad")
    shown = dispatch.problems([problem], ProblemFormat.FULL, {"a.yaml": ["a"]}, colour=False)
    assert shown == "a.yaml:2:1: error: bad [yaml-syntax]\n"


def test_a_finding_names_its_cell_as_a_spreadsheet_does() -> None:
    place = Place("sheet Actions", 3, 27, "a\tb.xlsx")
    finding = Finding(place, "soon\n", "no deadline was read", "Due date")
    assert dispatch.findings([finding], FindingFormat.TEXT) == (
        r"a\tb.xlsx, sheet Actions, row 3, column AB (Due date): 'soon\n': no deadline was read"
        "\n"
    )
    assert json.loads(dispatch.findings([finding], FindingFormat.JSON)) == [
        {
            "path": "a\tb.xlsx",
            "table": "sheet Actions",
            "row": 3,
            "column": "AB",
            "heading": "Due date",
            "text": "soon\n",
            "message": "no deadline was read",
        }
    ]


def test_findings_that_say_the_same_of_a_column_are_summed_up() -> None:
    findings = [
        Finding(Place("", n, 0, "a.csv"), "", "not read", heading)
        for heading in ("Due", "Status")
        for n in range(11)
    ]
    text = dispatch.findings(findings, FindingFormat.TEXT)
    assert text.splitlines()[-2:] == [
        "a.csv, Due: and 1 more: not read",
        "a.csv, Status: and 1 more: not read",
    ]
    assert len(text.splitlines()) == 22


def test_a_message_that_is_wider_than_the_terminal_goes_on_in_another_line() -> None:
    problem = Diagnostic("a.yaml", 2, 1, Code.YAML_SYNTAX, "this is not-quite what YAML has")
    shown = dispatch.problems([problem], ProblemFormat.FULL, {}, colour=True, room=38)
    severity, *lines = shown.partition("\x1b[0m")[2].splitlines()
    assert severity == ": this is not-quite"
    assert lines == ["  what YAML has [yaml-syntax]"]
