"""What holds for one register holds for a portfolio of one, of two and of fifty."""

import csv
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from conftest import MakePortfolio
from portfolio_unions import asked
from portfolios import (
    EVERY_FORMAT,
    FORMATS,
    IN_GIT,
    WRITES,
    Portfolio,
    answer,
    answer_in,
    options_of,
)
from rich.cells import cell_len

from ecefollow.cli import app
from ecefollow.documents.spreadsheet import unguarded
from ecefollow.reading import portfolio as reading
from ecefollow.reading import sources
from ecefollow.register.model import ChangedAnswer, Recommendation, Register, Update
from ecefollow.register.vocabulary import Progress, Status
from ecefollow.render.formats import Format

DAY = ("--as-of", "2021-03-31")
LISTINGS = [name for name, formats in FORMATS.items() if formats == tuple(Format)]
HERE = [name for name in LISTINGS if name not in IN_GIT]
Row = dict[str, Any]


@pytest.fixture(autouse=True)
def warm(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Registers are parsed once, to save time; test_portfolio_cached.py holds the cache to it."""
    monkeypatch.delenv("ECEFOLLOW_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setattr(sys, "platform", "linux")


def test_every_command_that_answers_is_asked_in_every_format() -> None:
    commands = [name for names in app.COMMAND_FILES.values() for name in names]
    assert sorted([*FORMATS, *WRITES, "schema"]) == sorted(commands)
    assert [name for name in FORMATS if "--register" not in options_of(name)] == []


# JSON and CSV


def flat(row: Row) -> dict[str, str]:
    """The cells of a row of JSON in CSV."""
    cells: dict[str, str] = {}
    for name, value in row.items():
        if name == "after":
            event = value or dict.fromkeys(("event", "expected", "happened"))
            cells |= {f"after.{key}": event[key] or "" for key in event}
        elif isinstance(value, list):
            items = (each.replace("\\", "\\\\").replace(";", "\\;") for each in value)
            cells[name] = "; ".join(items)
        elif isinstance(value, bool):
            cells[name] = str(value).lower()
        else:
            cells[name] = "" if value is None else str(value)
    return cells


@pytest.mark.parametrize("command", HERE)
def test_csv_reads_back_what_json_has(portfolio: Portfolio, command: str) -> None:
    sort = ("--sort", "id") if command == "evaluations" else ()
    (found, _) = answer_in(portfolio, command, "csv", *sort)
    rows = [*csv.DictReader(io.StringIO(found.out))]
    (name,) = {"actions", "recommendations", "evaluations"} & {*asked(portfolio, command, *DAY)}
    assert [{key: unguarded(cell) for key, cell in row.items()} for row in rows] == [
        flat(row) for row in asked(portfolio, command, *DAY)[name]
    ]


# Widths


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("command", HERE)
def test_no_line_of_plain_is_cut_or_wrapped(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, command: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    sort = ("--sort", "id") if command == "evaluations" else ()
    (found, _) = answer_in(portfolio, command, "plain", *sort)
    answered = asked(portfolio, command, *DAY)
    (name,) = {"actions", "recommendations", "evaluations"} & {*answered}
    lines = found.out.splitlines()[1:]
    texts = [row.get("text", row.get("title")) for row in answered[name]]
    assert len(lines) == len(texts)
    for line, row, text in zip(lines, answered[name], texts, strict=True):
        assert line.endswith(" ".join(text.split()))
        assert row["id"] in line.split()


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("command", [*HERE, "summary", "timeline", "show"])
def test_no_line_of_a_table_is_wider_than_the_terminal(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, command: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    (found, _) = answer_in(portfolio, command, "table")
    assert found.status == 0
    assert max(map(cell_len, found.out.splitlines())) <= width


@pytest.mark.parametrize(
    ("command", "format"),
    [each for each in EVERY_FORMAT if each[0] not in IN_GIT and each[1] not in {"table", "plain"}],
)
def test_what_a_program_reads_does_not_depend_on_the_terminal(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, command: str, format: str
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    wide = answer_in(portfolio, command, format)
    monkeypatch.setenv("COLUMNS", "40")
    assert answer_in(portfolio, command, format) == wide


# Days


@pytest.mark.parametrize(
    "day", [date(2018, 12, 31), date(2019, 6, 30), date(2021, 3, 31), date(2021, 6, 1)]
)
def test_what_is_overdue_and_not_updated_is_overdue_on_the_next_day(
    portfolio: Portfolio, day: date
) -> None:
    today, tomorrow = (
        {row["id"]: row for row in asked(portfolio, "actions", "--as-of", f"{each}")["actions"]}
        for each in (day, day + timedelta(days=1))
    )
    overdue = asked(portfolio, "overdue", "--as-of", f"{day}")["actions"]
    still = [
        row["id"]
        for row in overdue
        if tomorrow[row["id"]]["last_update"] == today[row["id"]]["last_update"]
    ]
    later = {
        row["id"]: row["days_overdue"]
        for row in asked(portfolio, "overdue", "--as-of", f"{day + timedelta(days=1)}")["actions"]
    }
    assert {ident: later.get(ident) for ident in still} == {
        ident: today[ident]["days_overdue"] + 1 for ident in still
    }


def test_the_overdue_actions_are_those_in_that_state_with_their_days(portfolio: Portfolio) -> None:
    actions = asked(portfolio, "actions", *DAY)["actions"]
    late = [row for row in actions if row["state"] == "overdue"]
    assert late
    overdue = asked(portfolio, "overdue", *DAY)
    assert sorted(overdue["actions"], key=lambda row: str(row["id"])) == sorted(
        late, key=lambda row: str(row["id"])
    )
    assert overdue["states"]["overdue"] == overdue["shown"]


# Recording


@pytest.fixture
def own(portfolio: Portfolio, tmp_path: Path) -> Portfolio:
    """A copy of the portfolio that the test may change."""
    folder = Path(shutil.copytree(portfolio.folder, tmp_path / "own"))
    members = [
        each._replace(path=each.path.replace(str(portfolio.folder), str(folder)))
        for each in portfolio.members
    ]
    return Portfolio(folder, tuple(members))


def registers(found: Portfolio) -> dict[str, Register]:
    paths = [each.path for each in found.members]
    return dict(reading.load_all(paths, sources.read, str).files)


def with_one_more(register: Register, ident: str, update: Any) -> Register:
    def grown(record: Any) -> Any:
        return replace(record, updates=(*record.updates, update)) if record.id == ident else record

    def whole(each: Recommendation) -> Any:
        return grown(replace(each, actions=tuple(grown(action) for action in each.actions)))

    return replace(register, recommendations=tuple(map(whole, register.recommendations)))


def first_action(register: Register) -> str:
    return next(each.actions[0].id for each in register.recommendations if each.actions)


def first_recommendation(register: Register) -> str:
    return register.recommendations[0].id


@pytest.mark.parametrize("number", [0, -1])
@pytest.mark.parametrize(
    ("chosen", "options", "update"),
    [
        (
            first_action,
            ("--progress", "completed", "--note", "Seen."),
            Update(date(2021, 12, 30), Progress.COMPLETED, note="Seen."),
        ),
        (
            first_recommendation,
            ("--status", "partial", "--by", "The board"),
            ChangedAnswer(date(2021, 12, 30), Status.PARTIAL, by="The board"),
        ),
    ],
)
def test_recording_gives_the_old_registers_and_one_update_more(
    own: Portfolio,
    number: int,
    chosen: Callable[[Register], str],
    options: tuple[str, ...],
    update: Update | ChangedAnswer,
) -> None:
    member = own.members[number]
    before = registers(own)
    files = {path: Path(path).read_bytes() for path in before}
    ident = chosen(before[member.path])
    words = ("record", f"{member.evaluation}:{ident}", *options, "--date", "2021-12-30")
    found = answer(*words, "--register", str(own.folder))
    assert found.status == 0, found.err
    expected = before | {member.path: with_one_more(before[member.path], ident, update)}
    assert registers(own) == expected
    changed = [path for path, data in files.items() if Path(path).read_bytes() != data]
    assert changed == [member.path]
    assert sorted(map(str, own.folder.rglob("*.y*ml"))) == sorted(files)


def test_a_dry_run_changes_no_file(own: Portfolio) -> None:
    files = {each.path: Path(each.path).read_bytes() for each in own.members}
    words = ("record", own.ids[-1], "--note", "Seen.", "--dry-run")
    assert answer(*words, "--register", str(own.folder)).status == 0
    assert {path: Path(path).read_bytes() for path in files} == files


# One register, and the order on disk


@pytest.mark.parametrize(("command", "format"), EVERY_FORMAT)
def test_a_folder_of_one_register_is_that_register(
    made_histories: MakePortfolio, command: str, format: str
) -> None:
    portfolio = made_histories(1)
    (member,) = portfolio.members
    alone = answer_in(portfolio, command, format, path=member.path)
    assert alone[0].out or alone[1]
    assert answer_in(portfolio, command, format) == alone


def found_in_order(*, backwards: bool) -> Any:
    """Folders have their files in the order of their names, or in the opposite one."""
    scandir = os.scandir

    @contextmanager
    def ordered(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with scandir(folder) as entries:
            yield iter(sorted(entries, key=lambda entry: entry.name, reverse=backwards))

    patched: AbstractContextManager[Any] = patch("ecefollow.reading.folders.os.scandir", ordered)
    return patched


@pytest.mark.parametrize("command", sorted({*FORMATS} - {*IN_GIT, "export"}))
def test_the_order_of_the_files_on_disk_makes_no_difference(
    portfolio: Portfolio, command: str
) -> None:
    chosen = "json" if "json" in FORMATS[command] else ""
    with found_in_order(backwards=False):
        forwards = answer_in(portfolio, command, chosen)
    with found_in_order(backwards=True):
        assert answer_in(portfolio, command, chosen) == forwards
