"""The rows of an export: every value of a register in its table, and how it stands on the day."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ecefollow.reading import register_file
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.model import Register
from ecefollow.register.schema import (
    ACTION,
    CHANGED_ANSWER,
    EVALUATION,
    EVENT,
    RECOMMENDATION,
    UNIT,
    UPDATE,
)
from ecefollow.views.export import TABLES, Tables, export

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "examples" / "followed-up.yaml"
UNECE = ROOT / "data" / "recommendations.yaml"
DAY = date(2021, 12, 31)
ROAD = """\
evaluation:
  id: road
  title: T
  organization: O
  title_note: A description.
  source: response.txt
  report: https://example.org/report.pdf
  contact: evaluation@example.org
  language: fr
  responded: 2018-Q1
  units: [{name: Road Works, also: [RW, Works], mention: "@road", mail: rw@example.org}]
recommendations:
  - id: "1"
    title: Mend the road
    status: partial
    added: 2018-02-01
    reservation: Not in winter.
    response: As funds allow.
    notes: [As funds allow, In summer]
    tags: [roads]
    updates: [{date: 2018-03-01, status: accepted, note: Agreed., by: Council}]
    actions:
      - id: "1.1"
        text: Mend it.
        responsible: [PMU, "Works  Department"]
        accountable: Mayor
        added: 2018-02-02
        due: 2018-02
        due_text: by February
        reading: The whole month.
        after: {event: The council votes, expected: 2018-H1, happened: 2018-02-03}
        discretionary: true
        see: ["1", "1.2"]
        updates:
          - {date: 2018-03-01, due: 2018-06-30, note: Rain.}
          - {date: 2018-04-01, responsible: [Unit 2], evidence: [minutes, map], by: PMU}
          - {date: 2018-05-01, responsible: []}
          - {date: 2018-07-01, due: 2018-07-31, note: After the day.}
          - {date: 2018-08-01, progress: completed, day_unknown: true}
          - {date: 2018-08-02, verified: disputed, by: Internal Audit}
      - {id: "1.2", text: Keep it mended., responsible: [], ongoing: true}
