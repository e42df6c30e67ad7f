"""`check`, `diff` and `log`: what a reviewer and an auditor are told, from real git."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from portfolios import FICTION, SHIPPED, answer
from repositories import Git
from slow_cases import usually

HOME = Path("data", "recommendations.yaml")
MOVED = ("record", "A.2", "--due", "2022-06", "--note", "The laboratory | is ill.")
COMPLETED = ("record", "B.2", "--progress", "completed", "--evidence", "List")
# What this says on 20 Dec 2021 of the commit of 31 Dec 2021, in which it was still overdue.
LATE = "B.2  completed, 203 days late"
RESTATED = (
    "B.2  was overdue from 20 Dec 2021 to 31 Dec 2021 (12 days); now completed on 20 Dec 2021, "
    "203 days late"
)
MISTYPED = ("status: pending", "status: pendign")
# An original deadline, an update, a record and a wording, each of which was said before.
REWRITTEN = (
    ("        due: 2021-05-31\n", "        due: 2021-06-30\n"),
    ("note: Series cleaned.,", "note: All series cleaned.,"),
    ("will light the quays", "will light every quay"),
)
ANSWERED = (
    "      - {date: 2021-04-09, status: partial, note: Decided by the board., by: Secretariat}\n"
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Git:
    """The fictional register, committed."""
    git = Git(tmp_path_factory.mktemp("begun"))
    (git.folder / HOME).parent.mkdir()
    shutil.copy(FICTION, git.folder / HOME)
    git.commit(day="2021-12-31", who="Ann")
    return git


@pytest.fixture
def git(begun: Git, tmp_path: Path) -> Git:
    """The same, which the test may change."""
    return begun.copied(tmp_path)


@pytest.fixture
def register(git: Git, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The register in it; the commands run there."""
    monkeypatch.chdir(git.folder)
    return git.folder / HOME


def edit(*swaps: tuple[str, str], path: Path = HOME) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")


def lines(*words: str) -> list[str]:
    """The lines of a listing without its head."""
    return answer(*words).out.splitlines()[1:]


# check


@pytest.fixture
def mistaken(tmp_path: Path) -> Path:
    """A register with a mistake, at line 43 and column 13, under an odd name."""
    path = tmp_path / "a,b 100%.yaml"
    shutil.copy(FICTION, path)
    edit(MISTYPED, path=path)
    return path


def test_check_warns_and_is_content_unless_strict() -> None:
    assert answer("check").status == 0
    assert answer("check", "--strict").status == 1
    assert answer("check", "--strict", FICTION).status == 0


def test_a_warning_can_be_left_out() -> None:
    codes = ("no-deadline", "no-reservation", "event-overdue")
    left_out = [word for code in codes for word in ("--ignore", code)]
    ran = answer("check", *left_out, "--format", "concise")
    assert re.findall(r"\[(.*?)\]$", ran.out, re.MULTILINE) == ["nobody-responsible"]
    assert ran.err == "0 errors and 1 warning in 1 file\n"
    assert answer("check", *left_out, "--ignore", "nobody-responsible", "--strict").status == 0


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("removed", "'removed' is an error, which cannot be left out"),
        ("restate", "'restate' is not the code of a warning; did you mean 'restated'?"),
    ],
)
def test_what_is_no_warning_cannot_be_left_out(code: str, said: str) -> None:
    status, out, err = answer("check", "--ignore", code)
    assert (status, out) == (2, "")
    assert said in err


def test_check_takes_several_files_and_one_status(mistaken: Path) -> None:
    ran = answer("check", "--format", "concise", FICTION, mistaken, "nowhere.yaml", "benchmarks")
    assert ran.status == 1
    codes = re.findall(r"\[(.*?)\]$", ran.out, re.MULTILINE)
    assert codes == ["unknown-value", "not-found", "not-found"]
    assert ran.err == "3 errors and 0 warnings in 4 files\n"


def test_check_as_json_is_one_list_and_empty_when_clean(mistaken: Path) -> None:
    assert answer("check", "--format", "json", FICTION).json == []
    [problem] = answer("check", "--format", "json", FICTION, mistaken).json
    assert list(problem) == ["path", "line", "column", "severity", "code", "message"]
    assert (problem["line"], problem["column"], problem["severity"]) == (43, 13, "error")


