"""Sheets that come back filled in: what is taken from them, and what is told of the rest."""

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from portfolios import FICTION, Answer, answer

from ecefollow.analysis.filters import Item
from ecefollow.analysis.sheet_columns import HEADINGS, HIDDEN, NEW, SHOWN, sent
from ecefollow.importing import profile
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.profile import Profile
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.register_file import parse_anew
from ecefollow.recording import returned_document
from ecefollow.recording.new_update import Addition, NewAction
from ecefollow.recording.returned_document import HowReturned, Returned
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Evaluation, Recommendation, Register
from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.register.schema import UPDATE_COLUMNS
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status

DAY = date(2018, 3, 5)
REVIEW = "Finalise the review,\nby March"
ASSESS = "=Assess the measures"
MEET = "Meet à temps"
ACTIONS = (
    Action("7.1", REVIEW, ("PMU",), due=parse_deadline("2018-03-30")),
    Action("7.10", ASSESS, ("PMU",)),
    Action("7.2", MEET, ("PMU",), ongoing=True),
)
SEVEN = Recommendation("7", "Coordinate", Status.ACCEPTED, actions=ACTIONS)
REGISTER = Register(Evaluation("e", "E", "O"), (SEVEN,))
DONE = Update(date(2018, 3, 3), Progress.COMPLETED)
TEXTS = {"7.1": REVIEW, "7.10": f"'{ASSESS}", "7.2": MEET}


def row(ident: str, **update: str) -> dict[str, str]:
    cells = {f"update_{name}": cell for name, cell in update.items()}
    return {"id": ident, "text": TEXTS.get(ident, ""), **cells}


