"""The database of an export: its bytes, its schema, its views, and the programs that read it."""

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dated_actions import action, completed, update
from dated_actions import register as register_of
from hypothesis import example, given
from hypothesis import strategies as st
from portfolios import FICTION, answer

from ecefollow.analysis import queries
from ecefollow.analysis.metrics import Rate, measure
from ecefollow.analysis.queries import Against
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Register
from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, State, Status, Verification
from ecefollow.render import sqlite
from ecefollow.views.export import TABLES, export

ROOT = Path(__file__).parents[2]
REGISTERS = {
    name: parse_anew((ROOT / name).read_bytes(), name)
    for name in ("data/recommendations.yaml", "examples/followed-up.yaml")
}
THREE_DAYS = [date(2018, 3, 31), date(2021, 6, 30), date(2021, 12, 31)]
Ask = Callable[[str], list[Any]]


def database(registers: dict[str, Register], day: date) -> bytes:
    return sqlite.render(export(list(registers.items()), [], day=day))


def ask(data: bytes, question: str) -> list[Any]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        return connection.execute(question).fetchall()


def overdue(day: date, registers: dict[str, Register] = REGISTERS) -> list[str]:
    """What `overdue` lists in the registers, in its order."""
    files = [RegisterFile(path, register) for path, register in registers.items()]
    answers = as_one(files, is_portfolio=True).on(day)
    found = queries.overdue(queries.actions(answers), against=Against.PRESENT)
    return [item.standing.action.id for item in found]


# The bytes


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here.sqlite", tmp_path / "elsewhere.sqlite"
    args = ["export", "--register", str(FICTION), "--as-of", "2021-12-31", "-o"]
    assert answer(*args, str(here)).status == 0
    # A seed that is not the one of this process, which chance has chosen.
    environment = {"PYTHONHASHSEED": "1", "ECEFOLLOW_CACHE": "0"}
    command = [sys.executable, "-m", "ecefollow", *args, str(elsewhere)]
    subprocess.run(command, env=environment, capture_output=True, check=True)
    assert elsewhere.read_bytes() == here.read_bytes()


def test_it_is_known_by_its_mark_and_its_version() -> None:
    data = database(REGISTERS, THREE_DAYS[0])
    assert data.startswith(b"SQLite format 3\0")
    assert data[64:72] == sqlite.MARK
    assert ask(data, "PRAGMA user_version") == [(1,)]


def test_every_key_leads_somewhere_and_the_file_is_whole() -> None:
    data = database(REGISTERS, THREE_DAYS[2])
    assert ask(data, "PRAGMA foreign_key_check") == []
    assert ask(data, "PRAGMA integrity_check") == [("ok",)]


def test_two_registers_of_one_evaluation_are_refused() -> None:
    register = REGISTERS["examples/followed-up.yaml"]
    with pytest.raises(sqlite3.IntegrityError, match=r"evaluations\.id"):
        database({"a.yaml": register, "b.yaml": register}, THREE_DAYS[0])


def test_an_sqlite_that_cannot_give_its_bytes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        def close(self) -> None:
            pass

    monkeypatch.setattr(sqlite3, "connect", lambda _: Old())
    with pytest.raises(RefusedError, match=r"SQLite 3\.36 or later, and this Python has 3\."):
        sqlite.render({})


# The schema


