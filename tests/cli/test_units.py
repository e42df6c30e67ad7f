"""All names of a unit are one: whatever is asked, counted, sent out or taken back."""

import json
import random
import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import answer
from random_registers import UNITS, Data, as_yaml, interesting_days, random_register
from repositories import Git

A_DAY = date(2019, 1, 1)  # for a register without any


class Asked(NamedTuple):
    """A register asked about a day."""

    path: Path
    day: str

    def text(self, *args: str, format: str) -> str:
        options = ("--register", self.path, "--as-of", self.day, "--format", format)
        found = answer(*args, *options)
        assert found.status == 0, found.err
        return found.out

    def json(self, *args: str) -> Any:
        return json.loads(self.text(*args, format="json"))

    def states(self, *args: str) -> dict[str, str]:
        return {row["id"]: row["state"] for row in self.json("actions", *args)["actions"]}

    def counts(self, by: str) -> dict[str | None, tuple[int, int, int]]:
        rows = self.json("summary")[by]
        return {row["name"]: (row["actions"], row["completed"], row["overdue"]) for row in rows}

    def in_letter(self, to: str) -> set[str]:
        letter = self.text("report", "--letter", "--responsible", to, format="markdown")
        numbers = re.findall(r"^(?:###|-) (\S+\\?\.\S+)", letter, re.MULTILINE)
        return {number.replace("\\", "") for number in numbers}


def written(folder: Path, name: str, data: Data, *units: Data) -> Path:
    path = folder / f"{name}.yaml"
    given = {"units": list(units)} if units else {}
    path.write_text(as_yaml(data | {"evaluation": data["evaluation"] | given}), encoding="utf-8")
    return path


@given(st.integers(0, 100_000), st.sampled_from(["responsible", "accountable"]))
def test_what_is_joined_answers_as_the_two_did_together(seed: int, by: str) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    data = random_register(chance)
    day = str(chance.choice([A_DAY, *interesting_days(data)]))
    one, other = chance.sample(UNITS, 2)
    with TemporaryDirectory() as folder:
        joining = {"name": one, "also": [other.upper()]}
        apart = Asked(written(Path(folder), "apart", data), day)
        joined = Asked(written(Path(folder), "joined", data, joining), day)
        each = {name: apart.states(f"--{by}", name) for name in (one, other)}
        both = each[one] | each[other]
        assert joined.states(f"--{by}", one) == joined.states(f"--{by}", other) == both
        states = [*both.values()]
        counts = {one: (len(both), states.count("completed"), states.count("overdue"))}
        others = {k: n for k, n in apart.counts(by).items() if k not in {one, other}}
        assert joined.counts(by) == (counts if both else {}) | others
        if by == "responsible" and both:  # else there is no letter
            letters = (apart.in_letter(name) for name in each if each[name])
            assert joined.in_letter(other) == set().union(*letters)


@given(st.integers(0, 100_000))
def test_units_that_join_nothing_change_no_answer(seed: int) -> None:
    data = random_register(random.Random(seed))  # noqa: S311 - likewise
    alone = [{"name": name, "mail": "unit@example.org"} for name in UNITS]
    unknown = {"name": "Harbour Board", "also": ["Board"]}
    day = str([A_DAY, *interesting_days(data)][-1])
    with TemporaryDirectory() as folder:
        before = Asked(written(Path(folder), "r", data), day)
        after = Asked(written(Path(folder), "s", data, *alone, unknown), day)
        for command, form in (("list", "plain"), ("summary", "json"), ("report", "markdown")):
            told = after.text(command, format=form).replace("s.yaml", "r.yaml")
            assert told == before.text(command, format=form)


# One register, without units and with them

