"""GitHub alone: reminders, updates by a form, the page; each workflow run as GitHub runs it."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import blocks
import make_github
import pytest
import yaml
from portfolios import FICTION, ROOT, answer
from repositories import Git
from slow_cases import usually
from workflows import GitHub, Json

from ecefollow.analysis.sheet_columns import ASKED
from ecefollow.importing import repository_files
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.vocabulary import Progress

PORTFOLIO: Final = ROOT / "examples" / "portfolio" / "registers"
REGISTER: Final = "data/recommendations.yaml"
HARM: Final = (
    "$(touch X) `touch X` \"; touch X # ${{ github.token }} <script>'x'</script> @team ../.."
)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, ("bash", "jq", "git"))),
    reason="GitHub runs the workflows on Linux, where bash, jq and git are",
)


# The files


def test_the_folder_to_copy_has_what_init_makes() -> None:
    made = {name: (make_github.FOLDER / name).read_text("utf-8") for name in make_github.files()}
    assert made == make_github.files()  # else run examples/make_github.py
    there = [path for path in make_github.FOLDER.rglob("*") if path.is_file()]
    assert len(there) == len(made)


def test_a_workflow_evaluates_nothing_of_the_path() -> None:
    with pytest.raises(RefusedError, match=r"GitHub evaluates \$\{\{ \}\}"):
        repository_files.for_github("a/${{ github.token }}.yaml")
    for text in repository_files.for_github("it's #1.yaml").values():
        assert "register>" not in text
        yaml.safe_load(text)


def test_a_path_that_a_workflow_would_take_for_two_is_refused() -> None:
    with pytest.raises(RefusedError, match="a colon parts registers"):
        repository_files.for_github("a:b.yaml")


WORKFLOWS: Final = {
    name: yaml.safe_load(text)
    for name, text in repository_files.for_github(REGISTER).items()
    if "workflows" in name
}
JOBS: Final = [job for each in WORKFLOWS.values() for job in each["jobs"].values()]


def test_a_workflow_may_do_no_more_than_it_needs_and_uses_nothing_that_can_be_moved() -> None:
    may = {
        ident: {name for name, what in job["permissions"].items() if what == "write"}
        for each in WORKFLOWS.values()
        for ident, job in each["jobs"].items()
    }
    assert may == {
        "change": set(),
        "remind": {"issues"},
        "propose": {"contents", "issues", "pull-requests"},
        "write": set(),
        "publish": {"pages", "id-token"},
    }
    assert all(each["permissions"] == {} for each in WORKFLOWS.values())
    steps = [step for job in JOBS for step in job["steps"]]
    assert [
        s for s in steps if not re.search(r"@[0-9a-f]{40}$", s.get("uses", f"@{'0' * 40}"))
    ] == []
    assert [step for step in steps if "${{" in step.get("run", "")] == []
    checkouts = [step["with"] for step in steps if "actions/checkout" in step.get("uses", "")]
    assert {each["persist-credentials"] for each in checkouts} == {False}


def test_the_form_asks_in_the_words_of_the_sheet() -> None:
    text = repository_files.for_github(REGISTER)[".github/ISSUE_TEMPLATE/update.yml"]
    fields = {each["attributes"]["label"]: each for each in yaml.safe_load(text)["body"]}
    assert next(iter(fields)) == "Action"
    assert fields.keys() - {"Action"} <= {*ASKED.values()}
    options = fields[ASKED["update_progress"]]["attributes"]["options"]
    assert options == [each.words for each in Progress if each is not Progress.NOT_REPORTED]


# The reminder


def due(day: str, registers: Path) -> dict[str, int]:
    """How many actions of each unit are overdue or due within 30 days."""
    of = ("--register", registers, "--as-of", day, "--format", "json")
    actions = answer("overdue", *of).json["actions"] + answer("upcoming", *of).json["actions"]
    return Counter(unit for action in actions for unit in action["responsible"])


@pytest.mark.slow
def test_on_four_days_exactly_the_right_issues_are_opened_updated_and_closed(
    tmp_path: Path,
) -> None:
    registers = tmp_path / "files" / "registers"
    shutil.copytree(PORTFOLIO, registers)
    github = GitHub(tmp_path / "files", tmp_path, "registers")
    before: dict[str, int] = {}
    did = []
    for day in ("2022-06-30", "2022-07-07", "2022-12-31", "2023-12-31"):
        found, now = github.run("reminders", day=day), due(day, registers)
        is_open = [_unit(issue) for issue in found["issues"] if issue["is_open"]]
        assert sorted(is_open) == sorted(now)
        told = [each.split()[1] for each in found["told"] if each.startswith("issue")]
        did += told
        assert told.count("create") == len(now.keys() - before.keys())
        assert told.count("close") == len(before.keys() - now.keys())
        assert told.count("edit") == len(now.keys() & before.keys())
        for issue in found["issues"]:
            if issue["is_open"]:
                assert f"\n- To: {_unit(issue)}\n" in issue["body"]
                assert issue["body"].count("\n### ") == now[_unit(issue)]
            else:
                assert (
                    issue["comments"][-1]
                    == "Under this name, nothing is overdue or due soon any more."
                )
        assert github.run("reminders", day=day)["told"] == []
        before = now
    assert {*did} == {"create", "close", "edit", "comment"}


def _unit(issue: Json) -> str:
    return str(issue["title"].partition(":")[0])


def harbour(tmp_path: Path, text: str, register: str = REGISTER) -> GitHub:
    """A repository with a register of this text on main, as a workflow has checked it out."""
    origin, files = tmp_path / "origin", Git(tmp_path / "files")
    (files.folder / register).parent.mkdir(parents=True, exist_ok=True)
    (files.folder / register).write_text(text, encoding="utf-8")
    files.commit()
    files("clone", "--quiet", "--bare", str(files.folder), str(origin))
    files("remote", "add", "origin", str(origin))
    return GitHub(files.folder, tmp_path, register)


TEXT: Final = FICTION.read_text(encoding="utf-8")


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    return harbour(tmp_path, TEXT)


def with_unit(mention: str) -> str:
    """The register with a unit that is known by another name, and how it is notified."""
    unit = f"  units:\n    - {{name: Harbour Master, mention: {json.dumps(mention)}}}\n\nrecomm"
    return TEXT.replace("\nrecomm", unit, 1)


@pytest.mark.slow
def test_whom_the_register_mentions_is_told_when_something_has_changed(tmp_path: Path) -> None:
    github = harbour(tmp_path, with_unit("@port/master"))
    [issue] = only(github.run("reminders", day="2021-03-01"), "Harbour Master")
    assert issue["body"].startswith("<!-- reminder to-harbour-master.md -->\n@port/master\n\n")
    assert "issues/new?template=update.yml" in issue["body"]
    # Days go by, and that is no reason to disturb anybody.
    [issue] = only(github.run("reminders", day="2021-03-08"), "Harbour Master")
    assert issue["comments"] == []
    [issue] = only(github.run("reminders", day="2021-05-10"), "Harbour Master")
    assert issue["comments"] == []
    [issue] = only(github.run("reminders", day="2021-10-10"), "Harbour Master")
    assert issue["comments"] == ["@port/master What is overdue or due soon has changed."]


def only(found: Json, unit: str) -> list[Json]:
    return [issue for issue in found["issues"] if _unit(issue) == unit]


@pytest.mark.slow
def test_an_issue_of_somebody_else_is_left_alone(github: GitHub) -> None:
    mark = (
        "<!-- reminder to-harbour-master.md -->"  # which anybody can write, and nobody else label
    )
    others = [
        {"number": 2, "title": "T", "body": mark, "labels": [], "by": "User", "is_open": True},
        {"number": 1, "title": "T", "body": None, "labels": ["reminder"], "by": "User"}
        | {"is_open": True},
    ]
    github.save(issues=others)
    found = github.run("reminders", day="2021-03-01")
    assert found["issues"][-2:] == others


@pytest.mark.parametrize(
    "change",
    usually(
        1,
        [
            {"body": "Somebody wrote above.\r\nFIRST"},
            {"body": "Somebody wrote something else."},
            {"labels": ["Erinnerung"]},
            {"title": "Renamed"},
            {"by": "User"},
        ],
    ),
)
def test_what_somebody_changes_in_an_issue_makes_no_second_one(
    github: GitHub, change: Json
) -> None:
    before = github.run("reminders", day="2021-03-01")["issues"]
    github.save(issues=[_changed(each, change) for each in before])
    found = github.run("reminders", day="2021-03-01")
    told = [(each["title"], each["body"]) for each in found["issues"] if each["is_open"]]
    assert told == [(each["title"], each["body"]) for each in before]
    github.save(issues=[each | {"labels": []} for each in found["issues"]])
    nothing = f"{TEXT.partition('recommendations:')[0]}recommendations: []\n"
    (github.folder / REGISTER).write_text(nothing, encoding="utf-8")
    if change.get("by") != "User":  # or neither who opened it nor its label says that it is ours
        found = github.run("reminders", day="2021-03-01")
        assert not [each for each in found["issues"] if each["is_open"]]


def _changed(issue: Json, change: Json) -> Json:
    first = issue["body"].splitlines()[0]
    return issue | {k: v.replace("FIRST", first) if k == "body" else v for k, v in change.items()}


@pytest.mark.slow
def test_a_hostile_register_runs_nothing_and_is_told_as_it_is(tmp_path: Path) -> None:
    text = TEXT.replace("[Harbour Master]", f"[{json.dumps(f'{HARM} -->')}]")
    said = json.dumps(f"{HARM} --> {'ž' * 70_000}")  # too long for an issue
    text = text.replace("The Harbour Master will light the quays.", said)
    github = harbour(tmp_path, text)
    found = github.run("reminders", day="2021-03-01")
    [issue] = [each for each in found["issues"] if "touch" in each["title"]]
    assert issue["title"] == f"{HARM} -->: 1 action due soon"
    assert "ž […]" in issue["body"]
    assert "<script" not in issue["body"]
    assert "@team" not in issue["body"]
    assert github.run("reminders", day="2021-03-01")["told"] == []
    assert not [*tmp_path.rglob("X")]


@pytest.mark.slow
def test_a_register_with_an_error_closes_nothing(github: GitHub) -> None:
    before = github.run("reminders", day="2021-03-01")["issues"]
    (github.folder / REGISTER).write_text("evaluation: {}\n", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        github.run("reminders", day="2021-03-08")
    assert (github.has["issues"], github.has["told"]) == (before, [])


# An update from the form


def filled_in(**answers: str) -> str:
    """What GitHub makes of the form, by the words of its labels."""
    form = repository_files.for_github(REGISTER)[".github/ISSUE_TEMPLATE/update.yml"]
    labels = [each["attributes"]["label"] for each in yaml.safe_load(form)["body"]]
    given = {label.split()[0].casefold(): label for label in labels}
    texts = {given[word]: text for word, text in answers.items()}
    return "\n\n".join(f"### {label}\n\n{texts.get(label) or '_No response_'}" for label in labels)


TRAINED: Final = {
    "action": "B.2",
    "day": "20 December 2021",
    "progress": "completed",
    "what": "All crews are trained.",
    "evidence": "List of 20 December",
    "reported": "Harbour Master",
}


def issue(github: GitHub, body: str, *, edited: str = "") -> Json:
    """What is there after somebody opened or edited an issue with this text."""
    said = {"number": 1, "title": HARM, "body": body, "labels": [], "by": "User", "is_open": True}
    github.save(issues=[said | {"comments": []}])
    event = {
        "action": "edited" if edited else "opened",
        "issue": {"number": 1, "title": HARM, "body": body},
        "sender": {"login": "harbour-master", "id": 77},
        "changes": {edited: {"from": "…"}},
    }
    return github.run("updates", day="2022-01-03", event=event)


def proposed(github: GitHub) -> list[str]:
    """The lines that the branch of the update adds."""
    diff = _origin(github)("diff", "origin/main", "origin/update-1")
    return [line[1:].strip() for line in diff.splitlines() if line[0] == "+" and line[1] != "+"]


def _origin(github: GitHub) -> Git:
    """The files' git, which knows what was pushed."""
    git = Git(github.folder)
    git("fetch", "--quiet", "origin")
    return git


