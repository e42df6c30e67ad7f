"""`list`, `actions` and `show`: which rows, and what is said beside them."""

import re
import shutil
from pathlib import Path

import pytest
from portfolios import FICTION, Answer, answer


def written(tmp_path: Path, actions: str) -> str:
    """The path of a register with one recommendation and these actions."""
    path = tmp_path / "register.yaml"
    path.write_text(
        f"""\
evaluation: {{id: x, title: Title, organization: UNECE}}
recommendations:
  - id: "A"
    title: Meet
    status: accepted
    actions:
{actions}""",
        encoding="utf-8",
    )
    return str(path)


def test_partially_accepted_recommendations_are_2_5_and_7() -> None:
    assert answer("list", "--status", "partial").ids == ["2", "5", "7"]


def test_a_recommendations_id_gives_all_of_its_actions() -> None:
    assert answer("actions", "7", "3.1").ids == ["3.1", "7.1", "7.2", "7.3"]


def test_an_empty_answer_names_the_filter() -> None:
    said = answer("list", "--status", "rejected", "--search", "nexus").err
    assert "0 of 7 recommendations" in said
    assert "Filter: status rejected; search nexus" in said


def test_the_list_of_an_empty_register_says_that_it_is_empty_and_counts_no_actions(
    tmp_path: Path,
) -> None:
    path = tmp_path / "empty.yaml"
    begun = "evaluation: {id: e, title: E, organization: O}\nrecommendations: []\n"
    path.write_text(begun, encoding="utf-8")
    said = answer("list", "--register", path, "--as-of", "2021-12-31").err
    assert said == "0 recommendations, as of 31 Dec 2021\nNote: there are no recommendations yet\n"


def test_a_name_that_no_action_has_is_named() -> None:
    ran = answer("actions", "--responsible", "pmo", "--tag", "knowledge")
    assert ran.status == 0
    assert "no action has 'pmo' as responsible; did you mean 'PMU'?" in ran.err
    assert "no recommendation has the tag 'knowledge'; there are none" in ran.err


def test_a_changed_answer_counts_from_its_day() -> None:
    asked = ("list", "B", "--register", FICTION, "--format", "csv", "--as-of")
    assert ",pending," in answer(*asked, "2021-04-08").out
    assert ",partial," in answer(*asked, "2021-04-09").out


# show


def test_show_as_json_has_the_fields_of_a_listing_and_the_updates() -> None:
    record = answer("show", "A", "--register", FICTION, "--format", "json").json
    [recommendation], actions = record["recommendations"], record["actions"]
    assert recommendation["actions"] == 2
    assert [action["id"] for action in actions] == ["A.1", "A.2"]
    assert [update["due"] for update in actions[1]["updates"]] == ["2021-12-31", "2022-03-31"]


def test_show_tells_the_history_as_of_the_day() -> None:
    asked = ("show", "B.2", "--register", FICTION, "--as-of")
    assert "completed, 3 days early" in answer(*asked, "2021-06-01").out
    assert "reopened" not in answer(*asked, "2021-06-01").out
    assert "in progress, reopened" in answer(*asked, "2021-12-31").out


def test_show_tells_the_days_of_each_update() -> None:
    asked = ("show", "A.2", "B.2", "--register", FICTION)
    moved, completed = answer(*asked, "--format", "json").json["actions"]
    assert [each["days_moved"] for each in moved["updates"]] == [92, 90]
    assert [each["days_late"] for each in completed["updates"]] == [-3, None]
    assert "deadline moved from Q3 2021 to Dec 2021, 92 days later" in answer(*asked).out


def test_show_says_reopened_only_of_what_was_closed_the_day_before(tmp_path: Path) -> None:
    register = written(
        tmp_path,
        """\
      - id: "A.1"
        text: Act
        responsible: []
        updates:
          - {date: 2018-04-01, progress: completed}
          - {date: 2018-04-05, progress: in-progress}
          - {date: 2018-04-05, progress: completed}
          - {date: 2018-04-09, progress: in-progress}
""",
    )
    out = answer("show", "A.1", "--register", register).out
    assert "5 Apr 2018 in progress\n" in out
    assert "9 Apr 2018 in progress, reopened\n" in out


def test_what_was_recorded_late_bears_that_in_the_history(tmp_path: Path) -> None:
    register = ("--register", shutil.copy(FICTION, tmp_path))
    answer("record", "A.2", "--date", "2021-11-08", "--note", "Instruments are there.", *register)
    out = answer("show", "A.2", *register).out
    assert "Instruments are there. · late entry" in " ".join(out.split())
    assert out.count("late entry") == 1


# A deadline that stands under one reading

NOTE_OF_5_1 = "* This day stands under one reading of the source; see `ecefollow show 5.1`."


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("list 5 --as-of 2018-03-31", "Feb 2018*, passed"),
        ("list 5 --as-of 2018-02-15", "Feb 2018*  "),
        ("actions 5 --as-of 2018-02-15", "Feb 2018*"),
        ("actions 5 --format table", "Feb 2018*"),
        ("actions 5 --format markdown", "| Feb 2018\\* |"),
        ("overdue 3 5 --as-of 2018-03-31", "Feb 2018*"),
        ("overdue 3 5 --against original", "Feb 2018*"),
        ("upcoming 3 5 --as-of 2018-02-15", "Feb 2018*"),
    ],
)
def test_a_day_under_one_reading_is_marked_and_explained_once(command: str, shown: str) -> None:
    ran = answer(*command.split())
    assert shown in ran.out
    assert (ran.out + ran.err).splitlines().count(NOTE_OF_5_1) == 1
    assert "28 Feb 2018*" not in ran.out


@pytest.mark.parametrize("format", ["json", "csv"])
@pytest.mark.parametrize("command", ["list", "actions", "overdue", "upcoming"])
def test_programs_see_no_mark(command: str, format: str) -> None:
    ran = answer(command, "--as-of", "2018-02-15", "--format", format)
    assert "2018*" not in ran.out
    assert "one reading" not in ran.err


def test_only_the_day_that_was_read_is_marked(tmp_path: Path) -> None:
    register = written(
        tmp_path,
        """\
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
""",
    )

    def dues(found: Answer) -> list[str]:
        return re.findall(r"(?:\d+ )?[A-Z][a-z]+ 2018\*?", found.out)

    before, after = (
        answer("actions", "--as-of", f"2018-01-0{day}", "--register", register) for day in (4, 5)
    )
    assert dues(before) == ["Feb 2018*", "28 Feb 2018", "Mar 2018*"]
    assert "`ecefollow show A.1 A.3`" in before.err
    assert dues(after) == ["Feb 2018*", "28 Feb 2018", "30 Apr 2018"]
    assert "`ecefollow show A.1`" in after.err
    # Another action is due on the same day, whatever the reading.
    assert "*" not in answer("list", "--as-of", "2018-01-05", "--register", register).out
