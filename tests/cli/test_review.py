"""`diff`, `check --base` and `log`: what a reviewer and an auditor are told, from real git."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ecefollow.cli import main

ROOT = Path(__file__).parents[2]
FICTION = ROOT / "examples" / "followed-up.yaml"
HOME = Path("data", "recommendations.yaml")

Git = Callable[..., str]
Run = Callable[..., tuple[int, str, str]]
Edit = Callable[..., None]


@pytest.fixture
def register(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fictional register, committed."""
    path = tmp_path / HOME
    path.parent.mkdir()
    path.write_bytes(FICTION.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    committed(git, "2021-12-31", "Ann")
    return path


def committed(git: Git, day: str, author: str) -> None:
    """Commit what there is, as of a day."""
    when = f"{day}T12:00:00+00:00"
    git("add", ".")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_COMMITTER_DATE", when)
        patch.setenv("GIT_AUTHOR_NAME", author)
        git("commit", "--quiet", "--message", "A change", "--date", when)


@pytest.fixture
def edit(register: Path) -> Edit:
    def edit(*swaps: tuple[str, str]) -> None:
        text = register.read_text(encoding="utf-8")
        for old, new in swaps:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        register.write_text(text, encoding="utf-8", newline="\n")

    return edit


MOVED = ("record", "A.2", "--due", "2022-06", "--note", "The laboratory | is ill.")
COMPLETED = ("record", "B.2", "--progress", "completed", "--evidence", "List")
# An original deadline, an update, a record and a wording, each of which was said before.
REWRITTEN = (
    ("        due: 2021-05-31\n", "        due: 2021-06-30\n"),
    ("note: Series cleaned.,", "note: All series cleaned.,"),
    ("will light the quays", "will light every quay"),
)


ANSWERED = (
    "      - {date: 2021-04-09, status: partial, note: Decided by the board., by: Secretariat}\n"
)

# diff


def test_what_lies_there_is_compared_with_the_last_commit() -> None:
    assert answer("diff") == (0, "ID  CHANGE\n", f"0 changes from HEAD to {HOME}\n")
    answer(*MOVED, "--date", "2022-01-10")
    _, out, err = answer("diff")
    assert out.splitlines()[1:] == [
        "A.2  deadline moved from 31 Mar 2022 to Jun 2022, 91 days later: The laboratory | is ill."
    ]
    assert err == f"1 change from HEAD to {HOME}: 1 deadline moved\n"


def test_two_revisions_are_compared(git: Git) -> None:
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-01-05", "Bob")
    answer(*MOVED, "--date", "2022-01-10")
    assert answer("diff", "HEAD~1", "HEAD").out.splitlines()[1:] == [
        "B.2  completed, 203 days late"
    ]
    assert len(answer("diff", "HEAD~1").out.splitlines()) == 3


def test_a_branch_is_compared_with_where_it_left_another(git: Git) -> None:
    git("switch", "--quiet", "--create", "branch")
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-01-05", "Bob")
    git("switch", "--quiet", "main")
    answer(*MOVED, "--date", "2022-01-10")
    committed(git, "2022-01-10", "Ann")
    git("switch", "--quiet", "branch")
    assert answer("diff", "main...").out.splitlines()[1:] == ["B.2  completed, 203 days late"]


def test_of_two_branches_the_second_is_compared_with_where_it_left_the_first(git: Git) -> None:
    git("switch", "--quiet", "--create", "branch")
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-01-05", "Bob")
    git("switch", "--quiet", "main")
    assert len(answer("diff", "main...branch").out.splitlines()) == 2
    assert answer("diff", "main...branch", "main").out.splitlines() == ["ID  CHANGE"]


def test_a_late_entry_is_told_with_what_later_updates_leave() -> None:
    answer("record", "A.2", "--date", "2021-11-01", "--progress", "completed", "--evidence", "x")
    assert answer("diff").out.splitlines()[1:] == [
        (
            "A.2  completed, 60 days early; later updates leave it in progress, due 31 Mar 2022 "
            "(alters answers about days up to 6 Dec 2021)"
        )
    ]


def test_a_comment_calls_nobody_and_links_nothing() -> None:
    answer("record", "A.2", "--note", "Thanks, @octocat; fixes #1.")
    out = answer("diff", "--format", "markdown").out
    assert "&#64;octocat; fixes &#35;1" in out


def test_a_difference_fails_a_job_only_when_asked() -> None:
    assert answer("diff", "--exit-code").status == 0
    answer(*COMPLETED)
    assert answer("diff").status == 0
    assert answer("diff", "--exit-code").status == 1


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
                "days": 91,
                "note": "The laboratory | is ill.",
            }
        ],
    }