def test_check_annotates_for_github(mistaken: Path) -> None:
    out = answer("check", "--format", "github", mistaken).out
    assert out.startswith("::error file=")
    assert "a%2Cb 100%25.yaml,line=43,col=13,title=ecefollow unknown-value::status: " in out


def test_check_points_with_a_caret(mistaken: Path) -> None:
    _, line, caret = answer("check", mistaken).out.splitlines()
    assert line.index("pendign") == caret.index("^")


# check --source


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """The shipped register, in a folder with its source."""
    for name in ("recommendations.yaml", "management-response.txt"):
        shutil.copy(SHIPPED.with_name(name), tmp_path)
    return tmp_path / "recommendations.yaml"


def against_source(*words: object) -> list[str]:
    """The errors of a comparison, without the path."""
    ran = answer("check", "--format", "concise", *map(str, words))
    assert ran.status == int(" error: " in ran.out), ran.err
    return [line.partition(".yaml:")[2] for line in ran.out.splitlines() if " error: " in line]


def test_a_register_is_compared_with_the_source_beside_it_or_another(beside: Path) -> None:
    assert against_source(beside, "--source") == []
    edit(("will continue efforts", "may continue efforts"), path=beside)
    said = (
        "103:15: error: 4.2: text: this is not word for word in management-response.txt; from line "
        "73: The PMU [-will-]{+may+} continue efforts to facilitate … [not-in-source]"
    )
    assert against_source(beside, "--source") == [said]
    assert against_source("--register", beside, "--source") == [said]
    assert against_source(beside, "--source", beside.with_name("management-response.txt")) == [said]


def test_what_the_register_leaves_out_is_told_at_its_source(beside: Path) -> None:
    note = "Related activities will be undertaken as needed and within existing resources."
    edit((f"      - {note}\n      - The Chef", "      - The Chef"), path=beside)
    said = f"management-response.txt, line 50: this is nowhere in the register: {note}"
    assert against_source(beside, "--source") == [f"11:11: error: {said} [not-transcribed]"]


def test_a_title_that_the_document_has_not_is_told_how_to_be_explained(beside: Path) -> None:
    edit(("  title_note: A description; the source gives no title.\n", ""), path=beside)
    [told] = against_source(beside, "--source")
    assert "; if the document gives no title, a title_note says so [not-in-source]" in told


def test_what_is_rightly_left_out_may_stay(beside: Path) -> None:
    edit(("Include “nexus", "Exclude “nexus"), path=beside)
    source = beside.with_name("management-response.txt")
    source.write_text(f"An introduction.\n\n{source.read_text('utf-8')}", encoding="utf-8")
    told = against_source(beside, "--source")
    assert [line.rpartition("[")[2] for line in told] == ["not-transcribed]", "not-in-source]"]
    assert against_source(beside, "--source", "--ignore", "not-transcribed") == told[1:]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "the evaluation names no document"),
        ("response.txt", "response.txt: there is no such file"),
        ("https://example.org/a.pdf", "is no document beside the register"),
        ("../secret.txt", "'../secret.txt' is no document beside the register"),
        (".secret", "'.secret' is no document beside the register"),
        ("link.txt", "'link.txt' is no document beside the register"),
        ("/etc/hostname", "'/etc/hostname' is no document beside the register"),
        ("a" * 300, "is no document beside the register"),
        ("empty.txt", "empty.txt: "),
    ],
)
def test_a_source_that_is_no_document_beside_the_register_is_not_read(
    beside: Path, source: str, why: str
) -> None:
    for name in ("../secret.txt", ".secret"):
        (beside.parent / name).write_text("The secret.", encoding="utf-8")
    (beside.parent / "link.txt").symlink_to(beside.parent / ".secret")
    (beside.parent / "empty.txt").write_text("", encoding="utf-8")
    line = f"  source: {source}\n" if source else ""
    edit(("  source: management-response.txt\n", line), path=beside)
    [told] = against_source(beside, "--source")
    assert "error: source: not compared: " in told
    assert why in told
    assert told.endswith(
        f"; --source DOCUMENT names {'another' if source else 'one'} [not-compared]"
    )
    assert "The secret" not in told