def test_a_form_becomes_a_pull_request_and_is_answered(github: GitHub) -> None:
    found = issue(github, filled_in(**TRAINED))
    assert proposed(github) == [
        "- date: 2021-12-20",
        "progress: completed",
        "note: All crews are trained.",
        "evidence: [List of 20 December]",
        "by: Harbour Master",
    ]
    commit = _origin(github)("log", "-1", "--format=%an <%ae>%n%B", "origin/update-1")
    who = "harbour-master <77+harbour-master@users.noreply.github.com>"
    assert commit.strip() == f"{who}\nRecord what #1 reports\n\nCloses #1"
    [pull] = found["pulls"]
    assert pull["body"] == "Closes #1"  # and what a note names is not closed
    [told] = pull["comments"]
    assert "completed, 203 days late" in told
    [answered] = found["issues"][0]["comments"]
    assert answered == f"Proposed: {pull['url']}\n\n{told}"
    assert told.startswith("### What this changes\n")
    assert "[restated]" in answered  # which a reviewer has to know
    assert "0 errors and 1 warning" in answered


@pytest.mark.slow
def test_an_edited_form_replaces_what_it_proposed_but_not_what_somebody_mended(
    github: GitHub,
) -> None:
    git = Git(github.folder)
    issue(github, filled_in(**TRAINED))
    git("checkout", "--quiet", "-B", "main", "HEAD^")
    edited = filled_in(**TRAINED | {"day": "2021-12-27"})
    found = issue(github, edited, edited="body")
    assert proposed(github)[0] == "- date: 2021-12-27"
    assert len(found["pulls"]) == 1
    assert "210 days late" in found["pulls"][0]["comments"][1]
    # A title says nothing of the update.
    assert issue(github, edited, edited="title")["told"] == []
    git("-c", "user.email=m@example.org", "commit", "--quiet", "--allow-empty", "-m", "Mend it")
    git("push", "--quiet", "origin", "HEAD:update-1")
    git("checkout", "--quiet", "-B", "main", "HEAD^^")
    found = issue(github, filled_in(**TRAINED | {"day": "2021-12-28"}), edited="body")
    assert proposed(github)[0] == "- date: 2021-12-27"
    [answered] = found["issues"][0]["comments"]
    assert answered.startswith("Not recorded, since somebody has changed the branch update-1.")