def sheet(*rows: dict[str, str], heads: Iterable[str] = (), delimiter: str = ",") -> bytes:
    """A sheet with these rows, as a spreadsheet saves it."""
    written = io.StringIO(newline="")
    columns = list(heads) or ["id", "text", *UPDATE_COLUMNS]
    writer = csv.DictWriter(written, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def read(
    data: bytes,
    register: Register = REGISTER,
    on: date | None = None,
    *,
    add: bool = False,
    own: Profile = Profile(),  # noqa: B008 - it is frozen
) -> Returned:
    with TemporaryDirectory() as folder:
        path = Path(folder, "answers.csv")
        path.write_bytes(data)
        return returned_document.read(
            str(path), register, HowReturned(own, adds_new=add), on=on, today=date(2018, 4, 1)
        )


def taken(data: bytes, on: date | None = None) -> list[Addition]:
    """The updates that are taken from a sheet."""
    return [each for each in read(data, on=on).additions if isinstance(each, Addition)]


def told(data: bytes) -> list[str]:
    """What is said of a sheet that is refused, but for its name."""
    with pytest.raises(RefusedError, match=r"answers\.csv") as refused:
        taken(data)
    problems = refused.value.problems or [str(refused.value)]
    return [re.split(r"answers\.csv[,:] ", problem)[1] for problem in problems]


# What is taken


JUNE = parse_deadline("2018-06")
UPDATES = {
    "every-column": (
        {
            "date": "2018-03-05",
            "progress": "in-progress",
            "due": "2018-06",
            "note": "Later.",
            "evidence": "Minutes, of March; List",
            "by": "PMU",
        },
        Update(DAY, Progress.IN_PROGRESS, JUNE, "Later.", ("Minutes, of March", "List"), "PMU"),
    ),
    "a-word-as-it-is-shown": (
        {"date": "2018-03-05", "progress": " In progress "},
        Update(DAY, Progress.IN_PROGRESS),
    ),
    "words-and-the-day-beside-the-progress": (
        {"progress": "Completed on 5 March 2018", "note": "All went well."},
        Update(DAY, Progress.COMPLETED, note="Completed on 5 March 2018\nAll went well."),
    ),
    "true-as-spreadsheets-write-it": (
        {"date": "2018-03-05", "progress": "completed", "day_unknown": "TRUE"},
        Update(DAY, Progress.COMPLETED, day_unknown=True),
    ),
    "a-semicolon-that-does-not-end-an-item": (
        {"date": "2018-03-05", "evidence": "a\\;b;;c \nd;"},
        Update(DAY, evidence=("a;b", "c", "d")),
    ),
    "blanks-and-line-ends-that-a-spreadsheet-puts-into-cells": (
        {"date": " 2018-03-05", "note": "one\r\ntwo "},
        Update(DAY, note="one\ntwo"),
    ),
}


@pytest.mark.parametrize(("cells", "update"), UPDATES.values(), ids=UPDATES)
def test_a_row_that_is_filled_in_becomes_an_update(cells: dict[str, str], update: Update) -> None:
    filled = row("7.1", **cells) | {"text": REVIEW.replace("\n", "\r\n") + " "}
    assert taken(sheet(filled)) == [Addition("7.1", update)]


def test_a_row_that_nobody_filled_in_brings_nothing_and_stops_no_other() -> None:
    mixed = row("7.1") | {"text": "Another"}
    filled = row("7.2", date="2018-03-05", note="Met.")
    assert [each.id for each in taken(sheet(mixed, filled, row("7.10")))] == ["7.2"]


def test_a_text_that_would_be_a_formula_is_the_same_with_and_without_its_guard() -> None:
    for text in (ASSESS, f"'{ASSESS}"):
        filled = row("7.10", date="2018-03-05", note=f"'{text}" if text[0] == "=" else text)
        (addition,) = taken(sheet(filled | {"text": text}))
        assert addition.update.note == ASSESS


def test_a_sheet_may_be_in_any_form_in_which_tables_are_read() -> None:
    filled = sheet(row("7.1", date="2018-03-05", note="Größe"), delimiter=";")
    (addition,) = taken(filled.decode().encode("cp1252"))
    assert addition.update.note == "Größe"


def test_empty_rows_and_columns_do_not_count() -> None:
    data = sheet(row("7.1", date="2018-03-05", note="x")).decode().replace("\r\n", ",,\r\n")
    assert taken(f"{data},,,\r\n".encode())


# What is refused, row by row


LATER = row("7.1", date="2018-03-05", due="2018-06", note="Later.")
NOTED = row("7.1", date="2018-03-05", note="x")
PROBLEMS = {
    "row 2, column C (update_date): '03/04/2018': no day was read: the day or the month may be": [
        row("7.1", date="03/04/2018", note="x")
    ],
    "row 2, column E (update_due): 'spring 2018': no deadline was read: a season ends on no day": [
        row("7.1", date="2018-03-05", due="spring 2018", note="x")
    ],
    "row 2, column D (update_progress): 'complet' is not one of not-started, in-progress,": [
        row("7.1", date="2018-03-05", progress="complet")
    ],
    "row 2, column D (update_progress): 'Completed, except one': no progress was read: ": [
        row("7.1", date="2018-03-05", progress="Completed, except one")
    ],
    "row 3: the day it happened is missing": [row("7.10"), row("7.1", note="x")],
    "row 2, column C (update_date): '2018-03-05': nothing to record": [
        row("7.1", date="2018-03-05", by="PMU")
    ],
    "row 2, column G (update_note): 'Err:501': this is a spreadsheet error value": [
        row("7.1", date="2018-03-05", progress="completed", note="Err:501")
    ],
    "row 2, column C (update_date): '2018-04-03': this day is still to come; write one on": [
        row("7.1", date="2018-04-03", note="x")
    ],
    "row 2, column C (update_date): 'Mar 2018': no day was read: this is only part of a date; if "
    "nobody knows the day, write 2018-03-31, and true under “Since when is unknown”": [
        row("7.1", date="Mar 2018", note="x")
    ],
    "row 2, column D (update_progress): 'not reported': this is worked out from the days; leave": [
        row("7.1", date="2018-03-05", progress="not reported")
    ],
    "row 2, column E (update_due): 'ongoing': no deadline was read: this is none; write one su": [
        row("7.1", date="2018-03-05", due="ongoing", note="x")
    ],
    "row 3, column E (update_due): '2018-03-30': say why the deadline moves from Jun 2018 to": [
        LATER,
        row("7.1", date="2018-03-06", due="2018-03-30"),
    ],
    "row 2, column A (id): '7.11': the register has no action '7.11'; did you mean '7.1'?": [
        row("7.11", date="2018-03-05", note="x")
    ],
    "row 2, column A (id): '7.1' is in the row with the text of 7.10; did a spreadsheet change": [
        row("7.10", date="2018-03-05", note="x") | {"id": "7.1"}
    ],
    "row 2, column A (id): '7.2': the sheet was not opened as UTF-8": [
        row("7.2", date="2018-03-05", note="x") | {"text": MEET.encode().decode("cp1252")}
    ],
    "row 2, column A (id): '7.1': this is not the text of 7.1; were rows mixed up?": [
        NOTED | {"text": "Another"}
    ],
    "row 2, column A (id): '7.1': the text of 7.1 is missing beside it; write it there again": [
        NOTED | {"text": ""}
    ],
    "row 2, column A (id): 'C': the register has no action 'C'; write “new” for a new action": [
        NOTED | {"id": "C", "text": "Another"}
    ],
}


@pytest.mark.parametrize(("expected", "rows"), PROBLEMS.items(), ids=PROBLEMS)
def test_a_problem_has_its_row_and_its_column(expected: str, rows: list[dict[str, str]]) -> None:
    (problem,) = told(sheet(*rows))
    assert problem.startswith(expected)


def test_every_problem_is_reported_and_no_row_is_recorded() -> None:
    bad = row("7.1", date="5 March", progress="half way")
    ongoing = row("7.2", date="2018-03-05", due="2018", note="x")
    places = [problem.partition(":")[0] for problem in told(sheet(NOTED, bad, ongoing))]
    assert places == [
        "row 3, column C (update_date)",
        "row 3, column D (update_progress)",
        "row 4, column E (update_due)",
    ]


def test_a_row_that_says_again_what_one_above_says_is_told_of_and_no_problem() -> None:
    (again,) = read(sheet(NOTED, row("7.2"), NOTED)).already
    assert str(again).endswith("row 4: 7.1 already has this update, from a row above")


# What is compared with what was sent


def with_updates(*updates: Update) -> Register:
    """The register, of which 7.1 has updates."""
    actions = (replace(ACTIONS[0], updates=updates), *ACTIONS[1:])
    return replace(REGISTER, recommendations=(replace(SEVEN, actions=actions),))


def sent_row(ident: str, register: Register = REGISTER, /, **changed: str) -> dict[str, str]:
    """A row as it was sent of the register, with what somebody changed in it."""
    recommendation = register.recommendations[0]
    action = next(each for each in recommendation.actions if each.id == ident)
    item = Item(recommendation.on(DAY), action.on(DAY))
    return {**sent(item), "text": TEXTS[ident], **changed}


OUTSIDE: dict[str, tuple[str, dict[str, Any]]] = {
    "due": ("30 June 2018", {"due": JUNE._replace(written="2018-06-30"), "note": "Why."}),
    "progress": ("Terminé", {"progress": Progress.COMPLETED}),
    "state": ("completed", {"progress": Progress.COMPLETED}),
    "responsible": ("Office; PMU", {"responsible": ("Office", "PMU")}),
    "last_note": ("All went well", {"note": "All went well"}),
    "Deadline": ("30 June 2018", {"due": JUNE._replace(written="2018-06-30"), "note": "Why."}),
}


@pytest.mark.parametrize(
    ("key", "cell", "said"), [(k, *v) for k, v in OUTSIDE.items()], ids=OUTSIDE
)
def test_an_answer_where_nobody_asked_is_taken_and_told_of(
    key: str, cell: str, said: dict[str, Any]
) -> None:
    filled = sent_row("7.1", update_date="2018-03-05", **{key: cell})
    filled |= {"update_note": "Why."} if "due" in said else {}
    back = read(sheet(filled, heads=dict.fromkeys([*HEADINGS, key])))
    assert back.additions == [Addition("7.1", Update(DAY, **said))]
    (finding,) = back.findings
    assert "this is not what was sent; it was read as update_" in finding.message


@pytest.mark.parametrize("key", ["update_note", "last_note", "Comments"])
def test_wherever_an_answer_stands_it_needs_its_day(key: str) -> None:
    data = sheet(sent_row("7.1", **{key: "Met."}), heads=[*HEADINGS, "Comments"])
    missing = "row 2: the day it happened is missing; --date sets it where there is none"
    assert told(data)[0] == missing
    (addition,) = taken(data, on=DAY)
    assert addition.update == Update(DAY, note="Met.")


def test_what_was_left_out_is_not_counted_as_read() -> None:
    filled = sent_row("7.1", **FILLED, due="spring 2018", state="done?")
    back = read(sheet(filled, heads=HEADINGS))
    left = {each.text for each in back.account.entries() if not each.to}
    assert left == {"spring 2018", "done?"}
    assert back.account.tally().endswith("2 left out")


def test_a_problem_comes_with_what_else_was_found_in_its_row() -> None:
    rows = [
        sent_row("7.1", update_note="x", due="30 June 2018", text="Finalise the review, by May"),
        sent_row("7.2", state="done?", update_date="2018-03-05", update_note="x"),
    ]
    parts = [problem.partition(": ")[0] for problem in told(sheet(*rows, heads=HEADINGS))]
    assert parts == ["row 2", "row 2, column C (text)", "row 2, column E (due)"]


def test_a_changed_word_behind_the_number_of_the_recommendation_is_named() -> None:
    filled = sent_row("7.1", **FILLED, recommendation="7 Coordinate (rejected)")
    (finding,) = read(sheet(filled, sent_row("7.2", recommendation="7"), heads=HEADINGS)).findings
    assert str(finding).endswith("the sheet does not ask for this; it was left out")


def test_what_may_be_several_names_in_one_is_told_of() -> None:
    filled = row("7.1", date="2018-03-05", responsible="Director, Harbour Master; PMU")
    (finding,) = read(sheet(filled)).findings
    assert finding.text == "Director, Harbour Master"
    assert finding.message == "this was read as one name; a semicolon parts two"


def test_a_sheet_that_comes_back_as_it_was_sent_has_nothing_to_record() -> None:
    with pytest.raises(
        RefusedError, match=r"nothing to record: the columns update_date, .* are em"
    ):
        read(sheet(*(sent_row(each.id) for each in ACTIONS), heads=HEADINGS))


def test_what_the_register_got_since_the_sheet_was_made_is_told_where_a_row_is_filled_in() -> None:
    rows = [sent_row("7.1", update_date="2018-03-05", update_note="x"), sent_row("7.2")]
    back = read(sheet(*rows, heads=HEADINGS), with_updates(DONE))
    (finding,) = back.findings
    assert finding.message.startswith("7.1: completed, 27 days early, of 3 Mar 2018, is in the reg")


FILLED = {"update_date": "2018-03-05", "update_evidence": "List"}
BEGUN = Update(date(2018, 3, 1), Progress.IN_PROGRESS, JUNE, "Begun.", responsible=("Office",))
MIXED = [*HEADINGS][:3], [*HEADINGS][3:8], ["due"], ["responsible"], ["recorded"]


@pytest.mark.parametrize("keys", MIXED, ids=["first", "shown", "due", "responsible", "mark"])
def test_a_sheet_of_which_some_columns_alone_were_sorted_is_refused(keys: list[str]) -> None:
    register = with_updates(BEGUN)
    one, two = sent_row("7.1", register, **FILLED), sent_row("7.2", register)
    assert read(sheet(two, one, heads=HEADINGS), register).additions
    mixed = [one | {key: two[key] for key in keys}, two | {key: one[key] for key in keys}]
    with pytest.raises(RefusedError) as refused:
        read(sheet(*mixed, heads=HEADINGS), register)
    (problem,) = refused.value.problems
    assert "rows were mixed up; take the sheet as sent, and sort whole" in problem


# Without the row of keys, or without the marks


UNMARKED = [key for key in HEADINGS if key not in HIDDEN]


def by_words(*rows: dict[str, str], **renamed: str) -> bytes:
    """A sheet of which the visible cells alone were copied."""
    words = HEADINGS | renamed
    named = [{words[key]: text for key, text in row.items() if key in UNMARKED} for row in rows]
    return sheet(*named, heads=[words[key] for key in UNMARKED])


def test_a_sheet_without_its_row_of_keys_is_known_by_its_words() -> None:
    rows = (sent_row("7.1", **FILLED), sent_row("7.2", state="overdue 3 d"))
    back = read(by_words(*rows))
    assert back.additions == [Addition("7.1", Update(DAY, evidence=("List",)))]
    assert "nothing says what was sent" in back.findings[0].message
    assert len(back.findings) == 1


def test_a_column_of_a_sheet_that_was_renamed_may_be_named() -> None:
    data = by_words(sent_row("7.1", **FILLED), update_date="When")
    assert "the day it happened is missing" in told(data)[0]
    for name in ("I", "when"):
        own = Profile(columns={name: "update_date"})
        assert [each.id for each in read(data, own=own).additions] == ["7.1"]


@pytest.mark.parametrize(
    ("key", "cell"),
    [("progress", "Completed"), ("state", "completed"), ("due", "2019"), ("responsible", "X")],
)
def test_where_nothing_says_what_was_sent_a_shown_cell_is_no_answer(key: str, cell: str) -> None:
    back = read(by_words(sent_row("7.1", **FILLED, **{key: cell})))
    assert back.additions == [Addition("7.1", Update(DAY, evidence=("List",)))]
    assert "the register says otherwise, and nothing says what was sent" in str(back.findings[1])


def test_without_its_marks_a_row_says_nothing_of_what_the_register_got_since() -> None:
    back = read(by_words(sent_row("7.1", **FILLED)), with_updates(DONE))
    assert "since this sheet was made" not in "\n".join(map(str, back.findings))


# New actions

NEW_ROW = {"id": NEW, "recommendation": "7 Coordinate", "text": "Buy a boat", "due": "June 2018"}


def test_a_new_action_is_told_of_or_added() -> None:
    back = read(sheet(NEW_ROW, {"id": NEW}, heads=HEADINGS))
    assert back.additions == []
    assert "the register has no such action; --add makes it one of 7" in back.findings[0].message
    (addition,) = read(sheet(NEW_ROW, heads=HEADINGS), on=DAY, add=True).additions
    assert addition == NewAction("7", Action("7.4", "Buy a boat", (), added=DAY, due=JUNE))


OF_NEW_ROWS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "asked-of-others": (
        {"due": "", "update_due": "June 2018", "update_responsible": "PMU; Office"},
        {"due": JUNE, "responsible": ("PMU", "Office")},
    ),
    "where-nobody-asks": (
        {"progress": "begun?", "state": "completed", "last_note": "Bought."},
        {"updates": (Update(DAY, Progress.COMPLETED, note="Bought."),), "due": JUNE},
    ),
    "its-own-day": ({"update_date": "2018-03-01"}, {"added": BEGUN.date, "due": JUNE}),
}