"""


def harbour(day: date = DAY) -> Tables:
    return export([(HARBOUR.name, register(HARBOUR))], [], day=day)


def register(path: Path) -> Register:
    return parse_anew(path.read_bytes(), path.name)


def road_on(day: date) -> Tables:
    return export([("road.yaml", parse_anew(ROAD.encode(), "road.yaml"))], [], day=day)


@pytest.fixture
def road() -> Tables:
    return road_on(date(2018, 5, 31))


def row(rows: list[dict[str, Any]], id: str, *, key: str = "id") -> dict[str, Any]:
    return next(each for each in rows if each[key] == id)


def column(rows: list[dict[str, Any]], *names: str) -> list[Any]:
    return [each[names[0]] if len(names) == 1 else tuple(each[n] for n in names) for each in rows]


def test_ids_begin_with_that_of_the_evaluation() -> None:
    tables = harbour()
    assert column(tables["evaluations"], "id") == ["harbour"]
    assert column(tables["recommendations"], "id", "short_id") == [
        ("harbour:A", "A"),
        ("harbour:B", "B"),
        ("harbour:C", "C"),
    ]
    assert row(tables["actions"], "harbour:B.2")["recommendation"] == "harbour:B"
    assert row(tables["see"], "harbour:C.3", key="action")["related"] == "harbour:C"


def test_an_answer_is_that_of_the_day_and_the_first_one_stands_beside_it() -> None:
    names = ("status", "own_status")
    before = row(harbour(date(2021, 4, 8))["recommendations"], "harbour:B")
    after = row(harbour(date(2021, 4, 9))["recommendations"], "harbour:B")
    assert tuple(before[name] for name in names) == ("pending", "pending")
    assert tuple(after[name] for name in names) == ("partial", "pending")


def test_who_is_responsible_is_that_of_the_day_and_the_first_ones_stand_apart(
    road: Tables,
) -> None:
    assert road["responsible"] == []
    assert column(road["own_responsible"], "position", "name", "folded") == [
        (1, "PMU", "pmu"),
        (2, "Works  Department", "works department"),
    ]
    assert column(road["handovers"], "update_id", "name") == [("road:1.1#2", "Unit 2")]
    assert column(road["updates"], "hands_over") == [0, 0, 1, 1, 0, 0, 0]


def test_nothing_refers_to_what_was_added_after_the_day() -> None:
    text = ROAD.replace("ongoing: true}", "ongoing: true, added: 2018-06-01}")
    read = parse_anew(text.encode(), "road.yaml")
    found = register_file.check(text.encode(), "road.yaml", today=DAY).problems
    before, after = (
        export([("road.yaml", read)], found, day=day) for day in (date(2018, 5, 31), DAY)
    )
    assert column(before["see"], "related") == ["road:1"]
    assert column(after["see"], "related") == ["road:1", "road:1.2"]
    assert "road:1.2" not in column(before["findings"], "action")
    assert "road:1.2" in column(after["findings"], "action")


def test_lists_are_rows_in_their_order(road: Tables) -> None:
    assert column(road["notes"], "position", "note") == [(1, "As funds allow"), (2, "In summer")]
    assert column(road["tags"], "recommendation", "tag") == [("road:1", "roads")]
    assert column(road["see"], "related") == ["road:1", "road:1.2"]
    assert column(road["evidence"], "update_id", "evidence") == [
        ("road:1.1#2", "minutes"),
        ("road:1.1#2", "map"),
    ]


def test_a_deadline_is_its_last_day_and_what_is_written(road: Tables) -> None:
    assert column(road["evaluations"], "responded", "responded_written") == [
        ("2018-03-31", "2018-Q1")
    ]
    written = column(road["actions"], "own_due", "own_due_written")
    assert written == [("2018-02-28", "2018-02"), (None, None)]
    dues = column(road["standings"], "due", "original_due")
    assert dues == [("2018-06-30", "2018-02-28"), (None, None)]


def test_updates_after_the_day_are_there_and_do_not_count(road: Tables) -> None:
    assert column(road["updates"], "date", "counted", "days_moved") == [
        ("2018-03-01", 1, None),
        ("2018-03-01", 1, 122),
        ("2018-04-01", 1, None),
        ("2018-05-01", 1, None),
        ("2018-07-01", 0, 31),
        ("2018-08-01", 0, None),
        ("2018-08-02", 0, None),
    ]
    standing = row(road["standings"], "road:1.1", key="action")
    assert (standing["revisions"], standing["last_update"]) == (1, "2018-05-01")


def test_a_changed_answer_is_an_update_without_an_action() -> None:
    changed = row(harbour()["updates"], "harbour:B#1")
    assert (changed["recommendation"], changed["action"]) == ("harbour:B", None)
    assert (changed["status"], changed["reported_by"]) == ("partial", "Secretariat")


def test_a_finding_names_what_it_is_found_in() -> None:
    checked = register_file.check_file(str(UNECE), today=date(2018, 3, 31))
    assert checked.register
    tables = export([(str(UNECE), checked.register)], checked.problems, day=date(2018, 3, 31))
    assert column(tables["findings"], "position", "recommendation", "action", "code") == [
        (1, "cross-sectoral:2", "cross-sectoral:2.1", "no-deadline"),
        (2, "cross-sectoral:4", "cross-sectoral:4.3", "nobody-responsible"),
        (3, "cross-sectoral:6", "cross-sectoral:6.1", "event-overdue"),
        (4, "cross-sectoral:7", None, "no-reservation"),
        (5, "cross-sectoral:7", "cross-sectoral:7.3", "no-deadline"),
    ]


def test_the_folders_of_this_machine_are_not_told() -> None:
    tables = export([(str(HARBOUR), register(HARBOUR))], [], day=DAY)
    assert column(tables["evaluations"], "register") == ["followed-up.yaml"]


def test_several_registers_are_one_database() -> None:
    read = register(HARBOUR)
    other = replace(read, evaluation=replace(read.evaluation, id="quay"))
    both = export([("a.yaml", read), ("b.yaml", other)], [], day=DAY)
    alone = [export([(p, r)], [], day=DAY) for p, r in (("a.yaml", read), ("b.yaml", other))]
    alone[1]["evaluations"][0]["position"] = 2
    assert both == {name: [*alone[0][name], *alone[1][name]] for name in TABLES}


# The columns whose name is not that of the key, after the table in which they stand.
RENAMED = {"by": "reported_by", "responsible": "name", "notes": "note", "tags": "tag"} | {
    "see": "related",
    "also": "called",
    "event": "after_event",
    "expected": "after_expected_written",
    "happened": "after_happened",
}
RECORDS = (EVALUATION, UNIT, RECOMMENDATION, CHANGED_ANSWER, ACTION, EVENT, UPDATE)
TABLES_OF_THEIR_OWN = {"units", "actions", "updates", "after"}


@pytest.mark.parametrize(
    "name",
    sorted({key.name for record in RECORDS for key in record.keys} - TABLES_OF_THEIR_OWN),
)
def test_every_key_of_the_format_has_a_column_with_its_value(name: str) -> None:
    rows = [row for table in road_on(DAY).values() for row in table]
    assert any(row.get(RENAMED.get(name, name)) for row in rows)


def test_a_claim_has_its_doubts_and_its_verification_in_the_standing(road: Tables) -> None:
    names = ("state", "since", "begun_by", "verification")
    standing = row(road_on(DAY)["standings"], "road:1.1", key="action")
    assert [standing[name] for name in names] == ["completed", None, "2018-08-01", "disputed"]
    assert row(road["standings"], "road:1.1", key="action")["verification"] is None