def test_each_of_several_registers_has_its_own_source(beside: Path, tmp_path: Path) -> None:
    shutil.copytree(tmp_path, tmp_path / "other", ignore=shutil.ignore_patterns("other"))
    other = tmp_path / "other" / "recommendations.yaml"
    edit(
        ("id: cross-sectoral\n", "id: another\n"), ("Include “nexus", "Exclude “nexus"), path=other
    )
    [told] = against_source(tmp_path, "--source")
    assert told.startswith("38:12: error: 2: title: ")
    refused = answer("check", str(beside), str(other), "--source", "management-response.txt")
    assert refused.status == 2
    assert "--source DOCUMENT is of one register; --source alone of several" in refused.err


@pytest.mark.parametrize(
    ("words", "why"),
    usually(
        4,
        [
            (("--source", "data/recommendations.yaml"), "is a register, not a document"),
            (("--source", "-"), "--source -: a document is not read from stdin; name a file"),
            (("--source", "nowhere.txt"), "nowhere.txt: there is no such file"),
            (("--source", "tests"), "tests: this is a folder, not a file"),
            (("--source=data/recommendations.schema.json",), ""),
        ],
    ),
)
def test_a_document_that_cannot_be_read_is_refused(words: tuple[str, ...], why: str) -> None:
    ran = answer("check", *words)
    assert why in ran.err
    assert (ran.status, ran.out) == (2, "") if why else ran.status == 1


def test_behind_two_dashes_a_word_is_a_file() -> None:
    assert answer("check", "--", "--source", "--x").out.startswith("--source:1:1: error: there is")


def test_what_a_document_says_does_nothing_in_the_answer(tmp_path: Path) -> None:
    text = "<script>x</script> [bold]no[/b]\x1b[31m \u202eright =1+1 ::error::x."
    (tmp_path / "page.txt").write_text(f"{text}\n\nOver.\n", encoding="utf-8")
    ran = answer("check", str(FICTION), "--source", str(tmp_path / "page.txt"), "--format", "full")
    assert "<script>x</script> [bold]no[/b][31m right =1+1 ::error::x. [not-transcribed]" in ran.out
    assert not {"\x1b", "\u202e"} & {*ran.out}


# check --base


@pytest.mark.usefixtures("register")
def test_what_is_only_added_to_passes() -> None:
    answer(*MOVED)
    answer("record", "B.2", "--progress", "in-progress", "--note", "The list is begun.")
    assert answer("check", "--base", "HEAD") == (0, "", "0 errors and 0 warnings in 1 file\n")


def test_with_a_base_what_it_had_already_is_one_number_and_not_counted(
    git: Git, register: Path
) -> None:
    shutil.copy(SHIPPED, register)
    git.commit()
    strictly = ("check", "--base", "HEAD", "--strict", "--format", "concise")
    older = "; 5 older warnings not shown\n"
    assert answer(*strictly) == (0, "", f"0 errors and 0 warnings in 1 file{older}")
    answer("record", "4.1", "--progress", "completed")
    status, out, err = answer(*strictly)
    assert (status, err) == (1, f"0 errors and 1 warning in 1 file{older}")
    assert out.endswith(" [no-evidence]\n")