@pytest.mark.parametrize(("cells", "said"), OF_NEW_ROWS.values(), ids=OF_NEW_ROWS)
def test_whatever_is_said_of_a_new_action_is_said_of_it_from_the_start(
    cells: dict[str, str], said: dict[str, Any]
) -> None:
    back = read(sheet(NEW_ROW | cells, heads=HEADINGS), on=DAY, add=True)
    expected = Action("7.4", "Buy a boat", **{"responsible": (), "added": DAY, **said})
    assert back.additions == [NewAction("7", expected)]
    named = {each.text for each in back.findings}
    assert {text for key, text in cells.items() if key in SHOWN and text} <= named


def test_a_new_action_below_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        read(sheet(NEW_ROW | {"recommendation": "9"}, heads=HEADINGS), on=DAY, add=True)
    assert "there is no recommendation with this number; there are 7" in refused.value.problems[0]


def test_a_row_for_a_new_action_that_is_only_named_stops_no_other() -> None:
    unread = NEW_ROW | {"update_due": "soon", "last_note": "x"}
    back = read(sheet(unread, sent_row("7.1", **FILLED), heads=HEADINGS))
    assert [each.id for each in back.additions] == ["7.1"]
    assert all(
        not each.to for each in back.account.entries() if each.text in {"soon", "Buy a boat"}
    )


