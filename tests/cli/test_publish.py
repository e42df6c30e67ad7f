"""`report`, `calendar`, `export`: what they write, where, and what they refuse."""

import builtins
import json
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ecefollow.cli import main

ROOT = Path(__file__).parents[2]
HARBOUR = ("--register", "examples/followed-up.yaml", "--as-of", "2021-12-31")
UNECE = ("--register", "data/recommendations.yaml", "--as-of", "2018-03-31")


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(ROOT)
    for name in ("ECEFOLLOW_REGISTER", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: object) -> Ran:
        status = main.run([str(each) for each in args])
        return Ran(status, *capsys.readouterr())

    return run


@pytest.fixture
def without_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the package had been installed without its extras."""
    real = builtins.__import__

    def refuse(name: str, *args: Any, **more: Any) -> Any:
        if name.partition(".")[0] in {"jinja2", "icalendar"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **more)

    for module in ("report_html", "calendar"):
        monkeypatch.delitem(sys.modules, f"ecefollow.render.{module}", raising=False)
        monkeypatch.delattr(f"ecefollow.render.{module}", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)


# What is written


def test_a_report_is_markdown_unless_the_file_is_called_html(run: Run, tmp_path: Path) -> None:
    assert run("report", *UNECE).out.startswith("<!-- Made by ecefollow report -->\n")
    for name in ("page.html", "PAGE.HTM"):
        run("report", *UNECE, "-o", tmp_path / name)
        assert (tmp_path / name).read_text("utf-8").startswith("<!DOCTYPE html>\n")
    run("report", *UNECE, "-o", tmp_path / "page.html", "--format", "markdown", "--force")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!-- Made")


def test_a_report_under_the_name_of_another_format_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("report", *UNECE, "-o", tmp_path / "report.docx")
    assert ran.status == 2
    assert "a report is written as .html or .md, not '.docx'" in ran.err
    assert not [*tmp_path.iterdir()]


def test_a_dash_is_stdout(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    register = Path("data/recommendations.yaml").resolve()
    monkeypatch.chdir(tmp_path)
    ran = run("report", "--register", register, "-o", "-")
    assert ran.out.startswith("<!-- Made by ecefollow report -->\n")
    assert not [*tmp_path.iterdir()]


def test_what_was_written_is_said_beside_the_answer(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"
    assert run("calendar", *UNECE, "-o", file) == (0, "", f"Wrote {file}\n")


def test_a_report_is_narrowed_as_actions_are(run: Run) -> None:
    report = run("report", *UNECE, "7", "--state", "overdue").out
    assert "This report tells of 1 of 12 actions of the register." in report
    assert "Filter: id 7; state overdue." in report
    assert "#### 7.1 " in report
    assert "#### 7.2 " not in report
    assert "### 3 " not in report


def test_a_recommendation_without_an_action_is_kept_where_it_matches(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "register.yaml"
    file.write_text(
        "evaluation: {id: e, title: T, organization: O}\nrecommendations:\n"
        '  - {id: "1", title: Accepted, status: accepted}\n'
        '  - {id: "2", title: Rejected, status: rejected, reservation: No.}\n',
        encoding="utf-8",
    )
    report = run("report", "--register", file, "--status", "rejected").out
    assert "### 2 Rejected" in report
    assert "### 1 Accepted" not in report
    assert "No action has a deadline." in report


def test_to_one_who_is_responsible_it_is_a_letter(run: Run) -> None:
    letter = run("report", *UNECE, "--responsible", "office of the executive secretary").out
    assert "To: office of the executive secretary" in letter
    assert letter.index("#### 3.1 ") < letter.index("#### 5.1 ") < letter.index("### 3 Encourage")


def test_a_name_that_nobody_has_is_told(run: Run) -> None:
    assert "did you mean 'PMU'?" in run("report", *UNECE, "--responsible", "PMO").err


def test_a_period_cannot_begin_after_it_ends(run: Run) -> None:
    ran = run("report", *UNECE, "--since", "2018-04-01")
    assert ran.status == 2
    assert "--since 2018-04-01 is after the day asked about" in ran.err


def test_a_report_at_a_revision_is_the_one_that_would_have_been(
    run: Run, git: Callable[..., str], tmp_path: Path
) -> None:
    file = tmp_path / "register.yaml"
    text = (ROOT / "data" / "recommendations.yaml").read_text("utf-8")
    file.write_text(text, encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "--message", "First")
    file.write_text(text.replace("title: Become", "title: To become"), encoding="utf-8")
    then = run("report", "--register", file, "--rev", "HEAD", "--as-of", "2018-03-31").out
    now = run("report", "--register", file, "--as-of", "2018-03-31").out
    assert "### 1 Become" in then
    assert "Register: HEAD:" in then
    assert "### 1 To become" in now


def test_a_published_page_does_not_name_the_folders_of_this_machine(run: Run) -> None:
    report = run("report", "--register", ROOT / "data" / "recommendations.yaml").out
    assert "Register: recommendations.yaml" in report
    assert str(ROOT) not in report


def test_a_calendar_holds_closed_actions_where_they_are_asked_for(run: Run) -> None:
    assert "UID:B.1@" not in run("calendar", *HARBOUR).out
    assert "UID:B.1@" in run("calendar", *HARBOUR, "--closed").out
    assert "UID:B.1@" in run("calendar", *HARBOUR, "--state", "completed").out


def test_a_calendar_reminds_as_often_as_it_is_asked_to(run: Run) -> None:
    text = run("calendar", *UNECE, "7.2", "--alarm", "7d", "--alarm", "4w").out
    assert "TRIGGER:-P7D" in text
    assert "TRIGGER:-P28D" in text


# The database


def ask(file: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(question).fetchall()


@pytest.mark.parametrize("day", ["2021-06-30", "2021-12-31", "2022-12-31"])
def test_an_export_has_what_overdue_lists(run: Run, tmp_path: Path, day: str) -> None:
    asked = ("--register", "examples/followed-up.yaml", "--as-of", day)
    file = tmp_path / "response.sqlite"
    assert run("export", *asked, "-o", file) == (0, "", f"Wrote {file}\n")
    listed = json.loads(run("overdue", *asked, "--format", "json").out)["actions"]
    assert ask(file, "SELECT action, days_overdue FROM overdue") == [
        (f"harbour:{action['id']}", action["days_overdue"]) for action in listed
    ]


def test_an_export_has_what_check_warns_of_today(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "response.sqlite"
    register = tmp_path / "register.yaml"
    text = (ROOT / "data" / "recommendations.yaml").read_text("utf-8")
    register.write_text(text.replace("title: Become", "title: Issue #5, become"), encoding="utf-8")
    # As of a day before all updates, no update is in the future: the checks are those of today.
    run("export", "--register", register, "--as-of", "2018-03-31", "-o", file)
    found = json.loads(run("check", register, "--format", "json").out)
    assert "text-after-hash" in {each["code"] for each in found}
    assert ask(file, "SELECT line, column_number, code, message FROM findings") == [
        (each["line"], each["column"], each["code"], each["message"]) for each in found
    ]


def test_the_same_export_is_the_same_file(run: Run, tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("1.sqlite", "2.sqlite"))
    for file in (first, second):
        run("export", *HARBOUR, "-o", file)
    assert first.read_bytes() == second.read_bytes()


def test_an_export_at_a_revision_is_the_one_that_would_have_been(
    run: Run, git: Callable[..., str], tmp_path: Path
) -> None:
    register, file = tmp_path / "register.yaml", tmp_path / "response.sqlite"
    text = (ROOT / "data" / "recommendations.yaml").read_text("utf-8")
    register.write_text(text.replace("title: Become", "title: Issue #5, become"), encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "--message", "First")
    register.write_text(text, encoding="utf-8")
    run("export", "--register", register, "--rev", "HEAD", "-o", file)
    assert ask(file, "SELECT title FROM recommendations LIMIT 1") == [("Issue",)]
    codes = ask(file, "SELECT code FROM findings WHERE recommendation = 'cross-sectoral:1'")
    assert codes == [("text-after-hash",)]


def test_an_export_says_where_to_write_or_does_nothing(run: Run) -> None:
    ran = run("export", *UNECE)
    assert (ran.status, ran.out) == (2, "")
    assert " export: --output is missing\n" in ran.err


def test_a_report_is_no_earlier_export(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    run("report", *UNECE, "-o", file)
    assert run("export", *UNECE, "-o", file).status == 2


def test_changes_that_another_program_has_not_saved_stop_an_export(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "response.sqlite"
    run("export", *UNECE, "-o", file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE evaluations SET title = 'Mine'")
        ran = run("export", *UNECE, "-o", file)
        assert ran.status == 2
        assert "response.sqlite-wal holds changes to it" in ran.err
    assert run("export", *UNECE, "-o", file).status == 0


def test_a_python_without_sqlite_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ecefollow.render.sqlite", raising=False)
    monkeypatch.delattr("ecefollow.render.sqlite", raising=False)
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    ran = run("export", *UNECE, "-o", "response.sqlite")
    said = "ecefollow: this needs SQLite, which this Python was built without\n"
    assert ran == (2, "", said)


# What is refused


@pytest.mark.parametrize(
    ("args", "package"),
    [(("report", "--format", "html"), "Jinja2"), (("calendar",), "icalendar")],
)
@pytest.mark.usefixtures("without_extras")
def test_without_an_extra_one_line_says_how_to_install_it(
    run: Run, args: tuple[str, ...], package: str
) -> None:
    how = f"{sys.executable} -m pip install {package}"
    said = f"ecefollow: this needs {package}, which is not installed: {how}\n"
    assert run(*args, *UNECE) == (2, "", said)


@pytest.mark.usefixtures("without_extras")
def test_markdown_needs_no_extra(run: Run) -> None:
    assert run("report", *UNECE).status == 0


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("report", "page.html"),
        ("report", "page.md"),
        ("calendar", "page.ics"),
        ("export", "response.sqlite"),
    ],
)
def test_an_earlier_file_of_its_kind_is_replaced_and_no_other(
    run: Run, tmp_path: Path, command: str, name: str
) -> None:
    file = tmp_path / name
    assert run(command, *UNECE, "-o", file).status == 0
    assert run(command, *UNECE, "-o", file).status == 0
    file.write_text("Mine.", encoding="utf-8")
    ran = run(command, *UNECE, "-o", file)
    assert ran.status == 2
    assert (
        "it is not a file of this kind; use --force to replace it; nothing has changed" in ran.err
    )
    assert file.read_bytes() == b"Mine."
    assert run(command, *UNECE, "-o", file, "--force").status == 0
    assert file.read_bytes() != b"Mine."


@pytest.mark.parametrize("command", ["report --format markdown", "export"])
def test_the_register_itself_is_never_replaced(run: Run, tmp_path: Path, command: str) -> None:
    file = tmp_path / "register.yaml"
    before = (ROOT / "data" / "recommendations.yaml").read_bytes()
    file.write_bytes(before)
    ran = run(*command.split(), "--register", file, "-o", file, "--force")
    assert ran.status == 2
    assert "is the register itself" in ran.err
    assert file.read_bytes() == before


@pytest.mark.parametrize("asked", [("--evaluation", "harbour"), ("--skip-invalid",)])
@pytest.mark.parametrize("command", ["report --format markdown", "calendar", "export"])
def test_no_register_that_was_asked_is_replaced(
    run: Run, tmp_path: Path, command: str, asked: tuple[str, ...]
) -> None:
    shutil.copy(ROOT / "examples" / "followed-up.yaml", tmp_path / "harbour.yaml")
    other = tmp_path / "other.yaml"
    if asked == ("--skip-invalid",):
        other.write_bytes(b"[")
    else:
        shutil.copy(ROOT / "data" / "recommendations.yaml", other)
    before = other.read_bytes()
    ran = run(*command.split(), "--register", tmp_path, *asked, "-o", other, "--force")
    assert ran.status == 2
    assert "is the register itself" in ran.err
    assert other.read_bytes() == before


def test_a_database_is_not_written_to_stdout(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("export", "-o", "-")
    assert (ran.status, ran.out) == (2, "")
    assert "--output -: a database cannot go to stdout; name a file" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is text")
@pytest.mark.parametrize(
    "command", ["export -o new.sqlite", "report -o new.md", "report -o new.html"]
)
def test_a_register_may_have_a_name_that_is_no_text(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"inv\xff.yaml")
    shutil.copy(ROOT / "examples" / "followed-up.yaml", name)
    assert run(*command.split(), "--register", name).status == 0
    (made,) = tmp_path.glob("new.*")
    assert b"udcff.yaml" in made.read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an argument is text")
def test_a_filter_that_is_no_text_can_be_written(run: Run, tmp_path: Path) -> None:
    sought = os.fsdecode(b"\xff")
    ran = run("report", *UNECE, "--search", sought, "-o", tmp_path / "page.md")
    assert ran.status == 0
    assert b"udcff" in (tmp_path / "page.md").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("command", ["overdue", "summary --skip-invalid", "export -o new.sqlite"])
def test_a_name_cannot_forge_a_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "examples" / "followed-up.yaml", "harbour.yaml")
    (tmp_path / "a\nForged: b.yaml").write_bytes(b"[")
    ran = run(*command.split(), "--register", tmp_path, "--register", "c\nForged: d")
    assert "\nForged" not in ran.out + ran.err
    assert "\\nForged" in ran.err


def test_no_folder_is_made(run: Run, tmp_path: Path) -> None:
    ran = run("report", *UNECE, "-o", tmp_path / "new" / "page.md")
    assert ran.status == 2
    assert "No such file or directory" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_new_file_can_be_read_by_whoever_may_read_others(run: Run, tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        run("report", *UNECE, "-o", tmp_path / "page.md")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "page.md").stat().st_mode) == 0o644