def test_what_is_taken_back_is_a_problem_at_its_place(register: Path) -> None:
    edit(*REWRITTEN)
    text = register.read_text(encoding="utf-8")
    begin, end = text.index('      - id: "C.1"'), text.index('      - id: "C.2"')
    register.write_text(text[:begin] + text[end:], encoding="utf-8")
    status, out, _ = answer("check", "--base", "HEAD", "--format", "concise")
    assert status == 1
    assert [line.removeprefix(f"{HOME}:") for line in out.splitlines()] == [
        (
            "22:14: error: A.1: update of 1 Mar 2021 edited: note All series cleaned., "
            "was Series cleaned.; add an update instead [update-changed]"
        ),
        (
            "50:15: warning: B.1: text reworded: … Harbour Master will light [-the quays.-]"
            "{+every quay.+} [reworded]"
        ),
        (
            "60:13: warning: B.2: was completed on 28 May 2021, 3 days early, from 28 May 2021 to "
            "1 Sep 2021 (97 days); now completed on 28 May 2021, 33 days early [restated]"
        ),
        (
            "60:13: warning: B.2: overdue from 2 Sep 2021 to 31 Dec 2021 (121 days): due "
            "30 Jun 2021, was 31 May 2021; first deadline 30 Jun 2021, was 31 May 2021 [restated]"
        ),
        (
            "63:14: error: B.2: first deadline changed from 31 May 2021 to 30 Jun 2021, "
            "30 days later; set or move a deadline by an update [original-changed]"
        ),
        (
            "82:9: error: C.1: removed: The Works Department will raise the west lock once the "
            "council has voted the funds. [removed]"
        ),
    ]


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("        due: 2021-05-31\n", "", "60:13", "original-changed"),
        ("        ongoing: true\n", "", "95:13", "original-changed"),
        (
            "            note: Not accepted by the board; see the reservation.\n",
            "",
            "78:13",
            "update-changed",
        ),
        (ANSWERED, "      []\n", "41:9", "update-changed"),
    ],
)
def test_what_is_gone_is_pointed_at_by_what_it_belonged_to(
    old: str, new: str, place: str, code: str
) -> None:
    edit((old, new))
    ran = answer("check", "--base", "HEAD", "--format", "concise")
    found = [line for line in ran.out.splitlines() if f"[{code}]" in line]
    assert ran.status == 1
    assert [line.partition(": ")[0] for line in found] == [f"{HOME}:{place}"]


def test_a_recommendation_that_is_gone_is_pointed_at_by_the_list(register: Path) -> None:
    text = register.read_text(encoding="utf-8")
    register.write_text(text[: text.index('  - id: "C"')], encoding="utf-8")
    out = answer("check", "--base", "HEAD", "--format", "concise").out
    assert f"{HOME}:11:1: error: C: removed: Plan for higher water [removed]" in out


@pytest.mark.usefixtures("register")
def test_ordinary_problems_are_told_besides_and_first_where_nothing_can_be_compared() -> None:
    edit(REWRITTEN[0], MISTYPED)
    status, out, _ = answer("check", "--base", "HEAD", "--format", "concise")
    assert status == 1
    assert "[unknown-value]" in out
    assert "[original-changed]" not in out


def test_a_register_that_is_new_has_nothing_to_take_back(register: Path) -> None:
    new = Path(shutil.copy(register, register.with_name("new.yaml")))
    edit(("id: harbour", "id: lighthouse"), path=new)
    status, _, err = answer("check", new, "--base", "HEAD")
    assert status == 0
    assert "new since HEAD: there is nothing to compare with" in err


@pytest.mark.usefixtures("register")
def test_a_version_with_an_error_cannot_be_compared_with(git: Git) -> None:
    edit(MISTYPED)
    status, out, err = answer("diff")
    assert (status, out) == (2, "")
    assert f"{HOME}:43:13: error: status: 'pendign'" in err
    git.commit()
    edit(MISTYPED[::-1])
    assert f"{HOME}: at HEAD it has an error: status: 'pendign' is not" in answer("diff").err
    status, out, _ = answer("check", "--base", "HEAD")
    assert status == 1
    assert f"{HOME}:1:1: error: not compared with HEAD: at HEAD it has an error: status" in out


# diff


@pytest.mark.usefixtures("register")
def test_what_lies_there_is_compared_with_the_last_commit() -> None:
    assert answer("diff") == (0, "ID  CHANGE\n", f"0 changes from HEAD to {HOME}\n")
    answer(*MOVED, "--date", "2022-01-10")
    assert lines("diff") == [
        "A.2  deadline moved from 31 Mar 2022 to Jun 2022, 91 days later: The laboratory | is ill."
    ]
    assert answer("diff").err == f"1 change from HEAD to {HOME}: 1 deadline moved\n"


