"""What reaches stdout and stderr, wherever they lead."""

import csv
import io
import json
from pathlib import Path

import pytest
from portfolios import answer

COMMANDS = ("::set-env name=PATH::/evil", "##[add-path]/evil", "Say ##[group]evil")
TEXT = "\n".join(COMMANDS)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register whose texts are what the log of a workflow obeys."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    path = tmp_path / "register.yaml"
    actions = [
        {"id": f"1.{n}", "text": text, "responsible": [text]} for n, text in enumerate(COMMANDS)
    ]
    recommendation = {"id": "1", "title": TEXT, "status": "partial", "response": TEXT}
    evaluation = {"id": "x", "title": COMMANDS[0], "organization": "o"}
    recommendations = [{**recommendation, "notes": [*COMMANDS], "actions": actions}]
    content = {"evaluation": evaluation, "recommendations": recommendations}
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("format", ["table", "plain"])
@pytest.mark.parametrize("command", ["list", "actions", "show 1", "summary", "timeline"])
def test_the_log_of_a_workflow_obeys_nothing_that_a_register_says(
    register: str, command: str, format: str
) -> None:
    _, out, err = answer(*command.split(), "--register", register, "--format", format)
    lines = (out + err).splitlines()
    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


def test_a_name_of_a_file_is_not_obeyed_either(register: str) -> None:
    err = answer("check", "::error::x", "--register", register)[2]
    assert not err.startswith("::")


def test_what_is_wrong_in_json_is_not_obeyed_either(tmp_path: Path) -> None:
    path = tmp_path / "register.yaml"
    path.write_text('"##[group]x": 1\n', encoding="utf-8")
    text = answer("check", str(path), "--format", "json")[1]
    assert "##[" not in text
    assert "'##[group]x'" in json.loads(text)[0]["message"]


def test_data_goes_out_as_it_is_wherever_it_goes(register: str) -> None:
    text = answer("actions", "--register", register, "--format", "json")[1]
    assert "##[" not in text
    listed = json.loads(text)
    assert [action["text"] for action in listed["actions"]] == [*COMMANDS]
    text = answer("actions", "--register", register, "--format", "csv")[1]
    assert [row["text"] for row in csv.DictReader(io.StringIO(text))] == [*COMMANDS]


def test_elsewhere_a_text_is_shown_as_it_is(register: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert COMMANDS[1] in answer("actions", "--register", register)[1]


@pytest.mark.parametrize("args", [("list", "--format", "table"), ("timeline",), ("--help",)])
def test_a_terminal_of_endless_width_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "1000000000000")
    assert answer(*args)[0] == 0