LONG: Final = "<b> " * 15_000


@pytest.mark.parametrize(
    ("answers", "why"),
    usually(
        1,
        [
            ({"action": "B.22"}, "this register has no id 'B.22'"),
            ({"day": "03/04/2021"}, "date: no day was read: the day or the month may be first"),
            ({"progress": "fair"}, "progress: 'fair' is not one of"),
            (dict.fromkeys(("progress", "what", "evidence"), ""), "nothing to record"),
            ({"progress": "", "what": "", "new": "2022-06"}, "say why the deadline moves"),
            ({"what": "x\n### Reported by\ny"}, "by is given a second time"),
            ({"action": HARM}, "this register has no id '$(touch'"),
            ({"day": HARM}, "date: no day was read"),
            ({"progress": HARM}, "progress: no progress was read"),
            ({"action": "none", "what": LONG}, "this register has no id 'none'"),
            (dict.fromkeys(("what", "evidence", "reported"), HARM), None),
            ({"what": LONG}, None),
        ],
    ),
)
def test_a_form_is_proposed_or_answered_with_why_not_and_runs_and_marks_up_nothing(
    github: GitHub, tmp_path: Path, answers: dict[str, str], why: str | None
) -> None:
    found = issue(github, filled_in(**TRAINED | answers))
    assert not [*tmp_path.rglob("X")]
    [answered] = found["issues"][0]["comments"]
    plain = re.sub(r"(?m)^ {4}.*$", "", answered)  # the same as in the pull request
    assert re.search(r"<script|@team|a token", plain) is None
    if why is None:
        assert len(found["pulls"]) == 1
    else:
        again = "Not recorded. Edit the text above, and it is tried again.\n\n    "
        assert answered.startswith(again)
        assert why in answered
        assert "--help" not in answered  # which is for those who have a terminal
        assert found["pulls"] == []
        assert "update" not in _origin(github)("branch", "--all")