# What is refused as a whole


NO_SHEETS = {
    "row 1: the column id is missing": b"text,update_note\n",
    "row 1: the column text is missing": b"id,update_note\n",
    "row 1, column D: unknown column 'update_notes'; did you mean": (
        b"id,text,update_date,update_notes\n"
    ),
    "row 1, column D (update_note): there is more than one column with this name": (
        b"id,text,update_note,update_note\n"
    ),
    "row 1, column D: unknown column 'update_verified'": b"id,text,update_by,update_verified\n",
    "line 2: this is neither UTF-8 nor UTF-16 nor Windows": b"id,text,update_note\n\x81",
    "line 2: unexpected end of data": b'id,text,update_note\n7.1,"open',
    "the file is damaged: File is not a zip file": b"PK\x03\x04\x14",
    "the file is empty": b"",
}


@pytest.mark.parametrize(("expected", "data"), NO_SHEETS.items(), ids=NO_SHEETS)
def test_a_file_that_is_not_such_a_sheet_is_refused(expected: str, data: bytes) -> None:
    (problem,) = told(data)
    assert problem.startswith(expected)


@example(b"id,text,update_note\n7.1,")
@example(b"id,text,update_note\n\x1b\n%TAG")
@given(
    st.binary(max_size=300)
    | st.text(st.sampled_from('idtexupa_no7.1,;"\n\r\t\x00')).map(str.encode)
)
def test_whatever_a_file_holds_it_is_taken_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        back = read(data)
        assert back.additions or back.findings or back.already


