"""`report`, `calendar`, `export`: what they write, where, and what they refuse."""

import builtins
import os
import re
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from portfolios import FICTION, ROOT, SHIPPED, answer
from repositories import Git
from slow_cases import usually

HARBOUR = ("--register", FICTION, "--as-of", "2021-12-31")
UNECE = ("--as-of", "2018-03-31")
# A command that writes, and the name of its file.
WRITES = [
    ("report", "page.html"),
    ("report", "page.md"),
    ("report", "page.docx"),
    ("calendar", "page.ics"),
    ("export", "response.sqlite"),
]


@pytest.fixture
def without_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the package had been installed without its extras."""
    real = builtins.__import__

    def refuse(name: str, *args: Any, **more: Any) -> Any:
        if name.partition(".")[0] in {"jinja2", "icalendar", "docx"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **more)

    for module in ("report_html", "calendar", "document_docx"):
        monkeypatch.delitem(sys.modules, f"ecefollow.render.{module}", raising=False)
        monkeypatch.delattr(f"ecefollow.render.{module}", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def versions(git: Git, old: str, new: str) -> tuple[str, str]:
    """The path of the shipped register, committed with a change that is undone on the disk."""
    path = git.folder / "register.yaml"
    text = SHIPPED.read_text("utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    git.commit()
    path.write_text(text, encoding="utf-8")
    return "--register", str(path)


# The report


def test_a_report_is_markdown_unless_the_file_is_called_html(tmp_path: Path) -> None:
    assert answer("report", *UNECE).out.startswith("<!-- Made by ecefollow report -->\n")
    for name in ("page.html", "PAGE.HTM"):
        answer("report", *UNECE, "-o", tmp_path / name)
        assert (tmp_path / name).read_text("utf-8").startswith("<!DOCTYPE html>\n")
    answer("report", *UNECE, "-o", tmp_path / "page.html", "--format", "markdown", "--force")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!-- Made")


def test_a_report_under_the_name_of_another_format_is_refused(here: Path) -> None:
    ran = answer("report", *UNECE, "-o", "report.pdf")
    assert ran.status == 2
    assert "a report is written as .html, .docx or .md, not '.pdf'" in ran.err
    assert not [*here.iterdir()]


def test_a_word_document_does_not_go_to_stdout() -> None:
    for more in ((), ("-o", "-")):
        ran = answer("report", *UNECE, "--format", "docx", *more)
        assert (ran.status, "name a file" in ran.err) == (2, True)


def test_a_dash_is_stdout_but_not_for_a_database(here: Path) -> None:
    ran = answer("report", "-o", "-")
    assert ran.out.startswith("<!-- Made by ecefollow report -->\n")
    ran = answer("export", "-o", "-")
    assert (ran.status, ran.out) == (2, "")
    assert "--output -: a database cannot go to stdout; name a file" in ran.err
    assert not [*here.iterdir()]


def test_a_report_is_narrowed_as_actions_are() -> None:
    report = answer("report", *UNECE, "7", "--state", "overdue").out
    assert "This report tells of 1 of 12 actions of the register." in report
    assert "Filter: id 7; state overdue." in report
    assert "#### 7.1 " in report
    assert "#### 7.2 " not in report
    assert "### 3 " not in report


def test_a_recommendation_without_an_action_is_kept_where_it_matches(tmp_path: Path) -> None:
    file = tmp_path / "register.yaml"
    file.write_text(
        "evaluation: {id: e, title: T, organization: O}\nrecommendations:\n"
        '  - {id: "1", title: Accepted, status: accepted}\n'
        '  - {id: "2", title: Rejected, status: rejected, reservation: No.}\n',
        encoding="utf-8",
    )
    report = answer("report", "--register", file, "--status", "rejected").out
    assert "### 2 Rejected" in report
    assert "### 1 Accepted" not in report
    assert "No action matches." in report


def test_a_letter_is_about_the_actions_of_those_whom_it_is_to() -> None:
    asked = ("report", *UNECE, "--letter", "--responsible", "office of the executive secretary")
    letter = answer(*asked, "--reply-by", "30 April 2018").out
    assert "- To: office of the executive secretary\n- Date: 31 Mar 2018\n" in letter
    assert "2 open actions: both are overdue." in letter
    nobody = "Nobody to reply to is named: `contact` is missing in the evaluation (cross-sectoral)"
    assert nobody in answer(*asked).err
    assert "**Please report by 30 Apr 2018 on each of them:**" in letter
    assert re.findall(r"^### (\S+)", letter, re.MULTILINE) == ["3.1", "5.1"]
    assert "did you mean 'PMU'?" in answer("report", *UNECE, "--responsible", "PMO").err


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("Nobody",), "no action is for 'Nobody', so there is no letter to write"),
        (("PMU", "--reply-by", "1 March 2018"), "--reply-by 2018-03-01 is before the day of the"),
    ],
)
def test_a_letter_that_asks_nothing_or_too_late_is_refused(args: tuple[str, ...], why: str) -> None:
    refused = answer("report", *UNECE, "--letter", "--responsible", *args)
    assert refused.status == 2
    assert why in refused.err


@pytest.mark.parametrize("name", ["letter.html", "letter.md"])
@pytest.mark.usefixtures("without_extras")
def test_a_letter_needs_no_extra_but_in_word(tmp_path: Path, name: str) -> None:
    asked = ("report", *UNECE, "--letter", "--responsible", "PMU", "-o", tmp_path / name)
    assert answer(*asked).status == answer(*asked).status == 0  # its own it replaces


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--letter", "--letter: to whom? Name them with --responsible"),
        ("--letter --responsible PMU --since 2018-01-01", "a letter tells of no period"),
        ("--reply-by 2018-04-30", "--reply-by is for letters; add --letter"),
        ("--within 30d -o letters", "--within is for letters; add --letter"),
        (
            "--letter --within 30d",
            "--within gives several letters; name a new folder with --output",
        ),
        ("--letter --within 30d -o x.html", "name a new folder with --output"),
        ("--letter --within 30d -o x --force", "name a new folder with --output"),
    ],
)
def test_what_makes_no_letter_is_refused(options: str, said: str) -> None:
    ran = answer("report", *UNECE, *options.split())
    assert (ran.status, said in ran.err) == (2, True)


def test_letters_go_to_each_who_has_something_overdue_or_due_within_a_time(tmp_path: Path) -> None:
    asked = ("report", *UNECE, "--letter", "--within", "1m", "-o", tmp_path / "letters")
    told = answer(*asked)
    paths = [line.partition("\t")[0] for line in told.out.splitlines()]
    assert [Path(path).read_text("utf-8").partition("- To: ")[2][:20] for path in paths] == [
        "Executive Secretary\n",
        "Office of the Execut",
    ]
    assert told.out.startswith(f"{paths[0]}\tExecutive Secretary: 1 action overdue\t\n")
    letter = Path(paths[1]).read_text("utf-8")
    assert "2 open actions due by 30 Apr 2018: both are overdue." in letter
    assert "| 3.1 | 28 Feb 2018 | overdue 31 d | The Office of" in letter
    assert "letters is there already" in answer(*asked).err


def test_where_nothing_is_due_no_letter_is_written_and_that_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    asked = ("report", "--letter", "--within", "1d", "--as-of", "2018-01-01", "-o", folder)
    told = answer(*asked)
    assert (told.status, told.out, folder.exists()) == (0, "", False)
    assert told.err.splitlines()[0] == "No action is overdue or due by 2 Jan 2018"
    told = answer(*asked, "--responsible", "Excutive Secretary")
    assert "no action has 'Excutive Secretary' as responsible" in told.err
    invalid = tmp_path / "invalid.yaml"
    invalid.write_text("evaluation: {}\n", encoding="utf-8")
    told = answer(*asked, "--register", SHIPPED, "--register", invalid, "--skip-invalid")
    assert (told.status, "Skipped: " in told.err) == (1, True)


def test_what_nobody_is_responsible_for_is_in_no_letter_and_that_is_said(tmp_path: Path) -> None:
    register = tmp_path / "register.yaml"
    text = FICTION.read_text(encoding="utf-8").replace("[Harbour Master]", "[]")
    register.write_text(text, encoding="utf-8")
    asked = ("report", "--register", register, "--letter", "--within", "30d")
    told = answer(*asked, "-o", tmp_path / "letters")
    assert "In no letter, since nobody is responsible: B.2" in told.err
    assert (told.status, "Harbour Master" in told.out) == (0, False)


def test_a_report_at_a_revision_is_the_one_that_would_have_been(git: Git) -> None:
    asked = ("report", *versions(git, "title: Become", "title: To become"), *UNECE)
    then, now = answer(*asked, "--rev", "HEAD").out, answer(*asked).out
    assert "### 1 To become" in then
    assert "Register: register.yaml" in then
    assert "HEAD" not in then
    assert re.search("Commit: [0-9a-f]{7,} of ", then)
    assert ", with changes that are not committed" in now
    assert "### 1 Become" in now


def test_a_published_page_does_not_name_the_folders_of_this_machine() -> None:
    report = answer("report", "--register", SHIPPED).out
    assert "Register: recommendations.yaml" in report
    assert str(ROOT) not in report


def test_a_page_links_the_calendar_and_the_data_that_stand_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text("BEGIN:VCALENDAR\nPRODID:another\n", encoding="utf-8")
    (tmp_path / "b.db").write_bytes(b"not ours")
    answer("report", *UNECE, "-o", tmp_path / "page.html")
    assert "Published beside it" not in (tmp_path / "page.html").read_text("utf-8")
    answer("calendar", *UNECE, "-o", tmp_path / "the days.ics")
    answer("export", *UNECE, "-o", tmp_path / "data.sqlite")
    answer("report", *UNECE, "-o", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert '<a href="the%20days.ics">calendar</a>, <a href="data.sqlite">data</a>' in page
    answer("report", "--register", "examples/followed-up.yaml", "-o", tmp_path / "other.html")
    assert "Published beside it" not in (tmp_path / "other.html").read_text("utf-8")


def test_of_several_calendars_a_page_links_the_one_of_its_name(tmp_path: Path) -> None:
    for name in ("airport.ics", "cross.ics"):
        answer("calendar", *UNECE, "-o", tmp_path / name)
    for name in ("cross", "other"):
        answer("report", *UNECE, "-o", tmp_path / f"{name}.html")
    assert 'href="cross.ics"' in (tmp_path / "cross.html").read_text("utf-8")
    assert ".ics" not in (tmp_path / "other.html").read_text("utf-8")


# The calendar


def test_a_calendar_holds_closed_actions_where_they_are_asked_for() -> None:
    assert "UID:B.1@" not in answer("calendar", *HARBOUR).out
    assert "UID:B.1@" in answer("calendar", *HARBOUR, "--closed").out
    assert "UID:B.1@" in answer("calendar", *HARBOUR, "--state", "completed").out


def test_a_calendar_reminds_as_often_as_it_is_asked_to() -> None:
    text = answer("calendar", *UNECE, "7.2", "--alarm", "7d", "--alarm", "4w").out
    assert "TRIGGER:-P6DT15H" in text
    assert "TRIGGER:-P27DT15H" in text


def test_an_address_is_one_of_a_page() -> None:
    for refused in ("example.org", "javascript:alert(1)", "https://a b", "https://a\nX:1"):
        assert "is not an address" in answer("calendar", *UNECE, "--url", refused).err


# The database


def ask(file: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(question).fetchall()


def test_an_export_has_what_check_warns_of_today(tmp_path: Path) -> None:
    file, register = tmp_path / "response.sqlite", tmp_path / "register.yaml"
    text = SHIPPED.read_text("utf-8")
    register.write_text(text.replace("title: Become", "title: Issue #5, become"), encoding="utf-8")
    # As of a day before all updates, no update is in the future: the checks are those of today.
    answer("export", "--register", register, *UNECE, "-o", file)
    found = answer("check", register, "--format", "json").json
    assert "text-after-hash" in {each["code"] for each in found}
    assert ask(file, "SELECT line, column_number, code, message FROM findings") == [
        (each["line"], each["column"], each["code"], each["message"]) for each in found
    ]


def test_an_export_at_a_revision_is_the_one_that_would_have_been(git: Git, tmp_path: Path) -> None:
    file = tmp_path / "response.sqlite"
    asked = versions(git, "title: Become", "title: Issue #5, become")
    answer("export", *asked, "--rev", "HEAD", "-o", file)
    assert ask(file, "SELECT title FROM recommendations LIMIT 1") == [("Issue",)]
    codes = ask(file, "SELECT code FROM findings WHERE recommendation = 'cross-sectoral:1'")
    assert codes == [("text-after-hash",)]


def test_changes_that_another_program_has_not_saved_stop_an_export(tmp_path: Path) -> None:
    file = tmp_path / "response.sqlite"
    answer("export", *UNECE, "-o", file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE evaluations SET title = 'Mine'")
        ran = answer("export", *UNECE, "-o", file)
        assert ran.status == 2
        assert "response.sqlite-wal holds changes to it" in ran.err
    assert answer("export", *UNECE, "-o", file).status == 0


# What is missing


def test_a_python_without_sqlite_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ecefollow.render.sqlite", raising=False)
    monkeypatch.delattr("ecefollow.render.sqlite", raising=False)
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    said = "ecefollow: this needs SQLite, which this Python was built without\n"
    assert answer("export", *UNECE, "-o", "response.sqlite") == (2, "", said)


@pytest.mark.parametrize(
    ("command", "package"),
    [
        ("report --format html", "Jinja2"),
        ("report -o report.docx", "python-docx"),
        ("report -o letter.docx --letter --responsible PMU", "python-docx"),
        ("calendar", "icalendar"),
    ],
)
@pytest.mark.usefixtures("without_extras")
def test_without_an_extra_one_line_says_how_to_install_it(command: str, package: str) -> None:
    how = f"{sys.executable} -m pip install {package}"
    said = f"ecefollow: this needs {package}, which is not installed: {how}\n"
    assert answer(*command.split(), *UNECE) == (2, "", said)


@pytest.mark.usefixtures("without_extras")
def test_markdown_needs_no_extra() -> None:
    assert answer("report", *UNECE).status == 0


# Where it is written


@pytest.mark.parametrize(("command", "name"), usually(2, WRITES))
def test_an_earlier_file_of_its_kind_is_replaced_and_no_other(
    tmp_path: Path, command: str, name: str
) -> None:
    file = tmp_path / name
    assert answer(command, *UNECE, "-o", file) == (0, "", f"Wrote {file}\n")
    made = file.read_bytes()
    assert answer(command, *UNECE, "-o", file).status == 0
    assert file.read_bytes() == made
    file.write_text("Mine.", encoding="utf-8")
    ran = answer(command, *UNECE, "-o", file)
    assert ran.status == 2
    said = "it is not a file of this kind; use --force to replace it; nothing has changed"
    assert said in ran.err
    assert file.read_bytes() == b"Mine."
    assert answer(command, *UNECE, "-o", file, "--force").status == 0
    assert file.read_bytes() == made


def test_a_report_is_no_earlier_export(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    answer("report", *UNECE, "-o", file)
    assert answer("export", *UNECE, "-o", file).status == 2


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("", FICTION.read_bytes()),
        ("--evaluation cross-sectoral", FICTION.read_bytes()),
        ("--skip-invalid", b"["),
    ],
)
@pytest.mark.parametrize("command", ["report --format markdown", "calendar", "export"])
def test_no_register_that_was_asked_is_replaced(
    tmp_path: Path, command: str, asked: str, other: bytes
) -> None:
    shutil.copy(SHIPPED, tmp_path / "unece.yaml")
    file = tmp_path / "other.yaml"
    file.write_bytes(other)
    words = (*command.split(), *asked.split(), "--register", tmp_path)
    ran = answer(*words, "-o", file, "--force")
    assert ran.status == 2
    assert "is the register itself" in ran.err
    assert file.read_bytes() == other


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is text")
@pytest.mark.parametrize(
    "command", ["export -o new.sqlite", "report -o new.md", "report -o new.html"]
)
def test_a_register_may_have_a_name_that_is_no_text(here: Path, command: str) -> None:
    name = os.fsdecode(b"inv\xff.yaml")
    shutil.copy(FICTION, name)
    assert answer(*command.split(), "--register", name).status == 0
    (made,) = here.glob("new.*")
    assert b"udcff.yaml" in made.read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an argument is text")
def test_a_filter_that_is_no_text_can_be_written(tmp_path: Path) -> None:
    sought = os.fsdecode(b"\xff")
    ran = answer("report", *UNECE, "--search", sought, "-o", tmp_path / "page.md")
    assert ran.status == 0
    assert b"udcff" in (tmp_path / "page.md").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("command", ["overdue", "summary --skip-invalid", "export -o new.sqlite"])
def test_a_name_cannot_forge_a_line(here: Path, command: str) -> None:
    shutil.copy(FICTION, "harbour.yaml")
    (here / "a\nForged: b.yaml").write_bytes(b"[")
    ran = answer(*command.split(), "--register", here, "--register", "c\nForged: d")
    assert "\nForged" not in ran.out + ran.err
    assert "\\nForged" in ran.err


def test_no_folder_is_made(here: Path) -> None:
    ran = answer("report", "-o", here / "new" / "page.md")
    assert ran.status == 2
    assert "there is no such file or folder" in ran.err
    assert not [*here.iterdir()]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_new_file_can_be_read_by_whoever_may_read_others(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        answer("report", *UNECE, "-o", tmp_path / "page.md")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "page.md").stat().st_mode) == 0o644


@pytest.mark.parametrize(("command", "ending"), [("calendar", ".ics"), ("export", ".sqlite")])
def test_a_file_that_is_called_as_if_it_were_in_another_format_is_refused(
    tmp_path: Path, command: str, ending: str
) -> None:
    refused = answer(command, *UNECE, "-o", tmp_path / "deadlines.csv")
    assert refused.status == 2
    assert f"--output: this is written as {ending}" in refused.err
    assert [*tmp_path.iterdir()] == []