@pytest.mark.usefixtures("register")
def test_two_revisions_are_compared(git: Git) -> None:
    answer(*COMPLETED, "--date", "2021-12-20")
    git.commit()
    answer(*MOVED, "--date", "2022-01-10")
    assert lines("diff", "HEAD~1", "HEAD") == [LATE, RESTATED]
    assert len(lines("diff", "HEAD~1")) == 3


@pytest.mark.usefixtures("register")
def test_a_branch_is_compared_with_where_it_left_another(git: Git) -> None:
    git("switch", "--quiet", "--create", "branch")
    answer(*COMPLETED, "--date", "2021-12-20")
    git.commit()
    git("switch", "--quiet", "main")
    answer(*MOVED, "--date", "2022-01-10")
    git.commit()
    assert lines("diff", "main...branch") == [LATE, RESTATED]
    git("switch", "--quiet", "branch")
    assert lines("diff", "main...") == [LATE, RESTATED]
    assert len(lines("diff", "main...", "main")) == 1


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("words", usually(1, ["check --base", "diff"]))
def test_who_compares_with_where_a_branch_left_another_is_told_that_that_has_moved_on(
    git: Git, words: str
) -> None:
    git("switch", "--quiet", "--create", "branch")
    answer(*COMPLETED)
    git.commit()
    moved_on = "main has moved on since: what restates its answers shows in the merge"
    assert moved_on not in answer(*words.split(), "main...").err.splitlines()
    git("switch", "--quiet", "main")
    answer(*MOVED)
    git.commit()
    git("switch", "--quiet", "branch")
    assert moved_on in answer(*words.split(), "main...").err.splitlines()


@pytest.mark.usefixtures("register")
def test_a_late_entry_is_told_with_what_later_updates_leave() -> None:
    answer("record", "A.2", "--date", "2021-11-01", "--progress", "completed", "--evidence", "x")
    assert lines("diff") == [
        "A.2  completed, 60 days early; later updates leave it in progress, due 31 Mar 2022"
    ]


@pytest.mark.usefixtures("register")
def test_a_difference_fails_a_job_only_when_asked() -> None:
    assert answer("diff", "--exit-code").status == 0
    answer(*COMPLETED)
    assert answer("diff").status == 0
    assert answer("diff", "--exit-code").status == 1


@pytest.mark.usefixtures("register")
def test_json_has_the_last_days_and_the_values_of_the_file() -> None:
    answer(*MOVED, "--date", "2022-01-10")
    assert answer("diff", "--format", "json").json == {
        "format": 1,
        "base": "HEAD",
        "head": str(HOME),
        "changes": [
            {
                "id": "A.2",
                "kind": "deadline-moved",
                "field": "due",
                "before": "2022-03-31",
                "after": "2022-06-30",
                "before_written": "2022-03-31",
                "after_written": "2022-06",
                "days": 91,
                "note": "The laboratory | is ill.",
                "first_day": None,
                "last_day": None,
            }
        ],
    }


@pytest.mark.usefixtures("register")
def test_json_tells_a_deadline_of_another_precision() -> None:
    edit(("due: 2022-03-31", "due: 2022-Q1"))
    (change,) = answer("diff", "--format", "json").json["changes"]
    assert change["before"]["due"] == change["after"]["due"] == "2022-03-31"
    assert change["before"]["due_written"] == "2022-03-31"
    assert change["after"]["due_written"] == "2022-Q1"


@pytest.mark.usefixtures("register")
def test_csv_has_a_row_for_each_change() -> None:
    edit(*REWRITTEN)
    text = answer("diff", "--format", "csv").out
    rows = [*csv.DictReader(io.StringIO(text, newline=""))]
    kinds = ["update-changed", "reworded", "original-changed", "restated", "restated"]
    assert [row["kind"] for row in rows] == kinds
    assert json.loads(rows[0]["after"])["note"] == "All series cleaned."
    assert [rows[-1][name] for name in ("first_day", "last_day")] == ["2021-09-02", "2021-12-31"]