def is_typed(text: str) -> bool:
    """Whether a spreadsheet keeps the text as it is, and a register may have it."""
    changed = text != text.strip() or text.startswith("'") or re.search(r"[^\S\n ]| \n", text)
    says_nothing = Vocabulary([profile.languages()["en"]]).is_nothing(text)
    is_kept = text and not changed and not says_nothing
    return bool(is_kept) and not re.search(FORBIDDEN, text + "a")


@given(st.text().filter(is_typed))
def test_a_note_comes_back_as_it_was_typed(text: str) -> None:
    (addition,) = taken(sheet(row("7.1", date="2018-03-05", note=text)))
    assert addition.update.note == text


# On the command line

Run = Callable[..., Answer]
REGISTER_FILE = Path("data", "recommendations.yaml")
FROM_SHEET = ("record", "--from", "sheet.csv")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "data").mkdir()
    shutil.copy(FICTION, tmp_path / REGISTER_FILE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    return answer


ANSWERS = {
    "B.1": {"date": "2021-06-01", "note": "=the lamps, again; one is broken\nand é", "by": "PMU"},
    "B.2": {"date": "2021-12-20", "progress": "completed", "evidence": "List; Minutes 3"},
}
TAKEN = [
    Update(date(2021, 6, 1), note="=the lamps, again; one is broken\nand é", by="PMU"),
    Update(date(2021, 12, 20), Progress.COMPLETED, evidence=("List", "Minutes 3")),
]


def fill_in(run: Run, answers: dict[str, dict[str, str]]) -> None:
    """Write the template as sheet.csv, with answers under its empty heads."""
    template = run("actions", "B", "--template")[1]
    reader = csv.DictReader(io.StringIO(template, newline=""))
    rows = [dict(cells) for cells in reader]
    for cells in rows:
        for name, cell in answers.get(cells["id"], {}).items():
            assert cells[f"update_{name}"] == ""
            cells[f"update_{name}"] = cell
    Path("sheet.csv").write_bytes(sheet(*rows, heads=reader.fieldnames or ()))


def last_updates() -> list[Update]:
    register = parse_anew(REGISTER_FILE.read_bytes(), str(REGISTER_FILE))
    one, two, *_ = register.recommendations[1].actions
    return [one.updates[-1], two.updates[-1]]


def test_what_a_sheet_says_is_recorded_once_however_often_it_is_taken(run: Run) -> None:
    fill_in(run, ANSWERS)
    assert run(*FROM_SHEET)[0] == 0
    assert last_updates() == TAKEN
    once = REGISTER_FILE.read_bytes()
    status, out, err = run(*FROM_SHEET)
    assert (status, out) == (0, "")
    assert "B.2 already has this update, on line " in err
    assert err.endswith("\nNothing new to record\n")
    assert REGISTER_FILE.read_bytes() == once


def test_a_day_may_be_given_to_all_rows_without_one(run: Run) -> None:
    fill_in(run, {"B.1": {"note": "x"}})
    assert run(*FROM_SHEET)[0] == 2
    assert run(*FROM_SHEET, "--date", "2021-06-01")[0] == 0
    assert last_updates()[0] == Update(date(2021, 6, 1), note="x")


def test_a_sheet_that_is_larger_than_any_table_is_not_read(run: Run) -> None:
    Path("sheet.csv").touch()
    os.truncate("sheet.csv", 64 * 1024 * 1024 + 1)
    assert run(*FROM_SHEET) == (2, "", "ecefollow: sheet.csv: it is larger than 64 MB\n")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((*FROM_SHEET, "B.1"), "or else --from FILE, with no more than --date"),
        ((*FROM_SHEET, "--note", "x"), "or else --from FILE, with no more than --date"),
        (("record", "--from", "nowhere.csv"), "nowhere.csv: there is no such file"),
        (
            ("actions", "--template", "--format", "json"),
            "--template writes csv or a workbook, not json",
        ),
        (("actions", "--template", "-o", "x.docx"), "--template writes .csv or .xlsx, not x.docx"),
        (("list", "-o", "x.xlsx", "--bom"), "--output x.xlsx is a workbook: leave out --bom"),
        (("list", "-o", "x.xlsx", "--format", "csv"), "is a workbook: leave out --format csv"),
        (("list", "--bom", "--format", "json"), "--bom is for csv, not json"),
    ],
)
def test_what_does_not_go_together_is_refused(
    run: Run, args: tuple[str, ...], expected: str
) -> None:
    status, out, err = run(*args)
    assert (status, out) == (2, "")
    assert expected in err