def test_a_form_is_not_to_blame_for_an_error_of_the_register(tmp_path: Path) -> None:
    github = harbour(tmp_path, TEXT.replace("status: accepted", "status: agreed", 1))
    [answered] = issue(github, filled_in(**TRAINED))["issues"][0]["comments"]
    assert answered.startswith("Not recorded, since the register has an error.")
    assert "'agreed' is not one of" in answered


@pytest.mark.slow
def test_of_several_registers_the_one_that_the_action_is_in_is_changed(tmp_path: Path) -> None:
    github = harbour(tmp_path, TEXT, "registers/harbour.yaml")
    other = github.folder / "registers" / "other.yaml"
    other.write_text(TEXT.replace("id: harbour", "id: other"), encoding="utf-8")
    Git(github.folder).commit()
    several = GitHub(github.folder, tmp_path / "files", "registers")
    found = issue(several, filled_in(**TRAINED | {"action": "other:B.2"}))
    assert "other:B.2" in found["issues"][0]["comments"][0]
    changed = Git(github.folder)("show", "--name-only", "--format=")
    assert changed.split() == ["registers/other.yaml"]


def test_an_issue_that_was_not_written_with_the_form_is_left_alone(github: GitHub) -> None:
    assert issue(github, "action: B.2\nprogress: completed\n")["told"] == []