@pytest.mark.usefixtures("register")
def test_markdown_is_fit_for_a_comment_which_calls_nobody_and_links_nothing() -> None:
    answer(*MOVED, "--date", "2022-01-10")
    answer("record", "A.1", "--note", "Thanks, @octocat; fixes #1, GH-2.")
    edit(("The Director may invite", f"The Director {'surely ' * 60}may invite"))
    heading, totals, table = answer("diff", "--format", "markdown").out.split("\n\n")
    assert heading == "### What this changes"
    assert totals == f"3 changes from HEAD to {HOME}: 1 update added, 1 deadline moved, 1 reworded"
    assert table.splitlines()[0] == "| Id | Change |"
    assert r"The laboratory \| is ill." in table
    assert "@<!-- -->octocat; fixes #<!-- -->1, GH-<!-- -->2." in table
    assert "| C.3 | <details><summary>text reworded: The Director {+surely" in table


@pytest.mark.usefixtures("register")
def test_what_takes_something_back_bears_a_sign() -> None:
    edit(*REWRITTEN)
    assert [line.split()[0] for line in lines("diff") if "(!)" in line] == ["A.1", "B.2"]
    assert "2 of them take back what was recorded" in answer("diff").err


# What was answered about a day


@pytest.mark.usefixtures("register")
def test_what_was_told_about_a_day_stands_beside_what_is_known_now() -> None:
    answer(*COMPLETED, "--date", "2021-12-20")
    status, out, err = answer("diff", "--as-of", "2021-12-25")
    assert status == 0
    head, _, action = (re.split(" {2,}", line) for line in out.splitlines())
    assert head == ["ID", "AS TOLD BY HEAD", f"AS KNOWN BY {str(HOME).upper()}"]
    assert action[0] == "B.2"
    assert "state overdue" in action[1]
    assert "completed on 20 Dec 2021" in action[2]
    assert err == f"2 answers about 25 Dec 2021 changed from HEAD to {HOME}\n"


@pytest.mark.usefixtures("register")
def test_of_answers_that_are_the_same_nothing_is_shown() -> None:
    answer(*COMPLETED, "--date", "2021-12-20")
    assert lines("diff", "--as-of", "2021-12-19") == []
    assert answer("diff", "--as-of", "2021-12-19", "--format", "json").json == {
        "format": 1,
        "base": "HEAD",
        "head": str(HOME),
        "as_of": "2021-12-19",
        "answers": [],
    }


@pytest.mark.usefixtures("register")
def test_json_has_of_two_answers_what_differs_and_of_a_new_one_all() -> None:
    edit(("will light the quays", "will light every quay"), ('id: "C.1"', 'id: "C.9"'))
    told = answer("diff", "--as-of", "2021-12-25", "--format", "json").json["answers"]
    reworded, removed, added = told
    assert reworded == {
        "id": "B.1",
        "told": {"text": "The Harbour Master will light the quays."},
        "known": {"text": "The Harbour Master will light every quay."},
    }
    assert [(each["id"], each["known"] is None) for each in (removed, added)] == [
        ("C.1", True),
        ("C.9", False),
    ]
    assert added["told"] is None
    assert {**removed["told"], "id": "C.9"} == added["known"]


# A day as a revision


@pytest.fixture
def rewritten(git: Git, monkeypatch: pytest.MonkeyPatch) -> Git:
    """The register, of which a deadline was rewritten on 3 Jan 2022."""
    monkeypatch.chdir(git.folder)
    edit(REWRITTEN[0])
    git.commit(day="2022-01-03")
    return git


@pytest.mark.usefixtures("rewritten")
@pytest.mark.parametrize(
    ("day", "due"),
    usually(
        2,
        [
            ("2 January 2022", "31 May 2021"),
            ("2022-01-03", "30 Jun 2021"),
            ("2021-12-31", "31 May 2021"),
            ("2022-02-28", "30 Jun 2021"),
        ],
    ),
)
def test_a_day_is_the_last_commit_of_that_day_or_before_it(day: str, due: str) -> None:
    is_before = due == "31 May 2021"
    assert due in answer("actions", "B.2", "--rev", day).out
    assert answer("diff", day, "--exit-code").status == is_before
    assert answer("check", "--base", day).status == is_before