def test_a_sheet_in_csv_may_be_made_as_a_file_too_which_is_not_overwritten(run: Run) -> None:
    to_a_file = ("actions", "B", "--template", "--output", "sheet.csv")
    assert run(*to_a_file)[0] == 0
    assert Path("sheet.csv").read_text(encoding="utf-8") == run(*to_a_file[:3])[1]
    status, _, err = run("actions", "A", *to_a_file[2:])
    assert status == 2
    assert "sheet.csv is there already" in err


# Workbooks


@pytest.fixture
def fill_workbook(run: Run) -> Callable[..., None]:
    openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")

    def fill(answers: dict[str, dict[str, Any]], *, formula: str = "") -> None:
        """Write the template as sheet.xlsx, with answers under its empty heads."""
        made = run("actions", "B", "--template", "-o", "sheet.xlsx")
        assert made[:2] == (0, "Made sheet.xlsx\n")
        book = openpyxl.load_workbook("sheet.xlsx")
        heads = list(HEADINGS)
        for row in book.active.iter_rows():
            for name, value in answers.get(row[0].value, {}).items():
                cell = row[heads.index(f"update_{name}")]
                cell.value = value
                if name != "date":
                    cell.data_type = "f" if value == formula else "s"
        book.save("sheet.xlsx")

    return fill