@pytest.mark.slow
def test_where_no_workflow_may_open_a_pull_request_the_answer_says_how_to(github: GitHub) -> None:
    # One from a fork, with a branch of the same name, is not taken for ours.
    theirs = {"url": "https://github.com/port/harbour/pull/9", "head": "mallory:update-1"}
    github.save(pulls=[theirs], may_propose=False)
    found = issue(github, filled_in(**TRAINED))
    assert found["pulls"] == [theirs]
    [answered] = found["issues"][0]["comments"]
    page = "https://github.com/port/harbour/compare/update-1?expand=1"
    assert answered.startswith(f"Proposed: {page}\n\n### What this changes\n")


# The page


def test_the_page_has_the_report_the_calendar_and_the_data(github: GitHub) -> None:
    page = github.folder.parent / "page"
    # Nothing is published until somebody says so in the settings.
    assert github.run("page", day="2022-01-03")["steps"]["write"]["outputs"] == {}
    assert not page.exists()
    github.save(pages="https://port.github.io/harbour/")
    found = github.run("page", day="2022-01-03")
    assert found["steps"]["write"]["outputs"] == {"url": "https://port.github.io/harbour/"}
    assert sorted(each.name for each in page.iterdir()) == [
        "data.sqlite",
        "deadlines.ics",
        "index.html",
    ]
    report = (page / "index.html").read_text("utf-8")
    assert 'href="deadlines.ics"' in report
    assert 'href="data.sqlite"' in report
    calendar = (page / "deadlines.ics").read_text("utf-8")
    assert "https://port.github.io/harbour/#action-A.2" in calendar.replace("\r\n ", "")


# The page of the documentation


@pytest.mark.slow
def test_who_has_github_alone_begins_edits_mends_a_finding_and_sees_what_is_overdue(
    tmp_path: Path,
) -> None:
    page = (ROOT / "docs" / "begin-with-github.md").read_text("utf-8")
    for name in make_github.files():
        assert f"[`{name}`](../examples/github/{name})" in page
    first, update, moved, units = [
        fence for fence in blocks.fences(page) if fence.language == "yaml"
    ]
    [finding] = [fence.text for fence in blocks.fences(page) if fence.language == "text"]
    begun = make_github.files()[REGISTER]
    agreed = begun.replace("recommendations: []\n", first.text)
    for old, own in (
        ("harbour-2021", "quays-2020"),
        ("the harbour\n", "the quays\n"),
        ("Port Authority", "Port"),
    ):
        agreed = agreed.replace(old, own, 1)
    github = harbour(tmp_path, begun)
    _origin(github)
    register = github.folder / REGISTER
    register.write_text(agreed, encoding="utf-8")
    found = github.run("registers", day="2021-02-01", GITHUB_BASE_REF="main")
    assert "5 changes from" in found["summary"]
    assert "id changed from harbour-2021 to quays-2020" in found["summary"]
    assert "takes back" not in found["summary"]
    Git(github.folder).commit()
    Git(github.folder)("push", "--quiet", "origin", "HEAD:main")
    _origin(github)
    register.write_text(agreed.replace("due: 2021-03-31", "due: 2021-05-31"), encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        github.run("registers", day="2021-03-15", GITHUB_BASE_REF="main")
    assert f"title=ecefollow original-changed::{finding}" in failed.value.stdout
    last = "due: 2021-03-31\n"
    mended = agreed.replace(last, last + update.text + moved.text)
    register.write_text(mended.replace("\nrecomm", f"{units.text}\nrecomm", 1), encoding="utf-8")
    found = github.run("registers", day="2021-03-15", GITHUB_BASE_REF="main")
    assert "deadline moved from 31 Mar 2021 to 31 May 2021" in found["summary"]
    [issue] = github.run("reminders", day="2021-06-07")["issues"]
    assert issue["title"] == "Harbour Master: 1 action overdue"
    assert "\n@port/harbour-master\n" in issue["body"]


# The check


def test_a_change_is_checked_against_its_target_and_summed_up(github: GitHub) -> None:
    git = Git(github.folder)
    git("fetch", "--quiet", "origin", "main:refs/remotes/origin/main")
    register = github.folder / REGISTER
    register.write_text(TEXT.replace("Series cleaned.", "Cleaned."), encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        github.run("registers", day="2022-01-03", GITHUB_BASE_REF="main")
    assert "::error file=data/recommendations.yaml,line=" in failed.value.stdout
    register.write_text(TEXT.replace("will light", "will relight"), encoding="utf-8")
    found = github.run("registers", day="2022-01-03", GITHUB_BASE_REF="main")
    assert "relight" in found["summary"]
