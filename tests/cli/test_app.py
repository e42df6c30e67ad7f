"""The command line: exit statuses, streams, formats, and what a mistake is told."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from ecefollow.cli import main, session
from ecefollow.cli.app import app

ROOT = Path(__file__).parents[2]
FICTION = "examples/followed-up.yaml"
COMMANDS = (
    "list",
    "actions",
    "show",
    "overdue",
    "upcoming",
    "summary",
    "timeline",
    "record",
    "check",
)


class Ran(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    monkeypatch.chdir(ROOT)
    for name in ("ECEFOLLOW_REGISTER", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: str) -> Ran:
        status = main.run(args)
        return Ran(status, *capsys.readouterr())

    return run


Run = Callable[..., Ran]


def ids(ran: Ran) -> list[str]:
    """The first column of a plain listing."""
    return [line.split()[0] for line in ran.out.splitlines()[1:]]


def process(
    *args: str, env: dict[str, str] | None = None, **more: object
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return] # passed on as it is
        [sys.executable, "-m", "ecefollow", *args],
        cwd=ROOT,
        env=os.environ | (env or {}),
        stderr=subprocess.PIPE,
        check=False,
        **more,
    )


def broken(tmp_path: Path) -> str:
    text = (ROOT / FICTION).read_text(encoding="utf-8")
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace("status: pending", "status: pendign"), encoding="utf-8")
    return str(path)


def test_partially_accepted_recommendations_are_2_5_and_7(run: Run) -> None:
    assert ids(run("list", "--status", "partial")) == ["2", "5", "7"]


@pytest.mark.parametrize(
    ("day", "late"),
    [
        ("2018-02-28", []),
        ("2018-03-01", ["3.1", "5.1"]),
        ("31 March 2018", ["3.1", "5.1", "7.1"]),
        ("2019-01-01", ["3.1", "5.1", "7.1", "7.2"]),
    ],
)
def test_overdue_answers_for_any_day(run: Run, day: str, late: list[str]) -> None:
    assert sorted(ids(run("overdue", "--as-of", day))) == late


def test_longest_overdue_comes_first(run: Run) -> None:
    assert ids(run("overdue", "--as-of", "2019-01-01")) == ["3.1", "5.1", "7.1", "7.2"]


def test_today_is_a_day(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "today", lambda: date(2018, 3, 31))
    assert run("overdue", "--as-of", "today") == run("overdue")


def test_the_original_deadline_hides_no_move(run: Run) -> None:
    asked = ("overdue", "--register", FICTION, "--as-of", "2021-12-31")
    assert ids(run(*asked)) == ["B.2"]
    listed = json.loads(run(*asked, "--against", "original", "--format", "json").out)
    assert [(a["id"], a["days_overdue"]) for a in listed["actions"]] == [("B.2", 214), ("A.2", 92)]


def test_exit_code_tells_of_anything_overdue_only_when_asked(run: Run) -> None:
    assert run("overdue", "--as-of", "2018-03-31").status == 0
    assert run("overdue", "--as-of", "2018-03-31", "--exit-code").status == 1
    assert run("overdue", "--as-of", "2018-02-28", "--exit-code").status == 0


def test_none_overdue_says_how_many_have_no_deadline(run: Run) -> None:
    ran = run("overdue", "--as-of", "2018-01-31")
    assert (
        ran.err == "0 of 12 actions overdue as of 31 Jan 2018 · 8 open actions have no deadline\n"
    )
    assert ids(ran) == []


def test_an_empty_answer_names_the_filter(run: Run) -> None:
    ran = run("list", "--status", "rejected", "--search", "nexus")
    assert "0 of 7 recommendations" in ran.err
    assert "Filter: status rejected; search nexus" in ran.err


def test_a_recommendations_id_gives_all_of_its_actions(run: Run) -> None:
    assert ids(run("actions", "7", "3.1")) == ["3.1", "7.1", "7.2", "7.3"]


def test_json_carries_the_question_and_counts_the_whole_register(run: Run) -> None:
    ran = run("overdue", "--as-of", "2018-03-31", "--responsible", "UNECE", "--format", "json")
    record = json.loads(ran.out)
    assert list(record) == [
        *("format", "as_of", "register", "notes", "added_later", "total", "states", "shown"),
        *("events_overdue", "filter", "actions"),
    ]
    assert record["format"] == 1
    assert record["as_of"] == "2018-03-31"
    assert record["register"] == str(Path("data/recommendations.yaml"))
    assert (record["total"], record["shown"]) == (12, 0)
    assert record["states"]["overdue"] == 3
    assert record["filter"] == {"responsible": ["UNECE"]}
    assert ran.err == ""


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("list", "--status", "completed"), "'completed' is a progress: use --progress completed"),
        (("actions", "--progress", "overdue"), "'overdue' is a state: use --state overdue"),
        (("list", "--state", "disputed"), "is a verification: use --verification disputed"),
        (("list", "--verification", "overdue"), "'overdue' is a state: use --state overdue"),
        (("list", "--verification", "validated"), "did you mean 'confirmed'?"),
        (("actions", "--state", "partial"), "'partial' is a status: use --status partial"),
        (("list", "--status", "partail"), "did you mean 'partial'?"),
        (("list", "7.1"), "7.1 is an action: ecefollow actions 7.1"),
        (("list", "8"), "this register has no id '8'; the ids are 1, 1.1"),
        (("actions", "7.10"), "did you mean '7.1'?"),
        (("show",), "ID... is missing"),
        (("overdue", "--as-of", "2018-03"), "'2018-03' is only part of a date"),
        (("overdue", "--as-of", "03/04/2018"), "write 2018-04-03 or 2018-03-04"),
        (("overdue", "--as-of", "31/03/2018"), "did you mean 2018-03-31?"),
        (("overdue", "--as-of", "2018-02-30"), "'2018-02-30' is not in the calendar"),
        (("actions", "--due-by", "31 Feb 2018"), "is not in the calendar"),
        (("lits",), "did you mean 'list'?"),
        (("list", "--fromat", "json"), "--format"),
        (("list", "--register", "nowhere.yaml"), "nowhere.yaml: there is no such file"),
    ],
)
def test_a_wrong_word_is_told_the_right_one(run: Run, args: tuple[str, ...], said: str) -> None:
    ran = run(*args)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") <= 2


def test_a_name_that_no_action_has_is_named(run: Run) -> None:
    ran = run("actions", "--responsible", "pmo", "--tag", "knowledge")
    assert ran.status == 0
    assert "no action has 'pmo' as responsible; did you mean 'PMU'?" in ran.err
    assert "no recommendation has the tag 'knowledge'; there are none" in ran.err


@pytest.mark.parametrize("command", ["list", "actions", "overdue", "show A"])
def test_no_row_comes_from_a_register_with_an_error(run: Run, tmp_path: Path, command: str) -> None:
    path = broken(tmp_path)
    ran = run(*command.split(), "--register", path)
    assert (ran.status, ran.out) == (2, "")
    assert f"{path}:43:13: error: status: 'pendign' is not one of" in ran.err
    assert "has 1 error; fix it first" in ran.err


def test_check_warns_and_is_content_unless_strict(run: Run) -> None:
    assert run("check").status == 0
    assert run("check", "--strict").status == 1
    assert run("check", "--strict", FICTION).status == 0


def test_check_takes_several_files_and_one_status(run: Run, tmp_path: Path) -> None:
    ran = run("check", "--format", "concise", FICTION, broken(tmp_path), "nowhere.yaml", "src")
    assert ran.status == 1
    assert re.findall(r"\[(.*?)\]$", ran.out, re.MULTILINE) == [
        *("unknown-value", "not-found", "not-found"),
    ]
    assert ran.err == "3 errors and 0 warnings in 4 files\n"


def test_check_as_json_is_one_list_and_empty_when_clean(run: Run, tmp_path: Path) -> None:
    assert json.loads(run("check", "--format", "json", FICTION).out) == []
    [problem] = json.loads(run("check", "--format", "json", FICTION, broken(tmp_path)).out)
    assert list(problem) == ["path", "line", "column", "severity", "code", "message"]
    assert (problem["line"], problem["column"], problem["severity"]) == (43, 13, "error")


def test_check_annotates_for_github(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a,b 100%.yaml"
    Path(broken(tmp_path)).rename(path)
    out = run("check", "--format", "github", str(path)).out
    assert out.startswith("::error file=")
    assert "a%2Cb 100%25.yaml,line=43,col=13,title=ecefollow unknown-value::status: " in out


def test_check_points_with_a_caret(run: Run, tmp_path: Path) -> None:
    _, line, caret = run("check", broken(tmp_path)).out.splitlines()
    assert line.index("pendign") == caret.index("^")


def test_check_is_told_once_what_to_check(run: Run) -> None:
    ran = run("check", FICTION, "--register", "data/recommendations.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert "as FILE or with --register, not both" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="no such name is possible")
@pytest.mark.parametrize("format", ["table", "plain", "json", "csv", "markdown"])
@pytest.mark.parametrize("command", ["list", "actions", "overdue", "show A.2"])
def test_nothing_of_the_question_reaches_a_terminal_raw(
    run: Run, tmp_path: Path, command: str, format: str
) -> None:
    whole = tmp_path / "evil\x1b]0;\x9b31m.yaml"
    whole.write_bytes((ROOT / FICTION).read_bytes())
    search = [] if command.startswith("show") else ["--search", "\x1b[31mred\x9b"]
    ran = run(*command.split(), *search, "--register", str(whole), "--format", format)
    assert {"\x1b", "\x9b"}.isdisjoint(ran.out + ran.err)


@pytest.mark.skipif(sys.platform == "win32", reason="no such name is possible")
@pytest.mark.parametrize("format", ["full", "concise", "json", "github"])
def test_no_name_of_a_checked_file_reaches_a_terminal_raw(
    run: Run, tmp_path: Path, format: str
) -> None:
    path = tmp_path / "evil\x1b]0;\x9b31m.yaml"
    Path(broken(tmp_path)).rename(path)
    ran = run("check", str(path), "--format", format)
    assert {"\x1b", "\x9b"}.isdisjoint(ran.out + ran.err)
    refused = run("list", "--register", str(path))
    assert {"\x1b", "\x9b"}.isdisjoint(refused.err)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be taken away")
def test_a_folder_that_is_gone_has_no_register(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f'cd "{gone}" && rmdir "{gone}" && "{sys.executable}" -m ecefollow list'
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert ran.returncode == 0
    assert b"reading the installed copy of UNECE" in ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_stderr_changes_no_exit_status() -> None:
    command = f'"{sys.executable}" -m ecefollow overdue --as-of 2018-02-28 2>/dev/full'
    ran = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == 0


def test_the_register_is_found_from_a_folder_below(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT / "tests" / "data")
    record = json.loads(run("list", "--format", "json").out)
    assert record["register"] == os.path.join("..", "..", "data", "recommendations.yaml")  # noqa: PTH118 - text


def test_without_a_register_the_installed_copy_answers_and_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("list", "--status", "partial")
    assert ids(ran) == ["2", "5", "7"]
    assert "reading the installed copy of UNECE's response" in ran.err
    assert "--register FILE" in ran.err


def test_a_file_given_as_an_id_names_the_option(run: Run) -> None:
    ran = run("list", str(ROOT / "examples" / "followed-up.yaml"))
    assert ran.status == 2
    assert "is a file or a folder, not an id: use --register" in ran.err


def test_check_never_falls_back_to_the_installed_copy(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("check")
    assert (ran.status, ran.out) == (2, "")
    assert "no data/recommendations.yaml here" in ran.err


def test_the_environment_names_the_register(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECEFOLLOW_REGISTER", FICTION)
    assert ids(run("list")) == ["A", "B", "C"]


def test_a_changed_answer_counts_from_its_day(run: Run) -> None:
    asked = ("list", "B", "--register", FICTION, "--format", "csv", "--as-of")
    assert ",pending," in run(*asked, "2021-04-08").out
    assert ",partial," in run(*asked, "2021-04-09").out


def test_show_tells_the_history_as_of_the_day(run: Run) -> None:
    asked = ("show", "B.2", "--register", FICTION, "--as-of")
    assert "completed, 3 days early" in run(*asked, "2021-06-01").out
    assert "reopened" not in run(*asked, "2021-06-01").out
    assert "in progress, reopened" in run(*asked, "2021-12-31").out


def test_show_as_json_has_the_fields_of_a_listing_and_the_updates(run: Run) -> None:
    record = json.loads(run("show", "A", "--register", FICTION, "--format", "json").out)
    [recommendation], actions = record["recommendations"], record["actions"]
    assert recommendation["actions"] == 2
    assert [action["id"] for action in actions] == ["A.1", "A.2"]
    assert [update["due"] for update in actions[1]["updates"]] == ["2021-12-31", "2022-03-31"]


def test_version_and_help_need_no_register(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert re.fullmatch(r"ecefollow \d+\.\d+\.\d+\n", run("--version").out)
    assert run("--help").status == 0
    assert run().status == 2


def test_help_groups_the_commands(run: Run) -> None:
    out = run("--help").out
    assert re.findall(r"╭─ ([\w ]+) ─", out) == [
        "Options",
        "Begin",
        "Look",
        "Follow up",
        "Review",
        "Publish",
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.status == 0
    assert f"Example: ecefollow {command} " in ran.out


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR"])
def test_colour_is_as_the_environment_wants_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv(name, "1")
    out = run("actions", "--as-of", "2018-03-31", "--format", "table").out
    assert ("\x1b[1;31m" in out) is (name == "FORCE_COLOR")


@pytest.mark.parametrize("command", ["actions", "show 7.1"])
def test_forced_colour_reaches_a_pipe_unless_plain_is_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert "\x1b" not in run(*command.split()).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run(*command.split()).out
    assert "\x1b" not in run(*command.split(), "--format", "plain").out


def test_an_empty_text_to_look_for_is_refused(run: Run) -> None:
    ran = run("actions", "--search", " ")
    assert ran.status == 2
    assert "--search: the text is empty" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell pipes it")
def test_help_for_a_reader_that_leaves_is_no_finding() -> None:
    command = f'("{sys.executable}" -m ecefollow --help; echo $? >&2) | true'
    ran = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert ran.stderr in {b"0\n", b"141\n"}


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that nobody reads ends in SIGPIPE")
def test_a_reader_that_leaves_ends_it_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = process("list", stdout=writing)
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("args", [["list"], ["--help"], ["check"]])
def test_a_full_disk_is_one_line_and_an_error(args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = process(*args, stdout=full)
    assert ran.returncode == 2
    assert b"cannot write the answer: No space left on device" in ran.stderr
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes it")
def test_a_closed_stdout_is_one_line_and_an_error() -> None:
    command = f'"{sys.executable}" -m ecefollow list >&-'
    ran = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.endswith(b"cannot write the answer: stdout is closed\n")


@pytest.mark.parametrize("format", ["table", "plain", "json", "csv", "markdown"])
def test_an_output_that_knows_only_ascii_gets_replacements(format: str) -> None:
    ran = process(
        "list", "2", "--format", format, env={"PYTHONIOENCODING": "ascii"}, stdout=subprocess.PIPE
    )
    assert ran.returncode == 0
    assert ran.stdout.isascii()
    if format == "json":
        [row] = json.loads(ran.stdout)["recommendations"]
        assert "“nexus dialogues”" in row["title"]


def test_show_says_reopened_only_of_what_was_closed_the_day_before(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "register.yaml"
    path.write_text(
        """\