def test_a_workbook_goes_out_and_comes_back(run: Run, fill_workbook: Callable[..., None]) -> None:
    fill_workbook(ANSWERS | {"B.2": {**ANSWERS["B.2"], "date": date(2021, 12, 20)}})
    status, _, err = run("record", "--from", "sheet.xlsx")
    assert (status, "colour" in err) == (0, False)
    assert last_updates() == TAKEN


@pytest.mark.parametrize("has_keys", [True, False])
def test_what_is_written_into_the_lines_above_the_table_is_named(
    run: Run, fill_workbook: Callable[..., None], *, has_keys: bool
) -> None:
    fill_workbook(ANSWERS)
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook("sheet.xlsx")
    book.active["A2"].value += ", signed by Mr X"
    book.active["A3"].value = "Please call me"
    if not has_keys:
        book.active.delete_rows(5)
    book.save("sheet.xlsx")
    _, _, err = run("record", "--from", "sheet.xlsx")
    assert err.count("this is not what was sent, ") == 2
    assert "2 left out" in err


def test_a_row_that_stands_on_a_second_sheet_again_is_told_of(
    run: Run, fill_workbook: Callable[..., None]
) -> None:
    fill_workbook(ANSWERS)
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook("sheet.xlsx")
    book.copy_worksheet(book.active).title = "Copy"
    book.save("sheet.xlsx")
    status, _, err = run("record", "--from", "sheet.xlsx")
    assert status == 0
    assert err.count("already has this update, from a row above") == 2


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (
            {"date": "9/4/2021", "note": "x"},
            "row 6, column I (Day it happened): '9/4/2021': no day was read",
        ),
        (
            {"date": "2021-06-01", "note": "=1+1"},
            "row 6, column M: '=1+1': this formula has no value",
        ),
    ],
)
def test_the_problems_of_a_workbook_have_its_rows(
    run: Run, fill_workbook: Callable[..., None], answer: dict[str, str], problem: str
) -> None:
    fill_workbook({"B.1": answer}, formula="=1+1")
    status, _, err = run("record", "--from", "sheet.xlsx")
    assert status == 2
    assert f"sheet.xlsx, sheet Actions, {problem}" in err