def test_csv_has_a_row_for_each_change(edit: Edit) -> None:
    edit(*REWRITTEN)
    rows = list(csv.DictReader(io.StringIO(answer("diff", "--format", "csv").out, newline="")))
    assert [row["kind"] for row in rows] == ["update-changed", "reworded", "original-changed"]
    assert json.loads(rows[0]["after"])["note"] == "All series cleaned."


def test_markdown_is_fit_for_a_comment(edit: Edit) -> None:
    answer(*MOVED, "--date", "2022-01-10")
    edit(("The Director may invite", f"The Director {'surely ' * 60}may invite"))
    out = answer("diff", "--format", "markdown").out
    heading, totals, table, *others = out.split("\n\n")
    assert heading == "### What this changes"
    assert totals == f"2 changes from HEAD to {HOME}: 1 deadline moved, 1 reworded"
    assert table.splitlines()[0] == "| Id | Change |"
    assert r"The laboratory \| is ill." in table
    assert "| C.3 | <details><summary>text reworded: The Director {+surely" in table
    assert not others


def test_what_takes_something_back_bears_a_sign(edit: Edit) -> None:
    edit(*REWRITTEN)
    _, out, err = answer("diff")
    signed = [line.split()[0] for line in out.splitlines() if "(!)" in line]
    assert signed == ["A.1", "B.2"]
    assert "2 of them take back what was recorded" in err


def test_a_version_that_cannot_be_read_is_refused(edit: Edit, git: Git) -> None:
    edit(("status: pending", "status: pendign"))
    status, out, err = answer("diff")
    assert (status, out) == (2, "")
    assert f"{HOME}:43:13: error: status: 'pendign'" in err
    committed(git, "2022-01-01", "Ann")
    edit(("status: pendign", "status: pending"))
    assert f"{HOME}: at HEAD it has an error: status: 'pendign' is not" in answer("diff").err


# check --base


def test_what_is_only_added_to_passes() -> None:
    answer(*MOVED, "--date", "2022-01-10")
    answer(*COMPLETED, "--date", "2021-12-20")
    status, out, _ = answer("check", "--base", "HEAD")
    assert (status, out) == (0, "")


def test_what_is_taken_back_is_a_problem_at_its_place(edit: Edit, register: Path) -> None:
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
            "63:14: error: B.2: original due changed from 31 May 2021 to 30 Jun 2021, "
            "30 days later; move a deadline by an update [original-changed]"
        ),
        (
            "82:9: error: C.1: removed: The Works Department will raise the west lock once the "
            "council has voted the funds. [removed]"
        ),
    ]


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
def test_what_is_gone_is_pointed_at_by_what_it_belonged_to(  # noqa: PLR0913 - a row of a table
    edit: Edit, *, old: str, new: str, place: str, code: str
) -> None:
    edit((old, new))
    status, out, _ = answer("check", "--base", "HEAD", "--format", "concise")
    found = [line for line in out.splitlines() if f"[{code}]" in line]
    assert status == 1
    assert [line.partition(": ")[0] for line in found] == [f"{HOME}:{place}"]


def test_a_recommendation_that_is_gone_is_pointed_at_by_the_list(register: Path) -> None:
    text = register.read_text(encoding="utf-8")
    register.write_text(text[: text.index('  - id: "C"')], encoding="utf-8")
    _, out, _ = answer("check", "--base", "HEAD", "--format", "concise")
    assert f"{HOME}:11:1: error: C: removed: Plan for higher water [removed]" in out


def test_a_workflow_is_told_in_its_own_form(edit: Edit) -> None:
    edit(REWRITTEN[0])
    status, out, _ = answer("check", "--base", "HEAD", "--format", "github")
    assert status == 1
    assert out.startswith(f"::error file={HOME},line=63,col=14")