evaluation: {id: x, title: t, organization: o}
recommendations:
  - id: "1"
    title: t
    status: accepted
    actions:
      - id: "1.1"
        text: t
        responsible: []
        updates:
          - {date: 2018-04-01, progress: completed}
          - {date: 2018-04-05, progress: in-progress}
          - {date: 2018-04-05, progress: completed}
          - {date: 2018-04-09, progress: in-progress}
""",
        encoding="utf-8",
    )
    out = run("show", "1.1", "--register", str(path)).out
    assert "5 Apr 2018 in progress\n" in out
    assert "9 Apr 2018 in progress, reopened\n" in out


def test_the_application_refuses_by_itself_when_it_is_run_by_another_program(
    tmp_path: Path,
) -> None:
    ran = CliRunner().invoke(app, ["list", "--register", broken(tmp_path)])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "has 1 error; fix it first" in ran.stderr


# What comes next


def test_what_falls_due_next_comes_with_the_days_left(run: Run) -> None:
    out = run("upcoming", "--as-of", "2018-02-15").out.splitlines()
    assert [line.split()[:2] for line in out[1:]] == [["3.1", "13"], ["5.1", "13"]]


def test_thirty_days_are_looked_ahead_unless_told(run: Run) -> None:
    assert ids(run("upcoming", "--as-of", "2018-02-28")) == ["3.1", "5.1", "7.1"]
    assert ids(run("upcoming", "--as-of", "2018-02-27")) == ["3.1", "5.1"]


def test_a_month_ahead_is_a_calendar_month(run: Run) -> None:
    assert ids(run("upcoming", "--as-of", "2018-01-31", "--within", "1m")) == ["3.1", "5.1"]
    assert ids(run("upcoming", "--as-of", "2018-02-28", "--within", "1m")) == ["3.1", "5.1"]


def test_the_days_left_are_a_field_in_json_and_the_span_is_in_the_filter(run: Run) -> None:
    told = json.loads(run("upcoming", "--as-of", "2018-02-15", "--format", "json").out)
    assert told["filter"] == {"within": "30d"}
    assert [action["days_left"] for action in told["actions"]] == [13, 13]


def test_what_falls_due_next_fails_a_job_only_when_asked(run: Run) -> None:
    assert run("upcoming", "--as-of", "2018-02-15").status == 0
    assert run("upcoming", "--as-of", "2018-02-15", "--exit-code").status == 1
    assert run("upcoming", "--as-of", "2019-02-15", "--exit-code").status == 0


def test_an_odd_span_is_refused_with_the_form_to_use(run: Run) -> None:
    ran = run("upcoming", "--within", "soon")
    assert ran.status == 2
    assert "--within: 'soon' is not a number of days, weeks or months, such as 30d" in ran.err


def test_what_is_upcoming_says_what_it_leaves_out(run: Run) -> None:
    err = run("upcoming", "--as-of", "2018-03-15").err
    assert "1 of 12 actions due by 14 Apr 2018" in err
    assert "2 overdue" in err
    assert "8 open actions have no deadline" in err


DOUBTS = """\
evaluation: {id: doubts, title: A register with doubts, organization: UNECE}
recommendations:
  - id: "A"
    title: Meet
    status: accepted
    actions:
      - {id: "A.1", text: Act, responsible: [PMU], after: {event: The vote, expected: 2018-01}}
      - {id: "A.2", text: Act, responsible: [PMU], after: {event: A budget, expected: 2018-03-31}}
      - {id: "A.3", text: Act, responsible: [PMU], after: {event: The law, expected: 2018-Q2}}
      - id: "A.4"
        text: Print
        responsible: [PMU]
        due: 2018-02
        updates:
          - {date: 2018-06-30, progress: completed, day_unknown: true}
      - {id: "A.5", text: Post, responsible: [PMU], added: 2018-05-01, due: 2018-04-10}
  - id: "B"
    title: Write
    status: accepted
    added: 2018-05-02
    actions:
      - {id: "B.1", text: Write, responsible: [PMU]}
