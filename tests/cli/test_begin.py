"""`init`: what it makes, what it asks, and what it refuses."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ecefollow.cli import main


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]
NAMED = ("--id", "harbour", "--title", "The harbour", "--organization", "Port Authority")
REGISTER = Path("data", "recommendations.yaml")


class Terminal(io.StringIO):
    """A person who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("ECEFOLLOW_REGISTER", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: str, typed: str | None = None) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO() if typed is None else Terminal(typed))
        status = main.run(args)
        return Ran(status, *capsys.readouterr())

    return run


def test_it_makes_a_register_and_ends_with_what_comes_next(run: Run) -> None:
    ran = run("init", *NAMED)
    assert ran.status == 0
    assert ran.out == (
        "Made data/recommendations.yaml\n"
        "Made data/recommendations.schema.json\n"
        "\n"
        "Write the first recommendation into the file, as the example in it shows. Then:\n"
        "  ecefollow check    every mistake, at its line and column\n"
        "  ecefollow list     the recommendations, and how they stand\n"
        "  ecefollow overdue  what is late, today or on any day\n"
    )
    assert "  organization: Port Authority\n" in REGISTER.read_text(encoding="utf-8")


def test_the_commands_that_come_next_name_a_register_of_another_name(run: Run) -> None:
    assert "\n  ecefollow list --register 'my own.yaml' " in run("init", "my own.yaml", *NAMED).out


@pytest.mark.parametrize("command", ["check", "list", "actions", "overdue", "summary", "timeline"])
def test_a_new_register_is_answered_from(run: Run, command: str) -> None:
    run("init", *NAMED)
    ran = run(command)
    assert ran.status == 0
    assert re.search(r"\b0 (errors|actions|of 0)\b|has no actions", ran.out + ran.err)


def test_a_file_in_the_way_is_named_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    hooks = tmp_path / ".pre-commit-config.yaml"
    hooks.write_text("repos: []\n", encoding="utf-8")
    ran = run("init", *NAMED, "--github", "--pre-commit")
    assert (ran.status, ran.out) == (2, "")
    assert ".pre-commit-config.yaml is there already" in ran.err
    assert [path.name for path in tmp_path.rglob("*")] == [hooks.name]
    assert hooks.read_text(encoding="utf-8") == "repos: []\n"


def test_a_register_that_is_there_is_told_of_before_anything_is_asked(run: Run) -> None:
    run("init", *NAMED)
    ran = run("init", typed="")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("ecefollow: data/recommendations.yaml is there already")


def test_at_a_terminal_it_asks_for_what_is_missing(run: Run) -> None:
    ran = run("init", "--id", "harbour", typed="The harbour\n \nPort Authority\n")
    assert ran.status == 0
    asked = "Organization (Who answers it): "
    assert (
        ran.err == f"Title (What was evaluated): {asked}the text is empty; expected a text\n{asked}"
    )
    assert ran.out.startswith("Made ")
    text = REGISTER.read_text(encoding="utf-8")
    assert "  id: harbour\n  title: The harbour\n  organization: Port Authority\n" in text


def test_whoever_leaves_the_questions_has_made_nothing(run: Run, tmp_path: Path) -> None:
    assert run("init", typed="harbour\n").status == 2
    assert not list(tmp_path.iterdir())


def test_where_nobody_can_be_asked_the_missing_options_are_named(run: Run, tmp_path: Path) -> None:
    ran = run("init", "--title", "The harbour")
    assert ran.status == 2
    assert " init: the evaluation needs --id and --organization too\n" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("title", ["", "  ", "a\x1bb"])
def test_a_text_that_no_register_may_hold_is_refused(run: Run, title: str) -> None:
    ran = run("init", "--id", "e", "--organization", "O", "--title", title)
    assert ran.status == 2
    assert " init: --title: the " in ran.err


def test_the_group_stands_first_in_the_help(run: Run) -> None:
    out = run("--help").out
    assert out.index("Begin") < out.index("init") < out.index("Look")