def test_ordinary_problems_are_told_besides_and_first_where_nothing_can_be_compared(
    edit: Edit,
) -> None:
    edit(REWRITTEN[0], ("status: pending", "status: pendign"))
    status, out, _ = answer("check", "--base", "HEAD", "--format", "concise")
    assert status == 1
    assert "[unknown-value]" in out
    assert "[original-changed]" not in out


def test_a_register_that_is_new_has_nothing_to_take_back(register: Path) -> None:
    new = register.with_name("new.yaml")
    new.write_bytes(register.read_bytes().replace(b"id: harbour", b"id: lighthouse"))
    status, _, err = answer("check", str(new), "--base", "HEAD")
    assert status == 0
    assert "new since HEAD: there is nothing to compare with" in err


def test_a_base_with_an_error_cannot_be_compared_with(edit: Edit, git: Git) -> None:
    edit(("status: pending", "status: pendign"))
    committed(git, "2022-01-01", "Ann")
    edit(("status: pendign", "status: pending"))
    status, out, _ = answer("check", "--base", "HEAD")
    assert status == 1
    assert f"{HOME}:1:1: error: not compared with HEAD: at HEAD it has an error: status" in out


@pytest.mark.parametrize("base", ["nowhere", "nowhere..."])
def test_a_base_that_git_does_not_know_ends_with_2(base: str) -> None:
    status, out, err = answer("check", "--base", base)
    assert (status, out) == (2, "")
    assert "git knows no revision 'nowhere'" in err


# log


@pytest.fixture
def past(git: Git, edit: Edit, register: Path) -> None:
    """Five commits more: an update, a rewriting, one that cannot be read, its mending, a rename."""
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-03-05", "Bob")
    edit(REWRITTEN[0])
    committed(git, "2022-04-01", "Eve")
    edit(("status: pending", "status: pendign"))
    committed(git, "2022-04-02", "Eve")
    edit(("status: pendign", "status: pending"))
    answer(*MOVED, "--date", "2022-04-03")
    committed(git, "2022-04-03", "Ann")
    git("mv", str(register), str(register.with_name("harbour.yaml")))
    committed(git, "2022-04-04", "Ann")


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
            "1 Apr 2022   Eve          B.2 (!) original due changed from 31 May 2021 to "
            "30 Jun 2021, 30 days later [original-changed]"
        ),
        "1 Apr 2022   Eve          B.2 was 203 days late, now 173 days late",
        (
            "5 Mar 2022   Bob          B.2 completed, 203 days late (says 20 Dec 2021, recorded "
            "5 Mar 2022: 75 days later)"
        ),
        "31 Dec 2021  Ann          register created, with 3 recommendations and 8 actions",
    ]
    assert "2 of them take back what was recorded" in err


@pytest.mark.usefixtures("past")
def test_the_log_is_narrowed_by_id_by_day_and_to_what_was_rewritten() -> None:
    # What befell the whole register, its beginning and the error, is told with any id.
    assert len(answer(*LOG, "B").out.splitlines()) == 6
    assert len(answer(*LOG, "A.2").out.splitlines()) == 4
    assert "5 of 6 lines" in answer(*LOG, "B").err
    assert "Filter: id B; rewritten only" in answer(*LOG, "B", "--rewritten").err
    assert len(answer(*LOG, "--since", "2022-04-02").out.splitlines()) == 3
    assert len(answer(*LOG, "--rewritten").out.splitlines()) == 3


@pytest.mark.usefixtures("past")
def test_a_rewriting_fails_a_job_only_when_asked() -> None:
    assert answer(*LOG, "--exit-code").status == 1
    assert answer(*LOG, "--rewritten").status == 0
    assert answer(*LOG, "--since", "2022-04-03", "--exit-code").status == 0


def test_a_warning_that_is_listed_fails_a_job_that_asks_for_what_was_rewritten(
    edit: Edit, git: Git
) -> None:
    edit(("will light the quays", "will light every quay"))
    committed(git, "2022-01-05", "Bob")
    assert answer("log", "--exit-code").status == 0
    assert answer("log", "--rewritten", "--exit-code").status == 1
    assert answer("log", "A", "--rewritten", "--exit-code").status == 0