"""


@pytest.fixture
def doubts(run: Run, tmp_path: Path) -> Run:
    """What runs a command on a register with doubts."""
    path = tmp_path / "doubts.yaml"
    path.write_text(DOUBTS, encoding="utf-8")
    return lambda *args: run(*args, "--register", str(path))


def test_overdue_counts_what_may_be_late_and_what_was_added_later(doubts: Run) -> None:
    ran = doubts("overdue", "--as-of", "2018-03-31")
    assert ran.err.splitlines()[0] == (
        "0 of 4 actions overdue as of 31 Mar 2018 · 3 open actions have no deadline · "
        "1 waits for an event that was expected earlier · 1 unknown · 2 added later"
    )
    told = json.loads(doubts("overdue", "--as-of", "2018-03-31", "--format", "json").out)
    assert (told["events_overdue"], told["added_later"], told["states"]["unknown"]) == (1, 2, 1)


def test_an_event_is_late_from_the_day_after_it_was_expected(doubts: Run) -> None:
    err = doubts("overdue", "--as-of", "2018-04-01").err
    assert "2 wait for events that were expected earlier" in err


@pytest.mark.parametrize(
    ("command", "line", "number"),
    [
        ("list", "1 recommendation, as of 31 Mar 2018 · 1 added later · 0 of 4 actions closed", 1),
        ("actions", "4 actions, as of 31 Mar 2018 · 2 added later", 2),
        ("upcoming", "1 unknown · 2 added later", 2),
    ],
)
def test_each_listing_says_what_was_added_later(
    doubts: Run, command: str, line: str, number: int
) -> None:
    assert line in doubts(command, "--as-of", "2018-03-31").err
    told = json.loads(doubts(command, "--as-of", "2018-03-31", "--format", "json").out)
    assert told["added_later"] == number
    assert "added later" not in doubts(command, "--as-of", "2018-05-02").err


def test_what_is_upcoming_names_the_events_expected_in_the_span(doubts: Run) -> None:
    args = ("upcoming", "--as-of", "2018-01-31", "--within", "2m")
    assert doubts(*args).err.splitlines()[1:] == [
        "Expected: A.1 by Jan 2018: The vote",
        "Expected: A.2 by 31 Mar 2018: A budget",
        "Filter: within 2m",
    ]
    told = json.loads(doubts(*args, "--format", "json").out)
    assert told["events"] == [
        {"id": "A.1", "event": "The vote", "expected": "2018-01-31"},
        {"id": "A.2", "event": "A budget", "expected": "2018-03-31"},
    ]
    assert "Expected" not in doubts(*args, "--search", "A.3").err


# A deadline that stands under one reading

NOTE_OF_5_1 = "* This day stands under one reading of the source; see `ecefollow show 5.1`."


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("list 5 --as-of 2018-03-31", "Feb 2018* !"),
        ("list 5 --as-of 2018-02-15", "Feb 2018*  "),
        ("actions 5 --as-of 2018-02-15", "Feb 2018*"),
        ("actions 5 --format table", "Feb 2018*"),
        ("actions 5 --format markdown", "| Feb 2018\\* |"),
        ("overdue 3 5 --as-of 2018-03-31", "Feb 2018*"),
        ("overdue 3 5 --against original", "Feb 2018*"),
        ("upcoming 3 5 --as-of 2018-02-15", "Feb 2018*"),
    ],
)
def test_a_day_under_one_reading_is_marked_and_explained_once(
    run: Run, command: str, shown: str
) -> None:
    ran = run(*command.split())
    assert shown in ran.out
    assert (ran.out + ran.err).splitlines().count(NOTE_OF_5_1) == 1
    assert "28 Feb 2018*" not in ran.out


@pytest.mark.parametrize("format", ["json", "csv"])
@pytest.mark.parametrize("command", ["list", "actions", "overdue", "upcoming"])
def test_programs_see_no_mark(run: Run, command: str, format: str) -> None:
    ran = run(command, "--as-of", "2018-02-15", "--format", format)
    assert "2018*" not in ran.out
    assert "one reading" not in ran.err


READINGS = """\
evaluation: {id: readings, title: Days that were read, organization: UNECE}
recommendations:
  - id: "A"
    title: Meet
    status: accepted
    actions:
      - {id: "A.1", text: Act, responsible: [PMU], due: 2018-02, reading: The end of it}
      - {id: "A.2", text: Act, responsible: [PMU], due: 2018-02-28}
      - id: "A.3"
        text: Act
        responsible: [PMU]
        due: 2018-03
        reading: The end of it
        updates:
          - {date: 2018-01-05, due: 2018-04-30, note: More time}
      - {id: "A.4", text: Act, responsible: [PMU], ongoing: true, reading: For ever}
