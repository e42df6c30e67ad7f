"""What holds for one register holds for a portfolio of two and of fifty."""

import csv
import io
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import MakePortfolio
from portfolio_unions import asked, owns
from portfolios import (
    FORMATS,
    IN_GIT,
    Portfolio,
    answer,
    answer_in,
)
from rich.cells import cell_len

from ecefollow.documents.cells import unguarded
from ecefollow.render.formats import Format

DAY = ("--as-of", "2021-03-31")
LISTINGS = [name for name, formats in FORMATS.items() if formats == tuple(Format)]
HERE = [name for name in LISTINGS if name not in IN_GIT]
Row = dict[str, Any]


@pytest.fixture(autouse=True)
def warm(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Registers are parsed once, to save time; test_cached.py holds the cache to it."""
    monkeypatch.delenv("ECEFOLLOW_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setattr(sys, "platform", "linux")


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
    found, _ = answer_in(portfolio, command, "csv", *sort)
    rows = csv.DictReader(io.StringIO(found.out))
    (name,) = {"actions", "recommendations", "evaluations"} & {*asked(portfolio, command, *DAY)}
    assert [{key: unguarded(cell) for key, cell in row.items()} for row in rows] == [
        flat(row) for row in asked(portfolio, command, *DAY)[name]
    ]


# Widths


@pytest.mark.parametrize("command", [*HERE, "summary", "timeline", "show"])
def test_no_line_of_a_table_is_wider_than_the_terminal(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    (found, _) = answer_in(portfolio, command, "table")
    assert found.status == 0
    assert max(map(cell_len, found.out.splitlines())) <= 40


# Recording


@pytest.fixture
def own(portfolio: Portfolio, tmp_path: Path) -> Portfolio:
    """A copy of the portfolio that the test may change."""
    folder = Path(shutil.copytree(portfolio.folder, tmp_path / "own"))
    before, after = str(portfolio.folder), str(folder)
    members = [each._replace(path=each.path.replace(before, after)) for each in portfolio.members]
    return Portfolio(folder, tuple(members))


def contents(found: Portfolio) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in found.folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("number", [0, -1])
@pytest.mark.parametrize("update", ["--progress completed --note Seen.", "--responsible PMU"])
def test_recording_changes_one_register_as_if_it_were_asked_alone(
    portfolio: Portfolio, own: Portfolio, number: int, update: str
) -> None:
    member, before = own.members[number], contents(own)
    (row, *_) = owns([portfolio.members[number]], "actions")[0].answer["actions"]
    words = ("record", *update.split(), "--date", "2021-12-30")
    together = answer(*words, f"{member.evaluation}:{row['id']}", "--register", own.folder)
    assert together.status == 0, together.err
    recorded = contents(own)
    Path(member.path).write_bytes(before[member.path])
    assert answer(*words, row["id"], "--register", member.path).status == 0
    assert contents(own) == recorded
    assert {path for path in before if recorded[path] != before[path]} == {member.path}


def test_a_dry_run_changes_no_file(own: Portfolio) -> None:
    before = contents(own)
    words = ("record", own.ids[-1], "--note", "Seen.", "--dry-run")
    assert answer(*words, "--register", own.folder).status == 0
    assert contents(own) == before


# One register


@pytest.mark.parametrize("format", ["json", "plain"])
@pytest.mark.parametrize("command", FORMATS)
def test_a_folder_of_one_register_is_that_register(
    made_histories: MakePortfolio, command: str, format: str
) -> None:
    portfolio = made_histories(1)
    (member,) = portfolio.members
    chosen = format if format in FORMATS[command] else ""
    alone = answer_in(portfolio, command, chosen, path=member.path)
    assert alone[0].out or alone[1]
    assert answer_in(portfolio, command, chosen) == alone