def test_a_day_is_one_of_what_is_checked_out_and_not_of_what_was_merged_later(
    git: Git, register: Path
) -> None:
    git("switch", "--quiet", "--create", "branch")
    edit(REWRITTEN[0], path=register)
    git.commit(day="2022-01-01")
    git("switch", "--quiet", "main")
    git("merge", "--quiet", "--no-ff", "--no-edit", "branch", day="2022-01-03")
    assert "31 May 2021" in answer("actions", "B.2", "--rev", "2022-01-02").out
    assert "30 Jun 2021" in answer("actions", "B.2", "--rev", "2022-01-03").out


BY_REVISION = pytest.mark.parametrize("words", ["list --rev", "check --base", "diff"])


@BY_REVISION
def test_a_day_that_is_a_branch_too_is_ambiguous(rewritten: Git, words: str) -> None:
    rewritten("branch", "2022-01-02")
    status, out, err = answer(*words.split(), "2022-01-02")
    assert (status, out) == (2, "")
    assert "'2022-01-02' is a day, and a name: write refs/heads/2022-01-02, or the id of" in err
    assert answer(*words.split(), "refs/heads/2022-01-02").status == 0


@BY_REVISION
@pytest.mark.usefixtures("rewritten")
def test_before_the_first_commit_a_day_is_no_revision(words: str) -> None:
    status, out, err = answer(*words.split(), "2021-12-30")
    assert (status, out) == (2, "")
    assert "there was no commit by '2021-12-30'; the first is of 31 Dec 2021" in err


# log