@pytest.fixture(scope="module")
def schema() -> dict[str, str]:
    """The statement of every table and view."""
    data = database({}, THREE_DAYS[0])
    return dict(ask(data, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


def test_every_column_is_filled_by_its_name() -> None:
    tables = export(list(REGISTERS.items()), [], day=THREE_DAYS[2])
    # Findings, handovers and units are tried with the rows, in tests/views/test_export.py.
    assert {name for name, rows in tables.items() if not rows} == {"findings", "handovers", "units"}
    data = database({}, THREE_DAYS[0])
    for table, rows in tables.items():
        columns = [name for _, name, *_ in ask(data, f"PRAGMA table_info({table})")]
        assert all(sorted(row) == sorted(columns) for row in rows), table


def test_every_table_and_view_says_what_it_holds(schema: dict[str, str]) -> None:
    assert set(TABLES) < set(schema)
    assert {"overdue", "rates"} < set(schema)
    assert [
        name for name, sql in schema.items() if not sql.split("\n")[1].startswith("  -- ")
    ] == []


def test_every_column_says_what_it_means_unless_its_name_does(schema: dict[str, str]) -> None:
    plain = {"title", "name", "note", "tag", "evidence", "message", "recommendation", "action"}
    for table in TABLES:
        columns = re.split(r"\n  (?=[a-z])", schema[table].partition("\n  PRIMARY KEY")[0])[1:]
        assert len(columns) > 2
        for column in columns:
            name = column.split()[0]
            assert "-- " in column or "REFERENCES" in column or name in plain, (table, name)


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("recommendations", "status", [*Status]),
        ("recommendations", "own_status", [*Status]),
        ("updates", "status", [*Status]),
        ("updates", "progress", [each for each in Progress if each is not Progress.NOT_REPORTED]),
        ("standings", "progress", [*Progress]),
        ("standings", "state", [*State]),
    ],
)
def test_a_word_is_one_of_the_vocabulary(
    schema: dict[str, str], table: str, column: str, words: Sequence[str]
) -> None:
    found = re.search(rf"CHECK \({column} IN \(([^)]*)\)\)", schema[table])
    assert found
    assert re.findall(r"'([a-z-]*)'", found[1]) == [str(word) for word in words]


def test_a_day_that_no_calendar_has_is_refused() -> None:
    tables = export(list(REGISTERS.items()), [], day=THREE_DAYS[0])
    tables["standings"][0]["due"] = "2018-02-30"
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed: due IS date"):
        sqlite.render(tables)


# The views


TWINS = {
    ident: replace(one, evaluation=replace(one.evaluation, id=ident))
    for one in [REGISTERS["examples/followed-up.yaml"]]
    for ident in ("zebra", "ant")
}
PORTFOLIO = {
    path.name: parse_anew(path.read_bytes(), path.name)
    for path in sorted((ROOT / "examples" / "portfolio").rglob("*.yaml"))
}


@pytest.mark.parametrize(
    ("registers", "day"),
    [
        *((REGISTERS, day) for day in THREE_DAYS),
        pytest.param(TWINS, THREE_DAYS[2], id="overdue-for-as-long-in-two-registers"),
        pytest.param(PORTFOLIO, date(2023, 12, 31), id="portfolio"),
    ],
)
def test_what_is_overdue_is_what_overdue_lists_in_its_order(
    registers: dict[str, Register], day: date
) -> None:
    data = database(registers, day)
    actions = [action for (action,) in ask(data, "SELECT action FROM overdue")]
    assert actions == overdue(day, registers)
    assert len(ask(data, "SELECT * FROM rates")) == 3 * len(registers)


def test_names_stand_in_the_order_of_the_file() -> None:
    data = database(REGISTERS, THREE_DAYS[2])
    question = "SELECT responsible FROM follow_up WHERE action = 'harbour:A.2'"
    assert ask(data, question) == [("Data Office; Laboratory",)]


# Few days, so that a deadline often falls on the day asked about or on that of an update.
DAYS = st.dates(date(2018, 1, 28), date(2018, 2, 3))
DUES = st.one_of(DAYS.map(str), st.sampled_from(["2018-01", "2018-02"])).map(parse_deadline)
SAID = [each for each in Progress if each is not Progress.NOT_REPORTED]
UPDATES = st.builds(
    Update,
    DAYS,
    st.none() | st.sampled_from(SAID),
    st.none() | DUES,
    day_unknown=st.booleans(),
    verified=st.none() | st.sampled_from([Verification.CONFIRMED, Verification.DISPUTED]),
)
ACTIONS = st.builds(
    Action,
    id=st.just(""),
    text=st.just("Mend it"),
    responsible=st.just(()),
    due=st.none() | DUES,
    ongoing=st.booleans(),
    discretionary=st.booleans(),
    updates=st.lists(UPDATES, max_size=4).map(tuple),
)