WITHOUT = """\
evaluation:
  id: sharing
  title: Sharing
  organization: UNECE

recommendations:
  - id: "1"
    title: Share knowledge
    status: accepted
    actions:
      - id: "1.1"
        text: Hold a town hall with all divisions.
        responsible: [Programme Management Unit]
        accountable: Chef de Cabinet
        due: 2018-03-30
      - id: "1.2"
        text: Write a note on what was said.
        responsible: [PMU]
        due: 2018-03-30
        updates:
          - {date: 2018-02-01, responsible: [Programme Management Unit], note: As before.}
"""
GIVEN = """
  units:
    - {name: PMU, also: [Programme Management Unit]}
    - {name: Cabinet, also: [Chef de Cabinet]}

"""
WITH = WITHOUT.replace("\n\n", GIVEN, 1)
TRACKER = """\
No.,Action,Responsible,Accountable,Status
1.1,Hold a town hall with all divisions.,PMU,Cabinet,In progress
1.2,Write a note on what was said.,Programme Management Unit,,In progress
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return made(tmp_path / "register.yaml", WITH)


def made(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def rows(*args: object) -> Any:
    return answer("actions", "--format", "json", "--as-of", "2018-01-01", *args).json["actions"]


def test_json_has_the_first_responsible_as_the_file_does(register: Path) -> None:
    first, second = rows("--register", register)
    assert first["responsible"] == second["responsible"] == ["PMU"]
    assert first["original_responsible"] == ["Programme Management Unit"]
    assert first["accountable"] == "Cabinet"


def test_another_name_of_the_same_unit_hands_nothing_over(register: Path) -> None:
    asked = ("--as-of", "2018-02-01", "--register", register)
    shown = answer("show", "1.2", *asked).out
    assert "\n   1 Feb 2018 As before.\n              first responsible: PMU\n" in shown
    assert "Originally" not in shown
    told = answer("report", "--since", "2018-01-01", "--format", "markdown", *asked).out
    assert "responsible from then on" not in told


def test_what_is_recorded_is_written_as_it_is_given(register: Path) -> None:
    to = ("--responsible", "Programme management unit", "--date", "2018-03-01")
    found = answer("record", "1.1", *to, "--register", register)
    assert "1.1 an update that changes nothing\n" in found.out
    assert "responsible: [Programme management unit]" in register.read_text(encoding="utf-8")


def test_a_tracker_with_another_name_of_a_unit_hands_nothing_over(register: Path) -> None:
    tracker = made(register.with_name("tracker.csv"), TRACKER)
    found = answer("record", "--from", tracker, "--as-of", "2018-03-01", "--register", register)
    told = found.out + found.err
    counted = [told.count(text) for text in ("in progress by 1 Mar", "PMU", "abinet")]
    assert counted == [2, 0, 0]


def test_a_sheet_that_was_sent_before_there_were_units_comes_back(register: Path) -> None:
    before = made(register.with_name("before.yaml"), WITHOUT)
    sent = answer("actions", "--template", "--format", "csv", "--register", before).out
    sheet = made(register.with_name("sheet.csv"), sent)
    assert "nothing to record" in answer("record", "--from", sheet, "--register", register).err


def test_each_register_of_a_portfolio_has_its_own_units(register: Path) -> None:
    made(register.with_name("other.yaml"), WITHOUT.replace("id: sharing", "id: other"))

    def ids(name: str) -> list[str]:
        return [row["id"] for row in rows("--responsible", name, "--register", register.parent)]

    # What the other register calls so, and what this one shows as PMU, as the other shows its own.
    every = ["other:1.1", "other:1.2", "sharing:1.1", "sharing:1.2"]
    assert ids("Programme Management Unit") == every
    assert ids("pmu") == every[1:]


def test_units_alter_no_record_whose_names_are_compared_as_written(
    register: Path, git: Git
) -> None:
    made(register, WITHOUT)
    git.commit(day="2018-06-01")
    made(register, WITH)
    named = ("--register", register)
    assert answer("check", "--base", "HEAD", "--strict", register).status == 0
    changes = answer("diff", "--format", "json", *named).json["changes"]
    assert [(change["kind"], change["field"]) for change in changes] == [("changed", "units")]
    git.commit(day="2018-06-02")
    assert answer("log", "--verify", "HEAD~1", *named).status == 0
    made(register, WITH.replace("responsible: [Programme", "responsible: [PMU] # Programme", 1))
    codes = {
        row["code"] for row in answer("check", "--base", "HEAD", "--format", "json", register).json
    }
    assert codes == {"responsible-changed", "restated"}
