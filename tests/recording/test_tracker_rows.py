"""Trackers that offices keep themselves: what changed in them since is recorded, or named."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from portfolios import answer
from repositories import Git

from ecefollow.importing.profile import Profile
from ecefollow.importing.yaml_writer import register_text
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.register_file import parse_anew
from ecefollow.recording import returned_document
from ecefollow.recording.new_update import Addition, NewAction, NewRecommendation
from ecefollow.recording.returned_document import HowReturned, Returned
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import ChangedAnswer, Evaluation, Recommendation, Register
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status

JUNE: Final = date(2021, 6, 30)
DONE: Final = Progress.COMPLETED
STARTED: Final = Progress.IN_PROGRESS
CREWS: Final = "Train the crews of all ferries in first aid"
QUAYS: Final = "Light the quays of the harbour from end to end"
LOCKS: Final = "Raise the west lock"
AGAIN: Final = "Report to the board"
ACTIONS: Final = (
    Action("1.1", CREWS, ("PMU",), due=parse_deadline("2021-03-31")),
    Action(
        "1.2",
        QUAYS,
        ("Works",),
        due=parse_deadline("2021-03-31"),
        updates=(
            Update(date(2021, 2, 1), STARTED, note="Begun."),
            Update(date(2021, 3, 1), due=parse_deadline("2021-09"), note="Later."),
            Update(date(2021, 5, 3), DONE, evidence=("List",)),
        ),
    ),
    Action("1.10", LOCKS, ("Works", "PMU"), ongoing=True),
)
REGISTER: Final = Register(
    Evaluation("e", "E", "O"),
    (
        Recommendation("1", "Be safe", Status.ACCEPTED, actions=ACTIONS),
        Recommendation("2", "Be open", Status.PARTIAL, actions=(Action("2.1", AGAIN, ()),)),
        Recommendation("3", "Be known", Status.PARTIAL, actions=(Action("3.1", AGAIN, ()),)),
    ),
)
HEADS: Final = ("No.", "Action")


def tracker(*rows: Sequence[str], heads: Sequence[str] = ()) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[*HEADS, *heads], *rows])
    return written.getvalue()


def taken(
    text: str,
    *,
    as_of: date | None = JUNE,
    add: bool = False,
    register: Register = REGISTER,
    name: str = "tracker.csv",
) -> Returned:
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        how = HowReturned(Profile(as_of=as_of), adds_new=add)
        return returned_document.read(str(path), register, how, on=None, today=JUNE)


def messages(back: Returned) -> str:
    return "\n".join(str(each).partition("tracker.csv")[2] for each in back.findings)


def unknown(**said: Any) -> Update:
    return Update(JUNE, day_unknown=True, **said)


# What is recorded

DUE: Final = parse_deadline("2021-12-31")
TAKEN: Final[dict[str, tuple[dict[str, str], Update]]] = {
    "progress": ({"Status": "Implemented"}, unknown(progress=DONE)),
    "a-word-that-nobody-knows": ({"Status": "Half way"}, unknown(note="Half way")),
    "a-deadline": ({"Due date": "31 December 2021"}, unknown(due=DUE)),
    "units": ({"Responsible": "PMU; Port"}, unknown(responsible=("PMU", "Port"))),
    "a-note": ({"Comments": "One crew is left."}, unknown(note="One crew is left.")),
    "evidence": ({"Evidence": "Minutes", "Status": ""}, unknown(evidence=("Minutes",))),
    "the-day-of-its-completion": ({"Date completed": "4 May 2021"}, Update(date(2021, 5, 4), DONE)),
    "a-day-of-its-own": (
        {"Status": "Started", "Last updated": "2 June 2021"},
        Update(date(2021, 6, 2), STARTED),
    ),
    "all-as-of-one-day": (
        {
            "Responsible": "PMU; Port",
            "Due date": "Dec 2021",
            "Status": "Begun",
            "Comments": "Late.",
        },
        unknown(
            progress=STARTED,
            due=parse_deadline("2021-12"),
            note="Late.",
            responsible=("PMU", "Port"),
        ),
    ),
}


@pytest.mark.parametrize(("cells", "update"), TAKEN.values(), ids=TAKEN)
def test_what_differs_is_an_update(cells: dict[str, str], update: Update) -> None:
    back = taken(tracker(["1.1", CREWS, *cells.values()], heads=[*cells]))
    assert back.additions == [Addition("1.1", update)]
    assert update.note != "Half way" or "no word of progress is in it" in messages(back)


def test_in_prose_without_actions_each_recommendation_is_its_own_as_in_import() -> None:
    text = "Recommendation 2: Be open\n\nManagement response: Partially accepted.\n\nDue: Dec 2021"
    (addition,) = taken(text, name="tracker.txt").additions
    assert addition == Addition("2.1", unknown(due=parse_deadline("2021-12")))


def test_an_answer_that_changed_is_recorded_unless_its_recommendation_is_younger() -> None:
    text = "Recommendation No,Recommendation,Status of acceptance,Action\n2,Be open,Accepted,\n"
    (addition,) = taken(text).additions
    assert addition == Addition("2", ChangedAnswer(JUNE, Status.ACCEPTED))
    late = replace(REGISTER.recommendations[1], added=date(2021, 7, 1))
    back = taken(text, register=replace(REGISTER, recommendations=(late,)))
    assert back.additions == []
    assert "2 was added on 1 Jul 2021, and 30 Jun 2021 is before that" in messages(back)


def test_a_number_of_the_recommendation_is_none_of_an_action() -> None:
    heads = "Recommendation No,Recommendation,Action,Status\n"
    back = taken(f"{heads}1,Be safe,{QUAYS},Completed\n1,Be safe,{LOCKS},\n")
    assert back.additions == []
    assert messages(back) == ": no row is about 1.1, 2.1, 3.1, which the register has"


def test_what_no_update_says_is_named() -> None:
    heads = "Recommendation No,Recommendation,Management response,Action,Due date\n"
    text = f"{heads}1,Be safer,Agreed. Boats come.,{CREWS},Ongoing\n"
    back = taken(text)
    assert back.additions == []
    told = messages(back)
    assert "the register has the title of 1 as Be [-safe-]{+safer+}" in told
    assert "the register has no such response: Agreed. Boats come.; edit the file if this" in told
    one = replace(REGISTER.recommendations[0], response="No boats come.")
    told = messages(taken(text, register=replace(REGISTER, recommendations=(one,))))
    assert "the register has another response: [-No boats-]{+Agreed. Boats+} come.; edit" in told
    assert "the register does not say “ongoing”; edit the file if this is right" in told


def test_what_the_register_says_already_is_not_recorded_again() -> None:
    heads = ["Responsible", "Due date", "Status", "Date completed", "Comments"]
    rows = [
        ["1.1", CREWS.upper(), "pmu", "31 March 2021", "", "", ""],
        ["1.2", f"{QUAYS}.", "Works", "Sept 2021", "Done", "3 May 2021", "BEGUN."],
        ["1.10", LOCKS, "PMU\nWorks", "Ongoing", "", "", ""],
    ]
    back = taken(tracker(*rows, heads=heads))
    assert (back.additions, messages(back)) == (
        [],
        ": no row is about 2.1, 3.1, which the register has",
    )


# What is named

OTHERWISE: Final = {
    "the-first-deadline-of-one-that-moved": (
        ["1.2", QUAYS, "31 March 2021", ""],
        "the register has it moved from this to Sep 2021",
    ),
    "another-day-of-completion": (
        ["1.2", QUAYS, "", "10 May 2021"],
        "by the register 1.2 is completed since 3 May 2021",
    ),
    "a-deadline-of-a-continuing-duty": (
        ["1.10", LOCKS, "31 Dec 2021", ""],
        "1.10 is ongoing, and a continuing duty has no deadline",
    ),
    "a-number-that-a-spreadsheet-changed": (
        ["1.1", LOCKS, "", ""],
        "'1.1' is in the row with the text of 1.10",
    ),
    "a-number-with-another-text": (
        ["1.1", "Buy a boat", "", ""],
        "the register has no such action, and 1.1 is 'Train the crews",
    ),
    "a-text-of-two": (["", AGAIN, "", ""], "2.1, 3.1 have this text: write the number of one"),
    "no-place-for-what-is-new": (
        ["", "Buy a boat", "", ""],
        "nothing says under which recommendation it would be",
    ),
    "a-cell-that-was-emptied": (
        ["1.1", CREWS, "", ""],
        "the deadline of 1.1 is left empty; the register keeps its own",
    ),
    "what-is-new": (
        ["1.11", "Buy a boat", "", ""],
        "the register has no such action; --add makes it one of 1",
    ),
}


@pytest.mark.parametrize(("row", "message"), OTHERWISE.values(), ids=OTHERWISE)
def test_what_is_not_recorded_is_named(row: list[str], message: str) -> None:
    back = taken(tracker(row, heads=["Due date", "Date completed"]))
    assert back.additions == []
    assert message in messages(back)


def test_a_number_without_a_text_says_nothing_of_the_action_above() -> None:
    rows = ["1.1", CREWS, "31 Mar 2021"], ["1.7", "", "31 Dec 2021"]
    back = taken(tracker(*rows, heads=["Due date"]))
    assert back.additions == []
    assert "there is a number in this row, and no text of an action; it was left" in messages(back)


def test_what_reopens_an_action_is_recorded_and_named() -> None:
    back = taken(tracker(["1.2", QUAYS, "Ongoing work"], heads=["Status"]))
    assert back.additions == [Addition("1.2", unknown(note="Ongoing work"))]
    back = taken(tracker(["1.2", QUAYS, "In progress"], heads=["Status"]))
    assert back.additions == [Addition("1.2", unknown(progress=STARTED))]
    assert "this reopens 1.2, which is completed since 3 May 2021" in messages(back)


def test_without_any_day_nothing_is_recorded_and_each_cell_is_named() -> None:
    row = ["1.1", CREWS, "Harbour Master", "31 Dec 2021", "Done"]
    heads = ["Responsible", "Due date", "Status"]
    back = taken(tracker(row, heads=heads), as_of=None)
    assert back.additions == []
    assert messages(back).count("--as-of gives one") == 3


# Which action a row is about

NEAREST: Final = {
    "by-its-text-alone": ("", CREWS, "1.1"),
    "by-its-number-where-the-text-is-edited": ("1.1", CREWS.replace("all", "the"), "1.1"),
    "by-the-nearest-text": ("", QUAYS.replace("harbour", "port"), "1.2"),
    "by-a-number-in-words": ("Action 1.1", CREWS, "1.1"),
    "by-its-number-alone": ("1.1", "", "1.1"),
}


@pytest.mark.parametrize(("number", "text", "ident"), NEAREST.values(), ids=NEAREST)
def test_a_row_is_about_the_action_of_its_number_or_text(
    number: str, text: str, ident: str
) -> None:
    back = taken(tracker(["1.10", LOCKS, ""], [number, text, "News"], heads=["Comments"]))
    assert [each.id for each in back.additions] == [ident]
    assert text in {CREWS, QUAYS, ""} or "the register has it as" in messages(back)


# What is new


def test_new_records_are_added_with_the_day_of_the_tracker() -> None:
    text = tracker(["1.11", "Buy a boat", "PMU", "31 Dec 2021"], heads=["Responsible", "Due date"])
    (addition,) = taken(text, add=True).additions
    boat = Action("1.11", "Buy a boat", ("PMU",), added=JUNE, due=DUE, due_text="31 Dec 2021")
    assert addition == NewAction("1", boat)
    whole = "Recommendation No,Recommendation,Action,Responsible\n4,Be quick,Buy a car,PMU\n"
    (addition,) = taken(whole, add=True).additions
    car = Action("4.1", "Buy a car", ("PMU",))
    made = Recommendation("4", "Be quick", Status.NOT_STATED, added=JUNE, actions=(car,))
    assert addition == NewRecommendation("4", made)


def test_what_is_new_needs_a_day() -> None:
    with pytest.raises(RefusedError) as refused:
        taken(tracker(["1.11", "Buy a boat", "x"], heads=["Comments"]), as_of=None, add=True)
    assert "nothing says since when it is so; give --as-of" in refused.value.problems[0]


# A year of a tracker


@pytest.mark.parametrize("command", ["actions", "overdue", "upcoming --within 9m"])
def test_our_own_workbook_is_taken_back(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    Path("data", "recommendations.yaml").write_text(register_text(REGISTER), encoding="utf-8")
    day = "2021-03-02" if "upcoming" in command else "2021-04-30"
    assert answer(*command.split(), "--as-of", day, "-o", "list.xlsx").status == 0
    back = ("record", "--from", "list.xlsx", "--as-of", day)
    assert answer(*back).out == ""
    book = openpyxl.load_workbook("list.xlsx")
    cells = {row[0].value: row[4] for row in book.active.iter_rows()}
    cells["1.1"].value = "completed"
    book.save("list.xlsx")
    assert " 1.1 completed by " in answer(*back).out


QUARTERS: Final = [date(2021, 3, 31), date(2021, 6, 30), date(2021, 9, 30), date(2021, 12, 31)]
UNITS: Final = ("PMU", "Harbour Master", "Works Department", "Data Office")
IN_WORDS: Final = {
    Progress.NOT_STARTED: ("Not started", "No progress"),
    Progress.IN_PROGRESS: ("In progress", "Ongoing", "Underway"),
    Progress.COMPLETED: ("Completed", "Implemented", "Done"),
    Progress.NOT_APPLICABLE: ("No longer applicable", "Cancelled"),
}


class Row:
    """An action as an office keeps it."""

    def __init__(self, ident: str, chance: Random) -> None:
        self.ident = ident
        self.text = f"Carry out step {ident} of {' '.join(chance.sample(WORDS, 6))}"
        self.units = [chance.choice(UNITS)]
        self.due = date(2021, chance.randrange(1, 13), 15)
        self.progress: Progress | None = None
        self.done: date | None = None
        self.note = ""
        self.evidence = ""

    def change(self, quarter: date, chance: Random) -> None:
        """What happens to it in a quarter."""
        if chance.random() < 0.6:
            before, self.progress = self.progress, chance.choice(list(IN_WORDS))
            if before is DONE is self.progress:
                return
            is_dated = self.progress is DONE and chance.random() < 0.5
            self.done = quarter - timedelta(days=chance.randrange(1, 60)) if is_dated else None
        if chance.random() < 0.3:
            self.due += timedelta(days=chance.randrange(10, 200))
            self.note = f"Moved in {quarter:%B} because of {chance.choice(WORDS)}."
        if chance.random() < 0.2:
            self.units = chance.sample(UNITS, 2)
        if chance.random() < 0.2:
            self.evidence = f"https://example.org/{self.ident}/{quarter}"

    def cells(self, chance: Random) -> list[str]:
        progress = chance.choice(IN_WORDS[self.progress]) if self.progress else ""
        done = f"{self.done:%d %B %Y}" if self.done else ""
        due = f"{self.due:%d %b %Y}"
        units = "; ".join(self.units)
        return [self.ident, self.text, units, due, progress, done, self.note, self.evidence]


WORDS: Final = (
    *("harbour", "lamps", "ferries", "tariffs", "quays", "crews", "locks", "maps", "boats", "data"),
    *("safety", "training", "reports", "budget", "boards", "gates", "tides", "signals", "cranes"),
)
YEAR_HEADS: Final = (
    *("Responsible", "Due date", "Status", "Date completed", "Comments", "Evidence"),
)


def write(rows: Iterable[Row], chance: Random) -> None:
    text = tracker(*(row.cells(chance) for row in rows), heads=YEAR_HEADS)
    Path("tracker.csv").write_text(text, encoding="utf-8")


def told(quarter: date, command: str = "actions") -> dict[str, Mapping[str, Any]]:
    listing = answer(command, "--as-of", f"{quarter}", "--format", "json").json["actions"]
    return {action["id"]: action for action in listing}


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_tracker_is_taken_back_each_quarter_and_the_register_says_what_it_says(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git: Git
) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    monkeypatch.chdir(tmp_path)
    rows = [Row(f"{n}.{m}", chance) for n in range(1, 9) for m in range(1, 6)]
    actions = [
        Action(row.ident, row.text, tuple(row.units), due=parse_deadline(f"{row.due}"))
        for row in rows
    ]
    register = Register(
        Evaluation("e", "E", "O"),
        tuple(
            Recommendation(
                f"{n}", f"Be {n}", Status.ACCEPTED, actions=tuple(actions[5 * n - 5 : 5 * n])
            )
            for n in range(1, 9)
        ),
    )
    path = Path("data", "recommendations.yaml")
    path.parent.mkdir()
    path.write_text(register_text(register), encoding="utf-8", newline="\n")
    git.commit(day="2021-01-01")
    for number, quarter in enumerate(QUARTERS):
        for row in rows:
            row.change(quarter, chance)
        new = Row(f"{number + 1}.{6 + number}", chance)
        rows.append(new)
        gone = rows.pop(chance.randrange(len(rows) - 1))
        write(chance.sample(rows, len(rows)), chance)
        command = ("record", "--from", "tracker.csv", "--as-of", f"{quarter}", "--add")
        ran = answer(*command)
        assert ran.status == 0, ran.err
        assert gone.ident in ran.err
        listed = told(quarter)
        for row in rows:
            action = listed[row.ident]
            assert action["progress"] == str(row.progress or "not-reported"), row.ident
            assert action["due"] == f"{row.due}", row.ident
            assert sorted(action["responsible"]) == sorted(row.units), row.ident
            assert action["completed_on"] in {None, f"{row.done}"}, row.ident
        late = {
            row.ident
            for row in rows
            if row.due < quarter and not (row.progress and row.progress.is_closed)
        }
        assert late == told(quarter, "overdue").keys() & {row.ident for row in rows}
        once = path.read_bytes()
        assert answer(*command).out == ""
        assert path.read_bytes() == once
        git.commit(day=f"{quarter}", who=f"Officer {number}")
    log = answer("log").out
    assert all(f"Officer {number}" in log for number in range(4))
    assert answer("check").status == 0
    assert parse_anew(path.read_bytes(), "x")
