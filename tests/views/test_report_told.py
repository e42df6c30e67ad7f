"""What a report says of the record: what was told about the first day, and what is known now."""

import re
from html import unescape
from pathlib import Path

import pytest
from portfolios import answer
from reports import HARM, hostile_record, markdown
from repositories import Git

from ecefollow.render import report_html

HOME = Path("data", "recommendations.yaml")
BEGUN = "{date: 2021-03-01, progress: in-progress, note: Begun}"
DONE = "{date: 2021-04-05, progress: completed, evidence: [Minutes]}"
UNCHANGED = "Every answer about this day is the same now."


def text(*updates: str) -> str:
    return f"""\
evaluation: {{id: e, title: T, organization: O}}
recommendations:
  - id: "1"
    title: First
    status: accepted
    actions:
      - {{id: "1.1", text: Review, responsible: [Unit], due: 2021-03-30,
         updates: [{", ".join(updates)}]}}
      - {{id: "1.2", text: Train, responsible: [Director], due: 2021-06-30}}
"""


def written(folder: Path, *updates: str) -> Path:
    path = folder / HOME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(*updates), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Git:
    """What was begun in March is completed in April, and recorded in June. No test changes it."""
    git = Git(tmp_path_factory.mktemp("record"))
    for day, who, updates in (
        ("2021-03-02", "Ann", [BEGUN]),
        ("2021-06-03", "Bea", [BEGUN, DONE]),
    ):
        written(git.folder, *updates)
        git.commit(day=day, who=who)
    return git


def reported(path: Path, since: str, *args: str) -> str:
    """The words of a report on the time until July, in one line."""
    asked = ("--register", path, "--since", since, "--as-of", "2021-07-01", "--format", "markdown")
    found = answer("report", *args, *asked)
    assert found.status == 0, found.err
    return re.sub("---+:?", "---", " ".join(found.out.split()))


def in_words(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", page)).split())


def part(whole: str) -> str:
    """What a report says of what was told."""
    begin = whole.index("What was told about")
    found = re.search("(.*?)(How to read this|## Recommendations and)", whole[begin:])
    assert found
    return found[1]


def told(path: Path, since: str) -> str:
    return part(reported(path, since))


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("nowhere", "it is not in a git repository."),
        ("uncommitted", "nothing has been committed yet."),
        ("committed", "there was no commit by '2021-02-01'; the first is of 2 Mar 2021."),
    ],
)
def test_what_git_does_not_know_is_said_not_to_be_known_and_why(
    repository: Git, tmp_path: Path, where: str, reason: str
) -> None:
    path = repository.folder / HOME if where == "committed" else written(tmp_path, BEGUN)
    if where == "uncommitted":
        Git(tmp_path)
    whole = reported(path, "2021-02-01")
    assert f"What was told then is not known: {reason}" in part(whole)
    assert ", as told" not in whole


def test_that_every_answer_is_the_same_is_said(repository: Git) -> None:
    found = told(repository.folder / HOME, "2021-06-04")
    assert found.startswith(f"What was told about 4 Jun 2021 {UNCHANGED}")
    assert "Recorded since" not in found


def test_an_answer_that_is_another_one_now_stands_as_told_beside_as_known(repository: Git) -> None:
    found = re.sub("-[-:]+", "---", told(repository.folder / HOME, "2021-06-01"))
    assert (
        "| Id | As told then | As known now | | --- | --- | --- | "
        "| [1](#recommendation-1) | closed 0; earliest due 30 Mar 2021; unverified 0 | "
        "closed 1; earliest due 30 Jun 2021; unverified 1 | "
        "| [1.1](#action-1.1) | days overdue 63; progress in progress; last update 1 Mar 2021; "
        "state overdue | "
        "days late 6; progress completed; completed on 5 Apr 2021; last update 5 Apr 2021; "
        "state completed; verification unverified |"
    ) in found
    assert UNCHANGED not in found


def test_who_recorded_what_made_the_difference_is_told_with_the_lag(repository: Git) -> None:
    found = told(repository.folder / HOME, "2021-06-01")
    assert "Recorded since about the time up to this day" in found
    assert "completed, 6 days late (recorded by Bea on 3 Jun 2021, 59 days later)" in found


@pytest.mark.parametrize(("day", "is_told"), [("2021-06-04", True), ("2021-06-05", False)])
def test_what_was_recorded_since_is_told_if_it_speaks_of_the_time_up_to_the_day(
    repository: Git, tmp_path: Path, day: str, *, is_told: bool
) -> None:
    git = repository.copied(tmp_path)
    path = written(tmp_path, BEGUN, DONE, f"{{date: {day}, note: Seen.}}")
    git.commit(day="2021-06-21")
    found = told(path, "2021-06-04")
    assert ("Recorded since" in found) == is_told
    assert (UNCHANGED not in found) == is_told


def test_the_figures_of_the_first_day_stand_as_told_and_as_known_now(repository: Git) -> None:
    found = reported(repository.folder / HOME, "2021-06-01")
    assert "| | 1 Jun 2021, as told | 1 Jun 2021, as known now | 1 Jul 2021 |" in found
    assert (
        "| ! overdue | 1 | 0 | 1 | | → scheduled | 1 | 1 | 0 | | ✓ completed | 0 | 1 | 1 |" in found
    )


def test_a_narrowed_report_says_what_was_told_of_its_own_records(repository: Git) -> None:
    found = reported(repository.folder / HOME, "2021-06-01", "--responsible", "Director")
    assert "days overdue 63" not in found
    assert "recorded by Bea" not in found
    assert "| **All** | 1 | 1 | 1 | | ! overdue | 0 | 0 | 1 | | → scheduled | 1 | 1 | 0 |" in found


def test_of_several_registers_each_answer_is_that_of_its_own(
    repository: Git, tmp_path: Path
) -> None:
    git = repository.copied(tmp_path)
    other = text(BEGUN).replace("{id: e,", "{id: other,")
    (tmp_path / "data" / "other.yaml").write_text(other, encoding="utf-8")
    git.commit(day="2021-06-10")
    found = told(tmp_path / "data", "2021-06-01")
    assert "| [e:1.1](#action-e:1.1) | days overdue 63;" in found
    assert "| [other:1.1](#action-other:1.1) | not there | Review |" in found


def test_a_hostile_text_of_the_record_is_text() -> None:
    page = part(in_words(report_html.render(hostile_record())))
    assert page.count(" ".join(HARM.split())) > 1
    for write in (report_html.render, markdown):
        text = write(hostile_record())
        assert "alert(1)" in text
        assert not re.search("<script>alert|<img", text)