"""


def test_only_the_day_that_was_read_is_marked(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "readings.yaml"
    path.write_text(READINGS, encoding="utf-8")
    given = ("--register", str(path))
    before = run("actions", "--as-of", "2018-01-04", *given)
    assert [line.split()[2:4] for line in before.out.splitlines()[1:3]] == [
        ["Feb", "2018*"],
        ["28", "Feb"],
    ]
    assert "Mar 2018*" in before.out
    assert "`ecefollow show A.1 A.3`" in before.err
    after = run("actions", "--as-of", "2018-01-05", *given)
    assert "30 Apr 2018 " in after.out
    assert "`ecefollow show A.1`" in after.err
    # Another action is due on the same day, whatever the reading.
    assert "*" not in run("list", "--as-of", "2018-01-05", *given).out


# On a time axis


def test_a_timeline_into_a_pipe_is_a_hundred_columns_wide_without_colour(run: Run) -> None:
    out = run("timeline", "--as-of", "2018-03-31").out
    assert max(map(len, out.splitlines())) == 100
    assert "\x1b" not in out
    assert re.search(r"^7\.1  overdue 1 d +◆│$", out, re.MULTILINE)
    assert re.search(r"^1\.1  awaiting event  waits for: Member States decide", out, re.MULTILINE)


# Summed up


def test_a_summary_gives_each_rate_with_what_it_counts(run: Run) -> None:
    told = json.loads(run("summary", "--as-of", "2018-03-31", "--format", "json").out)
    assert told["recommendations"]["total"] == 7
    assert told["actions"]["total"] == 12
    assert told["rates"]["implementation"]["numerator"] == 0
    assert told["rates"]["implementation"]["denominator"] == 8
    left_out = {"not-applicable": 0, "discretionary": 1, "ongoing": 3}
    assert told["rates"]["implementation"]["left_out"] == left_out
    assert told["ageing"] == {"1-90": 3, "91-180": 0, "181-365": 0, "over-365": 0}
    assert (told["since"], told["changes"]) == (None, None)


def test_a_summary_sets_an_earlier_day_beside_this(run: Run) -> None:
    told = json.loads(
        run("summary", "--as-of", "2018-03-31", "--since", "2018-03-01", "--format", "json").out
    )
    assert told["since"]["as_of"] == "2018-03-01"
    assert told["since"]["actions"]["states"]["overdue"] == 2
    assert [(each["id"], each["kind"]) for each in told["changes"]] == [("7.1", "overdue")]


def test_an_earlier_day_that_is_later_is_refused(run: Run) -> None:
    ran = run("summary", "--as-of", "2018-03-31", "--since", "2018-04-01")
    assert ran.status == 2
    assert "--since 2018-04-01 is after the day asked about, 2018-03-31" in ran.err


# History


def test_the_history_of_an_action_tells_the_days_of_each_update(run: Run) -> None:
    asked = ("show", "A.2", "B.2", "--register", FICTION, "--as-of", "2021-12-31")
    moved, completed = json.loads(run(*asked, "--format", "json").out)["actions"]
    assert [each["days_moved"] for each in moved["updates"]] == [92, 90]
    assert [each["days_late"] for each in completed["updates"]] == [-3, None]
    assert "deadline moved from Q3 2021 to Dec 2021, 92 days later" in run(*asked).out


def test_what_was_recorded_late_bears_that_in_the_history(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "late.yaml"
    path.write_bytes((ROOT / FICTION).read_bytes())
    register = ("--register", str(path))
    run("record", "A.2", "--date", "2021-11-08", "--note", "Instruments are in place.", *register)
    out = run("show", "A.2", *register).out
    assert "Instruments are in place. · late entry" in " ".join(out.split())
    assert out.count("late entry") == 1


@pytest.mark.parametrize("command", ["list", "timeline", "summary"])
def test_a_terminal_that_claims_any_width_costs_no_memory(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "1000000000000")
    ran = run(command, "--as-of", "2018-03-31")
    assert ran.status == 0
    assert len(ran.out) < 200_000  # characters
