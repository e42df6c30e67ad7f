"""What reaches stdout and stderr, wherever they lead."""

import csv
import io
import json
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from portfolios import FICTION, ROOT, answer
from slow_cases import usually

from ecefollow.cli import main
from ecefollow.render.formats import Format, ProblemFormat

COMMANDS = ("::set-env name=PATH::/evil", "##[add-path]/evil", "Say ##[group]evil")
TEXT = "\n".join(COMMANDS)
RAW = "evil\x1b]0;\x9b31m.yaml"


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
    text = answer("actions", "--register", register, "--format", "json").out
    assert "##[" not in text
    assert [action["text"] for action in json.loads(text)["actions"]] == [*COMMANDS]
    text = answer("actions", "--register", register, "--format", "csv").out
    assert [row["text"] for row in csv.DictReader(io.StringIO(text))] == [*COMMANDS]


def test_elsewhere_a_text_is_shown_as_it_is(register: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert COMMANDS[1] in answer("actions", "--register", register)[1]


# What a terminal, a pipe and a disk can take


@pytest.mark.parametrize("args", ["list", "list --format table", "timeline", "summary", "--help"])
def test_a_terminal_that_claims_any_width_costs_no_memory(
    monkeypatch: pytest.MonkeyPatch, args: str
) -> None:
    monkeypatch.setenv("COLUMNS", "1000000000000")
    ran = answer(*args.split())
    assert ran.status == 0
    assert len(ran.out) < 200_000  # characters


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR"])
def test_colour_is_as_the_environment_wants_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv(name, "1")
    out = answer("actions", "--as-of", "2018-03-31", "--format", "table").out
    assert ("\x1b[1;31m" in out) is (name == "FORCE_COLOR")


@pytest.mark.parametrize("command", ["actions", "show 7.1"])
def test_forced_colour_reaches_a_pipe_unless_plain_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert "\x1b" not in answer(*command.split()).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in answer(*command.split()).out
    assert "\x1b" not in answer(*command.split(), "--format", "plain").out


@pytest.mark.skipif(sys.platform == "win32", reason="no such name is possible")
@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("command", ["list", "actions", "overdue", "show A.2"])
def test_nothing_of_the_question_reaches_a_terminal_raw(
    tmp_path: Path, command: str, format: str
) -> None:
    named = shutil.copy(FICTION, tmp_path / RAW)
    search = [] if command.startswith("show") else ["--search", "\x1b[31mred\x9b"]
    ran = answer(*command.split(), *search, "--register", named, "--format", format)
    assert {"\x1b", "\x9b"}.isdisjoint(ran.out + ran.err)


@pytest.mark.skipif(sys.platform == "win32", reason="no such name is possible")
@pytest.mark.parametrize("command", ["list", *(f"check --format {form}" for form in ProblemFormat)])
def test_no_name_of_a_file_with_an_error_reaches_a_terminal_raw(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / RAW).write_text("[", encoding="utf-8")
    ran = answer(*command.split(), "--register", tmp_path / RAW)
    assert ran.status
    assert {"\x1b", "\x9b"}.isdisjoint(ran.out + ran.err)


@pytest.mark.parametrize("format", Format)
def test_an_output_that_knows_only_ascii_gets_replacements(format: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    with redirect_stdout(stream):
        assert main.run(["list", "2", "--format", format]) == 0
    stream.seek(0)
    text = stream.read()
    if format == Format.JSON:
        [row] = json.loads(text)["recommendations"]
        assert "“nexus dialogues”" in row["title"]
    else:
        assert "'nexus dialogues'" in text


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """What a POSIX shell makes of a line in which "ecefollow" is the program."""
    line = command.replace("ecefollow", f'"{sys.executable}" -m ecefollow')
    return subprocess.run(["/bin/sh", "-c", line], cwd=ROOT, capture_output=True, check=False)


on_posix = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell pipes it")
with_a_full_disk = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="the system has no /dev/full"
)


@pytest.mark.slow
@on_posix
def test_help_for_a_reader_that_leaves_is_no_finding() -> None:
    assert shell("(ecefollow --help; echo $? >&2) | true").stderr in {b"0\n", b"141\n"}


@on_posix
def test_a_reader_that_leaves_ends_it_quietly() -> None:
    assert shell("(sleep 0.1; ecefollow list; echo $? >&2) | true").stderr == b"141\n"


@with_a_full_disk
@pytest.mark.parametrize("command", usually(1, ["list", "--help"]))
def test_a_full_disk_is_one_line_and_an_error(command: str) -> None:
    ran = shell(f"ecefollow {command} >/dev/full")
    assert ran.returncode == 2
    assert b"cannot write the answer: No space left on device" in ran.stderr
    assert ran.stderr.count(b"\n") == 1


@with_a_full_disk
def test_a_full_stderr_changes_no_exit_status() -> None:
    assert shell("ecefollow overdue --as-of 2018-02-28 2>/dev/full").returncode == 0


@on_posix
def test_a_closed_stdout_is_one_line_and_an_error() -> None:
    ran = shell("ecefollow list >&-")
    assert ran.returncode == 2
    assert ran.stderr.endswith(b"cannot write the answer: stdout is closed\n")


# A listing in a file


@pytest.mark.parametrize("command", ["list", "actions", "overdue", "upcoming", "evaluations"])
def test_a_listing_becomes_a_workbook_that_says_the_same(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
    monkeypatch.chdir(tmp_path)
    asked = (command, "--as-of", "2018-03-31", "--register", str(ROOT / "data"))
    shown = answer(*asked, "--format", "markdown").out.splitlines()
    status, out, err = answer(*asked, "-o", "list.xlsx")
    assert (status, out) == (0, "Made list.xlsx\n")
    ids = [str(row[0]) for row in openpyxl.load_workbook("list.xlsx").active.values]
    rows = [line.split("|")[1].strip() for line in shown if line.startswith("|")]
    assert ids[1 : len(rows) - 1] == rows[2:]
    assert set(err.splitlines()) <= set(ids)


def test_a_file_that_is_there_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text("mine", encoding="utf-8")
    status, out, err = answer("list", "--register", str(ROOT / "data"), "-o", "list.csv")
    assert (status, out, Path("list.csv").read_text(encoding="utf-8")) == (2, "", "mine")
    assert "list.csv is there already" in err


@pytest.mark.parametrize("command", ["actions", "actions --template", "list --format csv"])
def test_with_a_byte_order_mark_csv_is_the_same_behind_it(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = (*command.split(), "--as-of", "2018-03-31", "--register", str(ROOT / "data"))
    plain = answer(*asked, *(() if "csv" in command else ("--format", "csv"))).out
    assert answer(*asked, "--bom").out == f"\ufeff{plain}"
    assert answer(*asked, "--bom", "--output", "list").status == 0
    assert Path("list").read_bytes() == f"\ufeff{plain}".encode()
    assert answer(*asked, "--bom", "-o", "-").out == f"\ufeff{plain}"