@pytest.mark.usefixtures("past")
def test_json_has_the_day_that_is_said_and_the_lag() -> None:
    found = answer(*LOG, "--format", "json").json["log"]
    (one,) = (each for each in found if each["kind"] == "completed")
    assert (one["recorded_by"], one["recorded_on"], one["says"], one["lag"]) == (
        "Bob",
        "2022-03-05",
        "2021-12-20",
        75,
    )
    assert [each["rewritten"] for each in found] == [False, True, True, False, False, False]
    assert [each["code"] for each in found][1:3] == ["not-compared", "original-changed"]


@pytest.mark.usefixtures("past")
def test_an_id_that_was_never_there_is_refused() -> None:
    status, _, err = answer(*LOG, "Z")
    assert status == 2
    assert "this register has no id 'Z'" in err


def test_of_a_merge_counts_what_it_brought(git: Git) -> None:
    git("switch", "--quiet", "--create", "branch")
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-01-05", "Bob")
    git("switch", "--quiet", "main")
    git("merge", "--quiet", "--no-ff", "branch", "--message", "Merge")
    out = answer("log").out.splitlines()
    assert len(out) == 3
    assert "B.2 completed" in out[1]


def test_a_copy_hides_nothing(git: Git, register: Path) -> None:
    copy = register.with_name("copy.yaml")
    copy.write_bytes(register.read_bytes())
    committed(git, "2022-01-01", "Eve")
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-01-02", "Bob")
    git("rm", "--quiet", str(register))
    committed(git, "2022-01-03", "Eve")
    register.parent.mkdir(exist_ok=True)
    register.write_bytes(copy.read_bytes())
    committed(git, "2022-01-04", "Eve")
    out = answer("log").out.splitlines()[1:]
    assert [line.split(maxsplit=5)[5] for line in out] == [
        "(!) the file was removed [removed]",
        "B.2 completed, 203 days late (says 20 Dec 2021, recorded 2 Jan 2022: 13 days later)",
        "register created, with 3 recommendations and 8 actions",
    ]
    assert answer("log", "--rewritten", "--exit-code").status == 1


def test_odd_authors_and_days_stop_no_log_and_reach_no_terminal(git: Git) -> None:
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-01-02", "Jürgen \x1b[31m\x1f Müßig")
    tree = git("rev-parse", "HEAD^{tree}").strip()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_COMMITTER_DATE", "@400000000000 +0000")
        late = git("commit-tree", tree, "-p", "HEAD~1", "-m", "In the year 14645").strip()
    assert r"Jürgen \x1b[31m\x1f Müßig" in answer("log").out
    git("reset", "--quiet", "--hard", late)
    status, out, _ = answer("log", "--format", "json")
    assert status == 0
    assert [each["recorded_on"] for each in json.loads(out)["log"]] == [None, "2021-12-31"]


def test_no_sign_in_an_authors_name_takes_a_commit_out_of_the_log(git: Git) -> None:
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-01-02", "A\x1dB\x85C\u2028D")
    out = answer("log").out.splitlines()
    assert len(out) == 3
    assert r"A\x1dB\x85C\u2028D" in out[1]


def test_a_file_with_a_name_of_many_signs_has_its_own_log(git: Git, register: Path) -> None:
    odd = register.with_name('reg[1] "é".yaml')
    odd.write_bytes(register.read_bytes())
    committed(git, "2022-01-01", "Ann")
    git("config", "diff.relative", "true")
    git("config", "diff.renames", "false")
    out = answer("log", "--register", str(odd))[1].splitlines()
    assert len(out) == 2
    assert out[1].endswith("register created, with 3 recommendations and 8 actions")


def test_a_shallow_clone_says_that_it_is_one(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(*COMPLETED, "--date", "2021-12-20")
    committed(git, "2022-01-02", "Bob")
    git("clone", "--quiet", "--depth", "1", tmp_path.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert "the history of this clone begins, with 3 recommendations" in answer("log").out


def test_a_register_that_git_does_not_know_has_no_log(register: Path) -> None:
    new = register.with_name("new.yaml")
    new.write_bytes(register.read_bytes())
    status, _, err = answer("log", "--register", str(new))
    assert (status, err) == (2, f"ecefollow: {new}: git has no commit of it\n")