DROPPED_ON_ITS_LAST_DAY = action(update("2018-01-31", Progress.NOT_APPLICABLE), due="2018-01-31")


@example([DROPPED_ON_ITS_LAST_DAY], date(2018, 2, 3))
@given(st.lists(ACTIONS, max_size=8), DAYS)
def test_the_rates_and_what_they_leave_out_are_those_of_summary(
    actions: list[Action], day: date
) -> None:
    register = register_of(*(replace(each, id=f"1.{n}") for n, each in enumerate(actions)))
    data = database({"road.yaml": register}, day)
    rates = measure(register.on(day), day=day).rates._asdict().items()
    found = ask(
        data,
        "SELECT rate, numerator, denominator, left_out, share, percent,"
        " confirmed, disputed, unverified FROM rates",
    )
    assert sorted(found) == sorted(
        (
            *(name, r.numerator, r.denominator, sum(r.left_out.values()), r.share, r.percent),
            *r.verification.values(),
        )
        for name, r in rates
    )
    counted = "SELECT rate, left_out, count(*) FROM rated WHERE left_out IS NOT NULL GROUP BY 1, 2"
    assert sorted(ask(data, counted)) == sorted(
        (name, reason, number)
        for name, rate in rates
        for reason, number in rate.left_out.items()
        if number
    )


@pytest.mark.parametrize(("some", "of"), [(1, 8), (5, 8), (1, 400), (399, 400), (0, 7), (7, 7)])
def test_a_share_is_rounded_as_summary_rounds_it(some: int, of: int) -> None:
    actions = [action(completed("2018-01-02"))] * some + [action()] * (of - some)
    numbered = (replace(each, id=f"1.{n}") for n, each in enumerate(actions))
    data = database({"road.yaml": register_of(*numbered)}, date(2018, 3, 31))
    found = ask(data, "SELECT percent FROM rates WHERE rate = 'implementation'")
    assert found == [(Rate(some, of, {}, "", {}).percent,)]


# Other programs


def in_datasette(file: Path) -> Ask:
    application = pytest.importorskip("datasette.app", reason="Datasette is not installed")
    served = application.Datasette(files=[str(file)])

    def rows(question: str) -> list[Any]:
        asked = {"sql": question, "_shape": "arrays"}
        answer = asyncio.run(served.client.get(f"/{file.stem}.json", params=asked))
        assert answer.status_code == 200
        return [tuple(row) for row in json.loads(answer.text)["rows"]]

    return rows


def in_duckdb(file: Path) -> Ask:
    program = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    extension = pytest.importorskip(
        "duckdb_extension_sqlite_scanner", reason="DuckDB's extension is not installed"
    )
    binary = next(Path(extension.__file__).parent.rglob("*.duckdb_extension"))
    connection = program.connect()
    connection.execute(f"LOAD '{binary}'")
    connection.execute(f"ATTACH '{file}' AS response (TYPE sqlite)")
    connection.execute("USE response")
    return lambda question: list(connection.execute(question).fetchall())


@pytest.mark.integration
@pytest.mark.parametrize("open_in", [in_datasette, in_duckdb])
def test_another_program_has_the_same_answers_and_can_reckon_with_days(
    open_in: Callable[[Path], Ask], tmp_path: Path
) -> None:
    file = tmp_path / "response.sqlite"
    file.write_bytes(data := database(REGISTERS, THREE_DAYS[2]))
    ask_elsewhere = open_in(file)
    for question in (
        "SELECT count(*) FROM overdue",
        "SELECT count(*) FROM standings WHERE state = 'overdue'",
        "SELECT evaluation, rate, numerator, denominator, percent FROM rates ORDER BY 1, 2",
        "SELECT action, left_out, achieved FROM rated ORDER BY action, rate",
    ):
        assert ask_elsewhere(question) == ask(data, question)
    late = "SELECT min(due) FROM standings WHERE due BETWEEN '2021-01-01' AND '2021-12-31'"
    assert [str(value) for (value,) in ask_elsewhere(late)] == ["2021-03-30"]