# Through LibreOffice


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# The numbers: commas, double quotes, UTF-8, from the first line on.
CSV = "Text - txt - csv (StarCalc):44,34,76,1"
through_office = pytest.mark.skipif(
    not OFFICE, reason="LibreOffice is not installed (libreoffice-calc)"
)


def convert(made: str, form: str, *more: str) -> None:
    """Open a file in LibreOffice Calc, and keep it in another form in the folder "back"."""
    home = f"-env:UserInstallation={Path('home').absolute().as_uri()}"
    command = [str(OFFICE), home, "--headless", "--convert-to", form, "--outdir", "back"]
    subprocess.run([*command, *more, made], check=True, capture_output=True, timeout=110)


def through_libreoffice() -> bytes:
    """The sheet, opened in LibreOffice Calc, kept as a workbook, and saved as CSV again."""
    convert("sheet.csv", "xlsx", f"--infilter={CSV}")
    convert("back/sheet.xlsx", f"csv:{CSV}")
    return Path("back/sheet.csv").read_bytes()


@pytest.mark.slow
@through_office
def test_a_sheet_comes_back_through_a_real_spreadsheet(run: Run) -> None:
    fill_in(run, ANSWERS)
    Path("sheet.csv").write_bytes(through_libreoffice())
    status, _, err = run(*FROM_SHEET)
    assert (status, err) == (0, "53 cells: 53 read, 0 read with a doubt, 0 left out\n")
    assert last_updates() == TAKEN


@pytest.mark.slow
@through_office
@pytest.mark.usefixtures("run")
def test_an_id_that_a_real_spreadsheet_changes_is_noticed() -> None:
    Path("sheet.csv").write_bytes(sheet(row("7.10", date="2018-03-05", note="x")))
    (problem,) = told(through_libreoffice())
    assert "'7.1' is in the row with the text of 7.10" in problem


@pytest.mark.slow
@through_office
def test_a_workbook_comes_back_through_a_real_spreadsheet(
    run: Run, fill_workbook: Callable[..., None]
) -> None:
    fill_workbook(ANSWERS)
    convert("sheet.xlsx", "ods")
    convert("back/sheet.ods", "xlsx")
    assert run("record", "--from", "back/sheet.xlsx")[0] == 0
    assert last_updates() == TAKEN


# Several registers


def test_an_id_without_its_evaluation_is_enough_with_the_text_of_one_action() -> None:
    other = replace(REGISTER, evaluation=Evaluation("f", "F", "O"), recommendations=())
    files = [RegisterFile("e.yaml", REGISTER), RegisterFile("f.yaml", other)]
    register = as_one(files, is_portfolio=True)
    data = sheet(row("7.2", note="Met."))
    (found,) = read(data, register, on=DAY).additions
    assert found.id == "e:7.2"