@pytest.fixture(scope="module")
def recorded(begun: Git, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six commits: the beginning, an update, a rewriting, an error, its mending, a rename."""
    git = begun.copied(tmp_path_factory.mktemp("past"))
    register = git.folder / HOME
    of_it = ("--register", str(register))
    answer(*COMPLETED, "--date", "2021-12-20", *of_it)
    git.commit(day="2022-03-05", who="Bob")
    edit(REWRITTEN[0], path=register)
    git.commit(day="2022-04-01", who="Eve")
    edit(MISTYPED, path=register)
    git.commit(day="2022-04-02", who="Eve")
    edit(MISTYPED[::-1], path=register)
    answer(*MOVED, "--date", "2022-04-03", *of_it)
    git.commit(day="2022-04-03", who="Ann")
    git("mv", str(register), str(register.with_name("harbour.yaml")))
    git.commit(day="2022-04-04", who="Ann")
    return git.folder


@pytest.fixture
def past(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """These commits, which no test may change."""
    monkeypatch.chdir(recorded)


LOG = ("log", "--register", "data/harbour.yaml")


@pytest.mark.usefixtures("past")
def test_every_commit_is_told_newest_first_through_a_rename() -> None:
    status, out, err = answer(*LOG)
    assert status == 0
    assert [line.split(maxsplit=1)[1] for line in out.splitlines()[1:]] == [
        (
            "3 Apr 2022   Ann          A.2 deadline moved from 31 Mar 2022 to Jun 2022, 91 days "
            "later: The laboratory | is ill."
        ),
        (
            "2 Apr 2022   Eve          (!) cannot be read: status: 'pendign' is not one of "
            "accepted, partial, rejected, pending or not-stated; did you mean 'pending'? "
            "[not-compared]"
        ),
        (
            "1 Apr 2022   Eve          B.2 (!) first deadline changed from 31 May 2021 to "
            "30 Jun 2021, 30 days later [original-changed]"
        ),
        (
            "1 Apr 2022   Eve          B.2 was completed on 28 May 2021, 3 days early, from "
            "28 May 2021 to 1 Sep 2021 (97 days); now completed on 28 May 2021, 33 days early "
            "[restated]"
        ),
        (
            "1 Apr 2022   Eve          B.2 overdue from 2 Sep 2021 to 19 Dec 2021 (109 days): due "
            "30 Jun 2021, was 31 May 2021; first deadline 30 Jun 2021, was 31 May 2021 [restated]"
        ),
        (
            "1 Apr 2022   Eve          B.2 was completed on 20 Dec 2021, 203 days late, from "
            "20 Dec 2021 to 5 Mar 2022 (76 days); now completed on 20 Dec 2021, 173 days late "
            "[restated]"
        ),
        (
            "5 Mar 2022   Bob          B.2 completed, 203 days late (says 20 Dec 2021, recorded "
            "5 Mar 2022: 75 days later)"
        ),
        f"5 Mar 2022   Bob          {RESTATED.replace('  ', ' ')} [restated]",
        "31 Dec 2021  Ann          register created, with 3 recommendations and 8 actions",
    ]
    assert "2 of them take back what was recorded" in err


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize(
    ("options", "number", "said"),
    [
        # What befell the whole register, its beginning and the error, is told with any id.
        ("B", 8, "8 of 9 lines"),
        ("A.2", 3, "3 of 9 lines"),
        ("B --rewritten", 6, "Filter: id B; rewritten only"),
        ("--since 2022-04-02", 2, "2 of 9 lines"),
        ("--rewritten", 6, "6 of 9 lines"),
    ],
)
def test_the_log_is_narrowed_by_id_by_day_and_to_what_was_rewritten(
    options: str, number: int, said: str
) -> None:
    assert len(lines(*LOG, *options.split())) == number
    assert said in answer(*LOG, *options.split()).err


@pytest.mark.usefixtures("past")
def test_a_rewriting_fails_a_job_only_when_asked() -> None:
    assert answer(*LOG, "--exit-code").status == 1
    assert answer(*LOG, "--rewritten").status == 0
    assert answer(*LOG, "--since", "2022-04-03", "--exit-code").status == 0


@pytest.mark.usefixtures("register")
def test_a_warning_that_is_listed_fails_a_job_that_asks_for_what_was_rewritten(git: Git) -> None:
    edit(("will light the quays", "will light every quay"))
    git.commit()
    assert answer("log", "--exit-code").status == 0
    assert answer("log", "--rewritten", "--exit-code").status == 1
    assert answer("log", "A", "--rewritten", "--exit-code").status == 0


@pytest.mark.usefixtures("past")
def test_json_has_the_day_that_is_said_and_the_lag() -> None:
    found = answer(*LOG, "--format", "json").json["log"]
    (one,) = (each for each in found if each["kind"] == "completed")
    names = ("recorded_by", "recorded_on", "says", "lag")
    assert [one[name] for name in names] == ["Bob", "2022-03-05", "2021-12-20", 75]
    restated = ["restated"] * 3
    codes = ["not-compared", "original-changed", *restated, None, "restated", None]
    assert [each["code"] for each in found] == [None, *codes]
    assert [each["rewritten"] for each in found] == [bool(each["code"]) for each in found]


@pytest.mark.usefixtures("past")
def test_an_id_that_was_never_there_is_refused() -> None:
    status, _, err = answer(*LOG, "Z")
    assert status == 2
    assert "this register has no id 'Z'" in err


@pytest.mark.usefixtures("register")
def test_odd_authors_and_days_stop_no_log_and_reach_no_terminal(git: Git) -> None:
    answer(*MOVED)
    git.commit(who="Jürgen \x1b[31m\x1f Müßig A\x1dB\x85C\u2028D")
    (changed, _) = lines("log")
    assert r"Jürgen \x1b[31m\x1f Müßig A\x1dB\x85C\u2028D" in changed
    tree = git("rev-parse", "HEAD^{tree}").strip()
    in_14645 = "@400000000000 +0000"
    late = git("commit-tree", tree, "-p", "HEAD~1", "-m", "Late", day=in_14645).strip()
    git("reset", "--quiet", "--hard", late)
    found = answer("log", "--format", "json").json["log"]
    assert [each["recorded_on"] for each in found] == [None, "2021-12-31"]


def test_a_file_with_a_name_of_many_signs_has_its_own_log(git: Git, register: Path) -> None:
    odd = shutil.copy(register, register.with_name('reg[1] "é".yaml'))
    git.commit()
    git("config", "diff.relative", "true")
    git("config", "diff.renames", "false")
    (created,) = lines("log", "--register", str(odd))
    assert created.endswith("register created, with 3 recommendations and 8 actions")


def test_a_register_that_git_does_not_know_has_no_log(register: Path) -> None:
    new = shutil.copy(register, register.with_name("new.yaml"))
    said = f"ecefollow: {new}: git has no commit of it\n"
    assert answer("log", "--register", new) == (2, "", said)
