"""`init` and `import`: what they make, what they ask, and what they refuse."""

import io
import json
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


@pytest.mark.parametrize("command", ["list", "actions", "overdue", "upcoming"])
def test_an_empty_register_is_no_good_news(run: Run, command: str) -> None:
    run("init", *NAMED)
    assert "Note: there are no recommendations yet\n" in run(command).err


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
    asked = "Organization (Who responds to it): "
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


# import


TABLE = """\
Recommendation,Response,Action,Responsible,Due date,Status,Last updated
1. Share,Agreed,Meet,PMU,2018-03,Completed,2018-03-05
2. Ask,Agreed,Write,PMU,by June 2018,Terminé,
"""
UNKNOWN = '"…=in-progress" says which it is'


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    return "table.csv"


def test_the_register_goes_to_stdout_and_the_findings_to_stderr(run: Run, table: str) -> None:
    ran = run("import", table, *NAMED)
    assert ran.status == 0
    assert ran.out.startswith("# yaml-language-server: ")
    assert ran.out.endswith("this word for progress is not known.\n")
    assert ran.err == (
        "table.csv, row 3, column E (Due date): 'by June 2018': this was read as by the end of Jun "
        "2018, and could mean before it\n"
        "table.csv, row 3, column F (Status): 'Terminé': this word for progress is not known; "
        'if it means in progress: --word "Terminé=in-progress"\n'
        "2 recommendations and 2 actions; 2 findings\n"
    )


def test_findings_for_programs_are_one_document_on_stderr(run: Run, table: str) -> None:
    found = json.loads(run("import", table, *NAMED, "--format", "json").err)
    assert [(each["row"], each["column"], each["text"]) for each in found] == [
        (3, "E", "by June 2018"),
        (3, "F", "Terminé"),
    ]


def test_no_findings_are_an_empty_list(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("".join(TABLE.splitlines(True)[:2]), encoding="utf-8")
    assert json.loads(run("import", "table.csv", *NAMED, "--format", "json", "--strict").err) == []


def test_a_file_and_the_schema_are_made(run: Run, table: str, tmp_path: Path) -> None:
    ran = run("import", table, *NAMED, "-o", "data/recommendations.yaml")
    made = ["data/recommendations.yaml", "data/recommendations.schema.json"]
    assert (ran.status, ran.out) == (0, "".join(f"Made {name}\n" for name in made))
    assert all((tmp_path / name).is_file() for name in made)
    assert run("check").status == 0
    assert run("list", "--format", "plain").out.count("\n") == 3


def test_a_register_that_is_there_is_not_overwritten(run: Run, table: str, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    ran = run("import", table, *NAMED, "-o", "mine.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert "mine.yaml is there already" in ran.err
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"


def test_strict_writes_nothing_where_there_is_a_finding(
    run: Run, table: str, tmp_path: Path
) -> None:
    ran = run("import", table, *NAMED, "-o", "mine.yaml", "--strict")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.endswith("ecefollow: 2 findings, and --strict: nothing was written\n")
    assert not (tmp_path / "mine.yaml").exists()


def test_options_say_what_a_table_means(run: Run, table: str) -> None:
    options = ("--word", "Terminé=completed", "--as-of", "30 June 2018", "--column", "Response=")
    ran = run("import", table, *NAMED, *options)
    assert "date: 2018-06-30\n            progress: completed\n" in ran.out
    assert "status: not-stated\n" in ran.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--column", "Status"], "'Status' is not in the form Heading=key"),
        (
            ["--column", "Status=progres"],
            "'progres' is no key of a column; did you mean",
        ),
        (["--word", "Terminé=complete"], "'complete' is no meaning of a word; did you mean"),
        (["--day-first", "--month-first"], "give --day-first or --month-first, not both"),
        (["--as-of", "2018-03"], "--as-of: '2018-03' is only part of a date"),
    ],
)
def test_an_option_that_says_nothing_is_refused(
    run: Run, table: str, options: list[str], message: str
) -> None:
    ran = run("import", table, *NAMED, *options)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_a_table_of_which_nothing_can_be_made_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    ran = run("import", "table.csv", *NAMED)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("ecefollow: table.csv: no column for the recommendation;")
    assert run("import", "nowhere.csv", *NAMED).err.endswith("there is no such file\n")


def test_many_findings_alike_are_counted(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"{n}. Share {n},Agreed,Meet,PMU,soon,,\n" for n in range(1, 30))
    (tmp_path / "table.csv").write_text(TABLE.splitlines(True)[0] + rows, encoding="utf-8")
    lines = run("import", "table.csv", *NAMED).err.splitlines()
    assert len(lines) == 12
    assert lines[10] == (
        "table.csv, Due date: and 19 more: no deadline was read: this is not read as a deadline"
    )
